import { defineStage, type StageContext } from "../lib/engine/stage.ts";
import { square } from "../shapes/square.ts";

export function run({ inputs }: StageContext<{ numbers: number[] }, Record<never, never>>) {
  return { squares: inputs.numbers.map(square) };
}

export const squares = defineStage({
  module: import.meta.url,
  name: "squares",
  description: "squares numbers",
  inputs: { numbers: "numbers" },
  params: {},
  outputs: { squares: "their squares" },
  run,
});
