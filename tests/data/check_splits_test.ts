import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "../../lib/codec/value.ts";
import type { Split } from "../../lib/data/artifacts.ts";
import { checkSplits } from "../../lib/data/check_splits.ts";

/** A split of N examples with D features and K classes, all zero. */
function split(N: number, D: number, K: number): Split {
  return {
    images: tensor("uint8", [N, D], new Uint8Array(N * D)),
    imageShape: [1, D],
    labels: tensor("uint8", [N], new Uint8Array(N)),
    oneHot: tensor("uint8", [N, K], new Uint8Array(N * K)),
    indices: tensor("uint32", [N], new Uint32Array(N)),
  };
}

Deno.test("splits of the same features and classes pass, if there is an example to train on", () => {
  for (const validation of [split(0, 4, 3), split(1, 4, 3), split(9, 4, 3)]) {
    checkSplits({ train: split(1, 4, 3), validation });
  }
  const error = assertThrows(
    () => checkSplits({ train: split(0, 4, 3), validation: split(1, 4, 3) }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot train: the training split has no examples, expected at least 1; hold out fewer",
  );
});

for (const [D, K] of [[5, 3], [4, 2], [5, 2]] as const) {
  Deno.test(`a validation split of ${D} features and ${K} classes does not fit one of 4 and 3`, () => {
    const error = assertThrows(
      () => checkSplits({ train: split(2, 4, 3), validation: split(2, D, K) }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot train: the validation split has ${D} features and ${K} classes, expected 4 and 3 ` +
        "as in the training split; make both from one data set",
    );
  });
}
