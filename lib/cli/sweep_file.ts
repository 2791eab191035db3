/**
 * Writes the page on a sweep.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import type { Engine, SweptRun } from "../engine/engine.ts";
import type { Edge } from "../engine/graph.ts";
import type { ArtifactInfo } from "../engine/result.ts";
import { bundleAssets } from "../engine/code/bundle.ts";
import type { SweepPageFacts, SweepPageSource } from "./sweep_page.ts";
import { writeFile } from "./write_file.ts";

/** Where a page goes, and what it is about. */
export interface SweepFile {
  /** Absolute path of the project folder. */
  readonly root: string;
  /** Absolute path of the page. */
  readonly file: string;
  /** In the order of the facts. */
  readonly runs: readonly SweptRun[];
  readonly facts: SweepPageFacts;
}

/**
 * Writes the page; gives its size in bytes.
 *
 * @throws {IntegrityError} if an artifact is damaged.
 * @throws {EnvironmentError} if the file cannot be written.
 */
export async function writeSweep(
  engine: Engine,
  { takes, load }: SweepPageSource,
  { root, file, runs, facts }: SweepFile,
): Promise<number> {
  const page = await load();
  const parts: unknown[] = [];
  for (const run of runs) {
    const artifacts = await artifactsOf(engine, run, takes);
    // `defineSweepPage` has held the types of the edges against those that `pick` takes.
    parts.push(artifacts === null ? null : page.pick(artifacts as never));
  }
  const assets = await bundleAssets(page, root);
  const text = await page.render({ parts: parts as never, facts, assets });
  const bytes = new TextEncoder().encode(text);
  await writeFile(file, bytes);
  return bytes.length;
}

/** `null` if the run has not made all of them. */
async function artifactsOf(
  engine: Engine,
  run: SweptRun,
  takes: SweepPageSource["takes"],
): Promise<{ readonly [name: string]: Value } | null> {
  const values: { [name: string]: Value } = {};
  for (const [name, edge] of Object.entries(takes)) {
    const artifact = artifactAt(run, edge);
    if (artifact === null) return null;
    values[name] = await engine.read(artifact);
  }
  return values;
}

function artifactAt({ stages }: SweptRun, { node, output }: Edge<unknown>): ArtifactInfo | null {
  const stage = stages.find(({ name }) => name === node);
  return stage !== undefined && "outputs" in stage ? stage.outputs[output] ?? null : null;
}
