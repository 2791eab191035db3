import { defineStage, type StageContext } from "../lib/engine/stage.ts";

export function run({ inputs }: StageContext<{ numbers: number[] }, Record<never, never>>) {
  return { parity: inputs.numbers.map((n) => Math.abs(n) % 2) };
}

export const parity = defineStage({
  module: import.meta.url,
  name: "parity",
  description: "tells odd numbers from even ones",
  inputs: { numbers: "numbers" },
  params: {},
  outputs: { parity: "1 for odd, 0 for even" },
  run,
});
