/**
 * The same test images under two models: how often both are right, only one, or none; and which images
 * flipped from right to wrong or back.
 *
 * @module
 */
import type { Predictions, Split } from "../../data/artifacts.ts";
import { allExamples, type Example } from "../example.ts";

/** A test image that exactly one of two models names rightly. */
export interface Flip {
  /** What the first model says of it. */
  readonly a: Example;
  /** What the second one does. */
  readonly b: Example;
}

/** How two models do on the same images. */
export interface Pairing {
  readonly bothRight: number;
  readonly bothWrong: number;
  /** Images that only the first model names rightly, the most confidently mistaken second one first. */
  readonly lost: readonly Flip[];
  /** Images that only the second model names rightly, the most confidently mistaken first one first. */
  readonly gained: readonly Flip[];
}

/**
 * Pairs the answers of two models. `null` if they were not asked about the same images.
 *
 * @example A model against itself
 * ```ts
 * import { pairing } from "./pairing.ts";
 * import { fixture } from "../../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const run = fixture({ examples: 70 });
 * const { bothRight, bothWrong, lost, gained } = pairing(run, run)!;
 * assertEquals([bothWrong, bothRight + bothWrong], [run.metrics.errors, 70]);
 * assertEquals([lost, gained], [[], []]);
 * ```
 */
export function pairing(a: Answers, b: Answers): Pairing | null {
  if (!areSameImages(a.test, b.test)) return null;
  const second = allExamples(b.test, b.predictions);
  const pairs = allExamples(a.test, a.predictions).map((a, row): Flip => ({ a, b: second[row]! }));
  const only = (right: "a" | "b", wrong: "a" | "b") =>
    pairs
      .filter((pair) => isRight(pair[right]) && !isRight(pair[wrong]))
      .sort((x, y) => y[wrong].confidence - x[wrong].confidence || x.a.row - y.a.row);
  return {
    bothRight: pairs.filter(({ a, b }) => isRight(a) && isRight(b)).length,
    bothWrong: pairs.filter(({ a, b }) => !isRight(a) && !isRight(b)).length,
    lost: only("a", "b"),
    gained: only("b", "a"),
  };
}

/** Test images with what a model says of them. */
export interface Answers {
  readonly test: Split;
  readonly predictions: Predictions;
}

function isRight({ label, predicted }: Example): boolean {
  return label === predicted;
}

function areSameImages(a: Split, b: Split): boolean {
  return sameBytes(a.labels.data, b.labels.data) && sameBytes(a.images.data, b.images.data);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || a.length === b.length && a.every((byte, i) => byte === b[i]);
}
