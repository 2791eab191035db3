/**
 * What a run may be called. A name begins with a letter, and so is never taken for an id, which begins
 * with a digit, and is never a word that finds runs by their age.
 *
 * @module
 */
import type { UsageProblem } from "./errors.ts";

const LONGEST = 60;

/** The newest run, or with a number the one so many runs before it: `latest~2`. */
const BY_AGE = /^latest(?:~(\d+))?$/;

/**
 * What is wrong with `name` as the name of a run, or `null`.
 *
 * @example
 * ```ts
 * import { checkRunName } from "./run_name.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * assertEquals(checkRunName("wide-batch_2.1"), null);
 * for (const name of ["", "latest", "20261122T093747-5c8448", "a b", "~1"]) {
 *   assert(checkRunName(name)!.message.startsWith("A run cannot be called"));
 * }
 * ```
 */
export function checkRunName(name: string): UsageProblem | null {
  const isFit = /^[A-Za-z][A-Za-z0-9._-]*$/.test(name) && name.length <= LONGEST;
  if (isFit && name.toLowerCase() !== "latest") return null;
  const given = JSON.stringify(name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);
  return {
    subject: name,
    message:
      `A run cannot be called ${given}; a name begins with a letter, goes on with letters, ` +
      `digits, ".", "_" or "-", has at most ${LONGEST} characters and is not "latest"`,
  };
}

/**
 * How many runs before the newest a reference names, a safe integer however many digits it has;
 * `null` if it names a run otherwise.
 *
 * @example
 * ```ts
 * import { ageOf } from "./run_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["latest", "latest~2", "best"].map(ageOf), [0, 2, null]);
 * ```
 */
export function ageOf(reference: string): number | null {
  const [found, before = "0"] = BY_AGE.exec(reference) ?? [];
  return found === undefined ? null : Math.min(Number(before), Number.MAX_SAFE_INTEGER);
}
