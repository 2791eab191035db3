/**
 * What was to be reached, and whether it was.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result

/** One figure. */
export interface Target {
  readonly what: string;
  /** What was measured; `null` where a peer is missing. */
  readonly measured: number | null;
  /** Where the good side begins, and which one that is. */
  readonly bound: number;
  readonly isLimit: boolean;
  readonly unit: string;
}

/** At most so much. */
export function atMost(what: string, bound: number, unit: string, measured: number | null): Target {
  return { what, bound, unit, measured, isLimit: true };
}

/** At least so much. */
export function atLeast(
  what: string,
  bound: number,
  unit: string,
  measured: number | null,
): Target {
  return { what, bound, unit, measured, isLimit: false };
}

/** How many times `a` is `b`; `null` if either is missing. */
export function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a / b;
}

/** A table of all. */
export function printTargets(targets: readonly Target[]): void {
  console.log("\nTargets: medians of one thread, the best of two threads and of the stage\n");
  for (const { what, measured, bound, isLimit, unit } of targets) {
    const wanted = `${isLimit ? "at most" : "at least"} ${bound} ${unit}`;
    const found = measured === null ? "not measured" : `${measured.toFixed(2)} ${unit}`;
    const isReached = measured !== null && (isLimit ? measured <= bound : measured >= bound);
    const verdict = measured === null ? "" : isReached ? "reached" : "MISSED";
    console.log(`${what.padEnd(56)} ${wanted.padEnd(18)} ${found.padEnd(14)} ${verdict}`);
  }
}
