/**
 * Writes the page that sets two runs side by side.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import type { Engine, PastRun } from "../engine/engine.ts";
import { UsageError } from "../engine/errors.ts";
import { artifactOfRun } from "../engine/run_artifacts.ts";
import type { RunDifference } from "../engine/run_difference.ts";
import type { Comparison } from "./comparison.ts";
import { diffDocument } from "./diff_document.ts";
import { type PagePlace, writePage } from "./page_file.ts";

/** Where a page goes, and what it is about. */
export interface ComparisonFile extends PagePlace {
  /** The path of the page as people read it. */
  readonly shownFile: string;
  readonly difference: RunDifference;
}

/**
 * Writes the page; gives its size in bytes.
 *
 * @throws {UsageError} if one of the runs did not make an artifact that the page shows, or the page
 * refuses what it made.
 * @throws {EnvironmentError} if the file cannot be written.
 */
export async function writeComparison(
  engine: Engine,
  { takes, load }: Comparison,
  { shownFile, difference, ...place }: ComparisonFile,
): Promise<number> {
  const before = await artifactsOf(engine, difference.before, takes);
  const after = await artifactsOf(engine, difference.after, takes);
  const page = await load();
  const facts = diffDocument(difference, shownFile);
  // `defineComparison` has held the types of the edges against those that `render` takes.
  return await writePage(
    page,
    place,
    (assets) => page.render({ before, after, facts, assets } as never).catch(refuseUnfit),
  );
}

/** A page refuses artifacts that do not fit one another, as those of other code may. */
function refuseUnfit(error: unknown): never {
  if (!(error instanceof RangeError)) throw error;
  throw new UsageError([{ subject: "--html", message: error.message }]);
}

async function artifactsOf(
  engine: Engine,
  run: PastRun,
  takes: Comparison["takes"],
): Promise<{ readonly [name: string]: Value }> {
  const found = await Promise.all(
    Object.entries(takes).map(async ([name, edge]) =>
      [name, await artifactOfRun(engine, run.id, edge)] as const
    ),
  );
  const values: { [name: string]: Value } = {};
  for (const [name, artifact] of found) values[name] = await engine.read(artifact);
  return values;
}
