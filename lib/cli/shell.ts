/**
 * Commands that people can paste into a shell.
 *
 * @module
 */

/**
 * One word, in single quotes where a POSIX shell would read it otherwise.
 *
 * @example
 * ```ts
 * import { shellWord } from "./shell.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["--set", "a b", "it's"].map(shellWord), ["--set", "'a b'", "'it'\\''s'"]);
 * ```
 */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words as one line. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
