/**
 * Commands that people can paste into a shell.
 *
 * @module
 */

import { printable } from "./printable.ts";

/**
 * One word, in single quotes where a POSIX shell would read it otherwise. What a terminal must not be
 * shown, such as a line break, is written as bytes in `$'…'`, which bash, zsh and ksh know, too.
 *
 * @example
 * ```ts
 * import { shellWord } from "./shell.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["--set", "a b", "it's"].map(shellWord), ["--set", "'a b'", "'it'\\''s'"]);
 * assertEquals(shellWord("a\nb"), "$'a\\x0ab'");
 * ```
 */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (printable(word) === word) return `'${word.replaceAll("'", "'\\''")}'`;
  const quoted = Array.from(word, (character) => {
    if (character === "'" || character === "\\") return `\\${character}`;
    return printable(character) === character ? character : bytesWord(character);
  });
  return `$'${quoted.join("")}'`;
}

function bytesWord(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/** Words as one line. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
