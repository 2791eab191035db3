/**
 * Which mistakes are shown, and in which order. Knows nothing of the page.
 *
 * @module
 */
import { numbersOf, type Unpacked } from "../unpack.ts";

/** Columns of the packed mistakes, the most confident first. */
export interface MistakeColumns {
  readonly index: Uint32Array;
  readonly label: Uint8Array;
  readonly predicted: Uint8Array;
  readonly confidence: Float32Array;
  /** (M, D) */
  readonly images: Uint8Array;
}

/** What is asked for. */
export interface MistakeQuery {
  /** True class, or -1 for any. */
  readonly label: number;
  /** Predicted class, or -1 for any. */
  readonly predicted: number;
  readonly order: "confident" | "unsure" | "index";
}

/**
 * The columns in `tensors`.
 *
 * @throws {TypeError} if one is missing.
 */
export function mistakeColumns(tensors: Unpacked): MistakeColumns {
  return {
    index: numbersOf(tensors, "mistakes.index", "uint32"),
    label: numbersOf(tensors, "mistakes.label", "uint8"),
    predicted: numbersOf(tensors, "mistakes.predicted", "uint8"),
    confidence: numbersOf(tensors, "mistakes.confidence", "float32"),
    images: numbersOf(tensors, "mistakes.images", "uint8"),
  };
}

/**
 * Places of the mistakes that `query` asks for, in its order.
 *
 * @example
 * ```ts
 * import { selectMistakes } from "./mistake_list.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const columns = {
 *   index: new Uint32Array([30, 10, 20]),
 *   label: new Uint8Array([4, 4, 7]),
 *   predicted: new Uint8Array([9, 9, 9]),
 *   confidence: new Float32Array([0.9, 0.8, 0.7]),
 *   images: new Uint8Array(3),
 * };
 * assertEquals(selectMistakes(columns, { label: 4, predicted: -1, order: "unsure" }), [1, 0]);
 * ```
 */
export function selectMistakes(columns: MistakeColumns, query: MistakeQuery): number[] {
  const { label, predicted, order } = query;
  const places = Array.from(columns.label.keys()).filter((i) =>
    (label === -1 || columns.label[i] === label) &&
    (predicted === -1 || columns.predicted[i] === predicted)
  );
  switch (order) {
    case "confident":
      return places;
    case "unsure":
      return places.reverse();
    case "index":
      return places.sort((a, b) => columns.index[a]! - columns.index[b]!);
    default:
      return order satisfies never;
  }
}
