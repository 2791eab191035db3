/**
 * Graphs of steps for benchmarks, independent of any engine.
 *
 * @module
 */

/** A step and the steps that it needs, which precede it in a list. */
export interface Step {
  readonly name: string;
  readonly needs: readonly string[];
}

/** The five stages of the real pipeline, with its edges. */
export const FIVE: readonly Step[] = [
  { name: "fetch", needs: [] },
  { name: "preprocess", needs: ["fetch"] },
  { name: "train", needs: ["preprocess"] },
  { name: "evaluate", needs: ["preprocess", "train"] },
  { name: "report", needs: ["fetch", "preprocess", "train", "evaluate"] },
];

/** Makes `count` steps in `layers` layers. Each step needs two steps of the layer before. */
export function layered(count: number, layers: number): Step[] {
  const width = Math.ceil(count / layers);
  const name = (i: number): string => `s${i}`;
  return Array.from({ length: count }, (_, i) => {
    const start = (Math.floor(i / width) - 1) * width;
    const needs = start < 0 ? [] : [start + i % width, start + (i + 1) % width];
    return { name: name(i), needs: [...new Set(needs)].map(name) };
  });
}
