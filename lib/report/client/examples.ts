/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Reads the examples from the payload, and selects and sorts them. It does not access the document.
 *
 * @module
 */
import { imagesOf } from "../ink.ts";
import type { Payload } from "../payload.ts";
import { numbersOf, type Unpacked } from "../unpack.ts";

/** The M examples in the page, as columns. */
export interface Examples {
  readonly index: Uint32Array;
  readonly label: Uint8Array;
  readonly predicted: Uint8Array;
  readonly confidence: Float32Array;
  /** (M, D) */
  readonly images: Uint8Array;
}

/** The filters and the order of a gallery. */
export interface ExampleQuery {
  readonly show: "wrong" | "unsure" | "all";
  /** True class, or -1 for any. */
  readonly label: number;
  /** Predicted class, or -1 for any. */
  readonly predicted: number;
  readonly order: "confident" | "unsure" | "index";
}

/**
 * Reads the columns from `tensors`.
 *
 * @throws {TypeError} if a column is missing.
 */
export function examplesOf({ imageShape: [height, width] }: Payload, tensors: Unpacked): Examples {
  const index = numbersOf(tensors, "examples.index", "uint32");
  const ink = {
    starts: numbersOf(tensors, "examples.inkStarts", "uint8"),
    lengths: numbersOf(tensors, "examples.inkLengths", "uint8"),
    pixels: numbersOf(tensors, "examples.ink", "uint8"),
  };
  return {
    index,
    label: numbersOf(tensors, "examples.label", "uint8"),
    predicted: numbersOf(tensors, "examples.predicted", "uint8"),
    confidence: numbersOf(tensors, "examples.confidence", "float32"),
    images: imagesOf(ink, width, index.length * height * width),
  };
}

/** The pixels of the example at index `place`. */
export function imageAt({ images, index }: Examples, place: number): Uint8Array {
  const size = images.length / index.length;
  return images.subarray(place * size, (place + 1) * size);
}

/**
 * Indices of the examples that match `query`, in its order.
 *
 * @param leastSure number of examples that count as least sure
 *
 * @example
 * ```ts
 * import { selectExamples } from "./examples.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const columns = {
 *   index: new Uint32Array([30, 10, 20]),
 *   label: new Uint8Array([4, 4, 9]),
 *   predicted: new Uint8Array([9, 9, 9]),
 *   confidence: new Float32Array([0.9, 0.8, 0.7]),
 *   images: new Uint8Array(3),
 * };
 * const query = { show: "wrong", label: 4, predicted: -1, order: "unsure" } as const;
 * assertEquals(selectExamples(columns, query, 1), [1, 0]);
 * ```
 */
export function selectExamples(
  columns: Examples,
  query: ExampleQuery,
  leastSure: number,
): number[] {
  const { label, predicted } = query;
  return shown(columns, query.show, leastSure)
    .filter((i) => label === -1 || columns.label[i] === label)
    .filter((i) => predicted === -1 || columns.predicted[i] === predicted)
    .sort(comparator(columns, query.order));
}

function shown(columns: Examples, show: ExampleQuery["show"], leastSure: number): number[] {
  const places = Array.from(columns.label.keys());
  switch (show) {
    case "wrong":
      return places.filter((i) => columns.label[i] !== columns.predicted[i]);
    case "unsure":
      return places.sort(comparator(columns, "unsure")).slice(0, leastSure);
    case "all":
      return places;
    default:
      return show satisfies never;
  }
}

function comparator(
  { index, confidence }: Examples,
  order: ExampleQuery["order"],
): (a: number, b: number) => number {
  const confident = (a: number, b: number) =>
    confidence[b]! - confidence[a]! || index[a]! - index[b]!;
  switch (order) {
    case "confident":
      return confident;
    case "unsure":
      return (a, b) => confident(b, a);
    case "index":
      return (a, b) => index[a]! - index[b]!;
    default:
      return order satisfies never;
  }
}
