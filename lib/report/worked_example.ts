/**
 * The lecture's worked example of cross-entropy: softmax of net inputs, the loss of each example, their mean
 * and sum, and the gradient compared with finite differences. It uses the functions of the reference
 * implementation.
 *
 * Shapes: N examples, K classes; matrices are row-major.
 *
 * @module
 */
import { argmax } from "../ml/argmax.ts";
import { crossEntropies, crossEntropy, dCrossEntropy } from "../ml/cross_entropy.ts";
import { oneHot } from "../ml/one_hot.ts";
import { softmax } from "../ml/softmax.ts";
import { decimal } from "./format.ts";

/** Classes of the example; the lecture counts them from 1. */
export const K = 3;

/** Net inputs (N, K) of the lecture. */
export const NET_INPUTS: readonly number[] = [
  ...[-0.30, -0.50, -0.50],
  ...[-0.40, -0.10, -0.50],
  ...[-0.30, -0.94, -0.50],
  ...[-0.99, -0.88, -0.50],
];

/** True classes (N), from 0. */
export const LABELS: readonly number[] = [0, 1, 2, 2];

/** Step h of the central differences. */
const STEP = 1e-5;

/** All results from net inputs and labels. */
export interface Worked {
  /** (N, K) */
  readonly oneHot: Uint8Array;
  /** (N, K) */
  readonly softmax: Float64Array;
  /** (N), from 0 */
  readonly predicted: Uint8Array;
  /** (N) */
  readonly losses: Float64Array;
  readonly sum: number;
  readonly mean: number;
  /** (N, K): gradient of the mean loss with respect to the net inputs, by its formula. */
  readonly gradient: Float64Array;
  /** (N, K): the same gradient by central differences. */
  readonly differences: Float64Array;
  /** The largest distance between the two gradients. */
  readonly largestGap: number;
}

/**
 * Computes the example.
 *
 * @param z (N, K): net inputs, finite
 * @param labels (N): 0 to K - 1
 *
 * @example
 * ```ts
 * import { LABELS, NET_INPUTS, workOut } from "./worked_example.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(workOut(NET_INPUTS, LABELS).mean, 0.933504598283467, 1e-15);
 * ```
 */
export function workOut(z: readonly number[], labels: readonly number[]): Worked {
  const y = oneHot(labels, K);
  const losses = crossEntropies(z, y, K);
  const sum = losses.reduce((total, loss) => total + loss, 0);
  const gradient = dCrossEntropy(z, y, K);
  const differences = Float64Array.from(z, (_, i) => slope(z, y, i));
  const gaps = Array.from(gradient, (value, i) => Math.abs(value - differences[i]!));
  return {
    oneHot: y,
    softmax: softmax(z, K),
    predicted: argmax(z, K),
    losses,
    sum,
    mean: crossEntropy(z, y, K),
    gradient,
    differences,
    largestGap: Math.max(...gaps),
  };
}

/** (L(z + h) - L(z - h)) / 2h with respect to one net input. */
function slope(z: readonly number[], y: Uint8Array, place: number): number {
  const moved = (by: number) => crossEntropy(z.map((v, i) => i === place ? v + by : v), y, K);
  return (moved(STEP) - moved(-STEP)) / (2 * STEP);
}

/**
 * The texts of row `i` in the table: one-hot, softmax, loss, predicted class.
 *
 * @example
 * ```ts
 * import { LABELS, NET_INPUTS, rowTexts, workOut } from "./worked_example.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const row = rowTexts(workOut(NET_INPUTS, LABELS), 0);
 * assertEquals(row, ["1, 0, 0", "0.3792, 0.3104, 0.3104", "0.9698", "1"]);
 * ```
 */
export function rowTexts(worked: Worked, i: number): string[] {
  const row = (values: ArrayLike<number>, digits: number) =>
    Array.from(values).slice(i * K, (i + 1) * K).map((v) => v.toFixed(digits)).join(", ");
  return [
    row(worked.oneHot, 0),
    row(worked.softmax, 4),
    worked.losses[i]!.toFixed(4),
    String(worked.predicted[i]! + 1),
  ];
}

/**
 * The texts of row `i` in the table of the gradient: by formula and by differences.
 *
 * @example
 * ```ts
 * import { gradientTexts, LABELS, NET_INPUTS, workOut } from "./worked_example.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [formula, differences] = gradientTexts(workOut(NET_INPUTS, LABELS), 0);
 * assertEquals(formula, "−0.155212, 0.077606, 0.077606");
 * assertEquals(formula, differences);
 * ```
 */
export function gradientTexts({ gradient, differences }: Worked, i: number): string[] {
  const row = (values: Float64Array) =>
    Array.from(values.subarray(i * K, (i + 1) * K), (v) => decimal(v, 6)).join(", ");
  return [row(gradient), row(differences)];
}

/** A sentence on mean and sum, of this batch and of the batch repeated twice. */
export function totalsText({ mean, sum }: Worked): string {
  return `Sum ${decimal(sum, 4)}, mean ${decimal(mean, 4)}. The same examples twice: sum ${
    decimal(2 * sum, 4)
  }, mean ${decimal(mean, 4)}.`;
}

/** A sentence on the largest distance between formula and differences. */
export function gapText({ largestGap }: Worked): string {
  return `The two differ by at most ${largestGap.toExponential(1)}.`;
}
