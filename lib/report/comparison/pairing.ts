/**
 * Pairs the predictions of two models for the same test images: counts images that both, one or none predict
 * correctly, and lists the images that flipped.
 *
 * @module
 */
import type { Predictions, Split } from "../../data/artifacts.ts";
import { allExamples, type Example } from "../example.ts";

/** A test image that exactly one of two models predicts correctly. */
export interface Flip {
  /** Prediction of the first model. */
  readonly a: Example;
  /** Prediction of the second model. */
  readonly b: Example;
}

/** The predictions of two models for the same images. */
export interface Pairing {
  readonly bothRight: number;
  readonly bothWrong: number;
  /** Images that only the first model predicts correctly, by descending confidence of the second. */
  readonly lost: readonly Flip[];
  /** Images that only the second model predicts correctly, by descending confidence of the first. */
  readonly gained: readonly Flip[];
}

/**
 * Pairs the predictions of two models. Returns `null` if their test images differ.
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

/** Test images and a model's predictions for them. */
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
