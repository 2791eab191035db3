/**
 * Tries mutants of a project and collects the verdicts.
 *
 * @module
 */
import { Checkout } from "./checkout.ts";
import { Baselines, type Evidence, judge } from "./judge.ts";
import { type LookedAt, readLookedAt, withoutLookedAt } from "./looked_at.ts";
import { type Mutant, mutantsOf } from "./mutant.ts";
import type { Options } from "./options.ts";
import type { Judged } from "./report.ts";
import { sampleOf, sourceFilesOf } from "./select.ts";
import { readImporters, testsOf } from "./tests_of.ts";
import { Verdicts } from "./verdicts.ts";

/** What is told while it goes on. */
export interface Observer {
  /** `count` mutants of `total` are tried. */
  started(count: number, total: number): void;
  /** `done` of `count` are judged, this one last. */
  judged(judged: Judged, done: number, count: number): void;
}

/** What came of it. */
export interface Tried {
  readonly judged: readonly Judged[];
  /** Entries of those looked at that match no mutant. */
  readonly stale: readonly LookedAt[];
  /** Test files that fail without any change. */
  readonly failing: readonly string[];
}

/**
 * Tries the chosen mutants, `jobs` at once, until `signal` is aborted.
 *
 * @throws {Error} if there is no such source, it does not parse, or the project cannot be copied.
 */
export async function tryMutants(
  options: Options,
  signal: AbortSignal,
  observer: Observer,
): Promise<Tried> {
  const { root, only, sample, seed, jobs, fresh } = options;
  const files = await sourceFilesOf(root, only);
  if (files.length === 0) throw new Error(`There is no source file in ${only.join(", ") || root}`);
  const all = await mutantsOf(root, files);
  const lookedAt = await readLookedAt(`${root}/tools/mutants/looked_at.json`);
  const { rest, stale } = withoutLookedAt(all, lookedAt);
  const chosen = sampleOf(rest, sample, seed);
  observer.started(chosen.length, all.length);

  const sources = await sourcesOf(options, chosen);
  const verdicts = await Verdicts.open(`${root}/coverage`);
  const baselines = new Baselines(options.graceSeconds);
  const judged: Judged[] = [];
  const queue = chosen.values();
  const work = async (): Promise<void> => {
    await using checkout = new OwnCheckout(root, signal);
    // All workers share the iterator, so each takes what the others have not.
    for (const mutant of queue) {
      const evidence = sources.get(mutant.identity.file)!;
      const known = fresh ? null : await verdicts.of(mutant, evidence);
      const verdict = known ?? await judge(mutant, evidence, await checkout.get(), baselines);
      if (known === null) await verdicts.add(mutant, evidence, verdict);
      judged.push({ mutant, verdict });
      observer.judged({ mutant, verdict }, judged.length, chosen.length);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: jobs }, work));
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected" && !signal.aborted) throw failed.reason;
  return { judged, stale, failing: await baselines.failing() };
}

/** The copy of one worker, made when it is first needed. */
class OwnCheckout implements AsyncDisposable {
  readonly #root: string;
  readonly #signal: AbortSignal;
  #checkout: Promise<Checkout> | undefined;

  constructor(root: string, signal: AbortSignal) {
    this.#root = root;
    this.#signal = signal;
  }

  get(): Promise<Checkout> {
    return this.#checkout ??= Checkout.create(this.#root, this.#signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // One that could not be made has left nothing.
    await (await this.#checkout?.catch(() => undefined))?.[Symbol.asyncDispose]();
  }
}

async function sourcesOf(
  { root, tests: most }: Options,
  mutants: readonly Mutant[],
): Promise<ReadonlyMap<string, Evidence>> {
  const importers = await readImporters(root);
  const files = new Set(mutants.map(({ identity }) => identity.file));
  const read = async (path: string) => [path, await Deno.readTextFile(`${root}/${path}`)] as const;
  return new Map(
    await Promise.all([...files].map(async (file) => {
      const [, text] = await read(file);
      const tests = new Map(await Promise.all(testsOf(file, importers).slice(0, most).map(read)));
      return [file, { text, tests }] as const;
    })),
  );
}
