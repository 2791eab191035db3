/**
 * Decides whether tests notice a mutant: they run one file after the other, until one fails.
 *
 * @module
 */
import type { Checkout } from "./checkout.ts";
import { type Mutant, mutated } from "./mutant.ts";

/** `refused` is a mutant that no test notices, but the compiler does. */
export type Outcome = "killed" | "timed out" | "refused" | "survived";

/** What became of a mutant, and the test file that noticed it. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly by: string | null;
}

/** A test file may take this many times as long as without a change. */
const TIMEOUT_FACTOR = 10;

/** A source file and the tests to run for it. */
export interface Evidence {
  readonly text: string;
  /** Their texts by path, in the order in which they run. */
  readonly tests: ReadonlyMap<string, string>;
}

/** How long test files may take; each is measured without a change before its first use. */
export class Baselines {
  readonly #graceSeconds: number;
  readonly #times = new Map<string, Promise<number | null>>();

  /** `graceSeconds` come on top of ten times what was measured. */
  constructor(graceSeconds: number) {
    this.#graceSeconds = graceSeconds;
  }

  /** Milliseconds, or `null` if the file fails without any change: then it can tell nothing. */
  async timeoutOf(test: string, checkout: Checkout): Promise<number | null> {
    const measured = this.#times.get(test) ?? measure(test, checkout);
    this.#times.set(test, measured);
    const timeMs = await measured;
    return timeMs === null ? null : TIMEOUT_FACTOR * timeMs + 1000 * this.#graceSeconds;
  }

  /** The test files that fail without any change, of those that were measured. */
  async failing(): Promise<string[]> {
    const names = [...this.#times.keys()];
    // An aborted measurement is rejected: it tells nothing.
    const times = await Promise.allSettled(this.#times.values());
    const hasFailed = (time?: PromiseSettledResult<number | null>) =>
      time?.status === "fulfilled" && time.value === null;
    return names.filter((_, i) => hasFailed(times[i])).toSorted();
  }
}

async function measure(test: string, checkout: Checkout): Promise<number | null> {
  const before = performance.now();
  const ending = await checkout.test(test, Infinity);
  return ending === "passed" ? performance.now() - before : null;
}

/** Runs the tests in their order on a copy with the mutant in it. */
export async function judge(
  mutant: Mutant,
  { text, tests }: Evidence,
  checkout: Checkout,
  baselines: Baselines,
): Promise<Verdict> {
  const { file } = mutant.identity;
  const changed = mutated(text, mutant);
  for (const test of tests.keys()) {
    const timeoutMs = await baselines.timeoutOf(test, checkout);
    if (timeoutMs === null) continue;
    const ending = await checkout.withFile(file, changed, () => checkout.test(test, timeoutMs));
    if (ending === "failed") return { outcome: "killed", by: test };
    if (ending === "timed out") return { outcome: "timed out", by: test };
  }
  const hasTypes = await checkout.withFile(file, changed, () => checkout.hasTypes(file));
  return { outcome: hasTypes ? "survived" : "refused", by: null };
}
