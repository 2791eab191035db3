/**
 * Writes the page that sets two runs side by side.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import { Bundler } from "../engine/code/bundler.ts";
import type { Engine, PastRun } from "../engine/engine.ts";
import { UsageError } from "../engine/errors.ts";
import { artifactOfRun } from "../engine/run_artifacts.ts";
import type { RunDifference } from "../engine/run_difference.ts";
import type { Comparison } from "./comparison.ts";
import { diffDocument } from "./diff_document.ts";
import { writeFile } from "./write_file.ts";

/** Where a page goes, and what it is about. */
export interface ComparisonFile {
  /** Absolute path of the project folder. */
  readonly root: string;
  /** Absolute path of the page. */
  readonly file: string;
  /** The same as people read it. */
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
  { root, file, shownFile, difference }: ComparisonFile,
): Promise<number> {
  const before = await artifactsOf(engine, difference.before, takes);
  const after = await artifactsOf(engine, difference.after, takes);
  const page = await load();
  using bundler = new Bundler(root);
  const assets = await bundler.assets(page);
  const facts = diffDocument(difference, shownFile);
  // `defineComparison` has held the types of the edges against those that `render` takes.
  const text = await page.render({ before, after, facts, assets } as never).catch(refuseUnfit);
  const bytes = new TextEncoder().encode(text);
  await writeFile(file, bytes);
  return bytes.length;
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
