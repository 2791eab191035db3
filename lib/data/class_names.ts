/**
 * Holds labels against the names of the classes, where these are known. A class without an example is
 * fine; a label without a name is not.
 *
 * @module
 */
import { IntegrityError } from "./errors.ts";
import { readIdx } from "./idx.ts";

/**
 * Checks that each label in a file has a name.
 *
 * @param labels an IDX file of labels
 * @param classNames in the order of the labels; if there are none, nothing is checked
 * @param name what the error calls the file
 *
 * @example
 * ```ts
 * import { checkClassNames } from "./class_names.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const labels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 0, 7]);
 * checkClassNames(labels, [], "labels");
 * assertThrows(() => checkClassNames(labels, ["no", "yes"], "labels"), Error, "label 7");
 * ```
 *
 * @throws {IntegrityError} if one has not, or the file is damaged.
 */
export function checkClassNames(
  labels: Uint8Array,
  classNames: readonly string[],
  name: string,
): void {
  if (classNames.length === 0) return;
  const { data } = readIdx(labels, { name, rank: 1 });
  const example = data.findIndex((label) => label >= classNames.length);
  if (example >= 0) {
    throw new IntegrityError(
      `Cannot name the classes of ${name}: example ${example} has label ${data[example]}, ` +
        `expected 0 to ${classNames.length - 1}, as there are ${classNames.length} class names`,
    );
  }
}
