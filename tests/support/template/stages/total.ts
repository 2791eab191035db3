import { lengthOf } from "tiny";
import { defineStage, type ParamSchema, type StageContext } from "../lib/engine/stage.ts";

const schema = {
  label: { type: "string", default: "total", maxLength: 40, description: "what to call it" },
} as const satisfies ParamSchema;

type Inputs = { squares: number[]; parity: number[] };

export function run({ inputs, params, metric }: StageContext<Inputs, typeof schema>) {
  const total = inputs.squares.reduce((sum, n) => sum + n, 0);
  const odd = inputs.parity.reduce((sum, n) => sum + n, 0);
  metric("total", total);
  return { total: { label: params.label, total, odd, length: lengthOf(params.label) } };
}

export const total = defineStage({
  module: import.meta.url,
  name: "total",
  description: "adds up",
  inputs: { squares: "squares of numbers", parity: "parity of numbers" },
  params: schema,
  outputs: { total: "sums and a label" },
  metrics: { total: { better: "lower", description: "the sum of the squares" } },
  run,
});
