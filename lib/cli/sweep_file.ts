/**
 * Writes the page on a sweep.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import type { Engine, SweptRun } from "../engine/engine.ts";
import type { Edge } from "../engine/graph.ts";
import type { ArtifactInfo } from "../engine/result.ts";
import { type PagePlace, writePage } from "./page_file.ts";
import type { SweepPageFacts, SweepPageSource } from "./sweep_page.ts";

/** Where a page goes, and what it is about. */
export interface SweepFile extends PagePlace {
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
  { runs, facts, ...place }: SweepFile,
): Promise<number> {
  const page = await load();
  const parts: unknown[] = [];
  for (const run of runs) {
    const artifacts = await artifactsOf(engine, run, takes);
    // `defineSweepPage` has held the types of the edges against those that `pick` takes.
    parts.push(artifacts === null ? null : page.pick(artifacts as never));
  }
  return await writePage(
    page,
    place,
    (assets) => page.render({ parts: parts as never, facts, assets }),
  );
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
