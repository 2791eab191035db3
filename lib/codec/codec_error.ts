/**
 * The one error of this room: bytes or values that an artifact or a key cannot be made of.
 *
 * @module
 */

/** Where the trouble is. */
export interface CodecPlace {
  /** In the value: `$` is the value itself, `$.epochs[3].loss` a part of it. */
  readonly path: string;
  /** In the document, in bytes from 0; absent when encoding. */
  readonly offset?: number;
}

/**
 * A value that cannot be encoded, or bytes that cannot be decoded.
 *
 * @example
 * ```ts
 * import { CodecError } from "./codec_error.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new CodecError({ path: "$.loss" }, "found NaN, expected a finite number");
 * assertEquals(error.message, "Cannot encode $.loss: found NaN, expected a finite number");
 * ```
 */
export class CodecError extends Error {
  /** `CodecError`. */
  override readonly name = "CodecError";
  /** Where in the value; `$` is the value itself. */
  readonly path: string;
  /** Where in the document, in bytes from 0. Null when encoding. */
  readonly offset: number | null;

  /** `problem` says what was found and what was expected. */
  constructor({ path, offset }: CodecPlace, problem: string) {
    const action = offset === undefined
      ? `Cannot encode ${path}`
      : `Cannot decode byte ${offset} (${path})`;
    super(`${action}: ${problem}`);
    this.path = path;
    this.offset = offset ?? null;
  }
}
