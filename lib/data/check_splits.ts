/**
 * Whether a training split and a validation split can be used together.
 *
 * @module
 */
import type { Split } from "./artifacts.ts";

/**
 * Lets splits pass that a model can be trained and watched on.
 *
 * @param validation may be empty
 *
 * @example
 * ```ts
 * import { checkSplits } from "./check_splits.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const empty = {
 *   images: tensor("uint8", [0, 1], new Uint8Array(0)),
 *   imageShape: [1, 1],
 *   labels: tensor("uint8", [0], new Uint8Array(0)),
 *   oneHot: tensor("uint8", [0, 2], new Uint8Array(0)),
 *   indices: tensor("uint32", [0], new Uint32Array(0)),
 * } as const;
 * assertThrows(() => checkSplits({ train: empty, validation: empty }), RangeError, "no examples");
 * ```
 *
 * @throws {RangeError} if there is nothing to train on, or features or classes are not as many in both.
 */
export function checkSplits(
  { train, validation }: { readonly train: Split; readonly validation: Split },
): void {
  const [N, D] = train.images.shape;
  const K = train.oneHot.shape[1];
  if (N === 0) {
    throw new RangeError(
      "Cannot train: the training split has no examples, expected at least 1; hold out fewer",
    );
  }
  const [, heldD] = validation.images.shape;
  const heldK = validation.oneHot.shape[1];
  if (heldD !== D || heldK !== K) {
    throw new RangeError(
      `Cannot train: the validation split has ${heldD} features and ${heldK} classes, expected ` +
        `${D} and ${K} as in the training split; make both from one data set`,
    );
  }
}
