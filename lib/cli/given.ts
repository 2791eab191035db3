/**
 * What was typed, split into a command, its operands and flags; not yet checked against a pipeline.
 *
 * @module
 */
import type { FlagName } from "./flags.ts";

/** What stands for a flag that was given without its optional value. */
export const ALL = "*";

/** The parts of a command line. */
export interface Given {
  /** `null` where none is named. */
  readonly command: string | null;
  readonly operands: readonly string[];
  /** Values of the flags that were given, in order; none for a flag that is on or off. */
  readonly flags: ReadonlyMap<FlagName, readonly string[]>;
  /** The arguments as they were typed. */
  readonly args: readonly string[];
}

/** Whether a flag was given. */
export function isGiven(given: Given, flag: FlagName): boolean {
  return given.flags.has(flag);
}

/** The values of a flag, in order. */
export function valuesOf(given: Given, flag: FlagName): readonly string[] {
  return given.flags.get(flag) ?? [];
}

/** The value of a flag that can be given once, or `undefined`. */
export function valueOf(given: Given, flag: FlagName): string | undefined {
  return given.flags.get(flag)?.[0];
}

/** The value of a flag whose values are whole numbers. */
export function integerOf(given: Given, flag: FlagName): number | undefined {
  const text = valueOf(given, flag);
  return text === undefined ? undefined : Number(text);
}
