/**
 * The two kinds of failure that end the program with a code of their own. They leave a worker by
 * name, message, stack and cause, so it is the `name` that tells them apart, never the class.
 *
 * @module
 */

/**
 * Wrong bytes, in a download or in a file of data. Trying again does not mend them.
 *
 * @example
 * ```ts
 * import { IntegrityError } from "./errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new IntegrityError("7 bytes, expected 8").name, "IntegrityError");
 * ```
 */
export class IntegrityError extends Error {
  /** Tells the class across a worker's border. */
  override name = "IntegrityError";
}

/**
 * Something around the program is not as it must be: the network, a missing file, a permission.
 *
 * @example
 * ```ts
 * import { EnvironmentError } from "./errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new EnvironmentError("connection refused").name, "EnvironmentError");
 * ```
 */
export class EnvironmentError extends Error {
  /** Tells the class across a worker's border. */
  override name = "EnvironmentError";
}

/**
 * Bytes that are right as far as they go, or look so: cut short or damaged on their way. The one
 * kind of wrong bytes that is worth another try.
 *
 * @example
 * ```ts
 * import { CutShortError, IntegrityError } from "./errors.ts";
 * import { assertEquals, assertInstanceOf } from "@std/assert";
 *
 * const error = new CutShortError("7 bytes, expected 8");
 * assertInstanceOf(error, IntegrityError);
 * assertEquals(error.name, "IntegrityError");
 * ```
 */
export class CutShortError extends IntegrityError {}
