import { defineStage, type ParamSchema, type StageContext } from "../lib/engine/stage.ts";

const schema = {
  first: { type: "number", default: 1, min: -100, max: 100, description: "the first number" },
  step: { type: "number", default: 2, min: -100, max: 100, description: "from one to the next" },
  count: { type: "integer", default: 4, min: 1, max: 1000, description: "how many" },
} as const satisfies ParamSchema;

export function run({ params, files, log }: StageContext<object, typeof schema, "extra">) {
  const numbers = Array.from({ length: params.count }, (_, i) => params.first + i * params.step);
  const extra = Number(new TextDecoder().decode(files.extra));
  log(`${numbers.length} numbers and ${extra}`);
  return { numbers: [...numbers, extra] };
}

export const numbers = defineStage({
  module: import.meta.url,
  name: "numbers",
  description: "an arithmetic sequence and a number from a file",
  inputs: {},
  params: schema,
  outputs: { numbers: "the sequence, then the number" },
  files: () => ({ extra: "data/extra.txt" }),
  run,
});
