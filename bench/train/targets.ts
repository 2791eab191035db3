/**
 * Prints targets and whether they are reached.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result

/** One target. */
export interface Target {
  readonly name: string;
  /** The measured value; `null` if a peer is missing. */
  readonly measured: number | null;
  readonly bound: number;
  /** Whether `bound` is an upper bound; otherwise it is a lower bound. */
  readonly isUpper: boolean;
  readonly unit: string;
}

/** A target with an upper bound. */
export function atMost(name: string, bound: number, unit: string, measured: number | null): Target {
  return { name, bound, unit, measured, isUpper: true };
}

/** A target with a lower bound. */
export function atLeast(
  name: string,
  bound: number,
  unit: string,
  measured: number | null,
): Target {
  return { name, bound, unit, measured, isUpper: false };
}

/** `a` divided by `b`; `null` if either is missing. */
export function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a / b;
}

/** Prints a table of targets. */
export function printTargets(targets: readonly Target[]): void {
  console.log("\nTargets: medians of one thread, the best of two threads and of the stage\n");
  for (const { name, measured, bound, isUpper, unit } of targets) {
    const target = `${isUpper ? "at most" : "at least"} ${bound} ${unit}`;
    const found = measured === null ? "not measured" : `${measured.toFixed(2)} ${unit}`;
    const isReached = measured !== null && (isUpper ? measured <= bound : measured >= bound);
    const verdict = measured === null ? "" : isReached ? "reached" : "MISSED";
    console.log(`${name.padEnd(56)} ${target.padEnd(18)} ${found.padEnd(14)} ${verdict}`);
  }
}
