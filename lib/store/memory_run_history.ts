/**
 * Runs of the past of a store in memory.
 *
 * @module
 */
import type { RunHistory, StoredRun } from "./store.ts";

/** The history that `read` gives, newest first, whenever it is asked. */
export class MemoryRunHistory implements RunHistory {
  readonly #read: () => readonly StoredRun[];

  constructor(read: () => readonly StoredRun[]) {
    this.#read = read;
  }

  get #runs(): readonly StoredRun[] {
    return this.#read();
  }

  count(): number {
    return this.#runs.length;
  }

  has(id: string): boolean {
    return this.withId(id) !== null;
  }

  newest(limit: number, skipped: number): StoredRun[] {
    return this.#runs.slice(skipped, skipped + limit);
  }

  withId(id: string): StoredRun | null {
    return this.#runs.find((run) => run.id === id) ?? null;
  }

  withPrefix(prefix: string, limit: number): StoredRun[] {
    return this.#runs.filter(({ id }) => id.startsWith(prefix)).slice(0, limit);
  }

  named(name: string): StoredRun | null {
    return this.#runs.find((run) => run.name === name) ?? null;
  }

  names(): string[] {
    return this.#runs.flatMap(({ name }) => name ?? []);
  }

  running(): StoredRun[] {
    return this.#runs.filter(({ outcome }) => outcome === "running");
  }

  hasMetric(metric: string): boolean {
    return this.#runs.some(({ metrics }) => Object.hasOwn(metrics, metric));
  }

  metrics(): string[] {
    return [...new Set(this.#runs.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  }

  sortedBy(metric: string, order: "ascending" | "descending", limit: number): StoredRun[] {
    const sign = order === "ascending" ? 1 : -1;
    const last = sign * Infinity;
    const valueOf = ({ metrics }: StoredRun): number => metrics[metric] ?? last;
    return this.#runs
      .toSorted((a, b) => (valueOf(a) === valueOf(b) ? 0 : sign * (valueOf(a) - valueOf(b))))
      .slice(0, limit);
  }
}
