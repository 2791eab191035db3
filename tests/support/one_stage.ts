/**
 * Pipelines of single stages whose code is a text of the test's.
 *
 * @module
 */
import { openEngine } from "../../lib/engine/open.ts";
import { type AnyStage, definePipeline, type Node } from "../../lib/engine/graph.ts";
import { toFileUrl } from "../../lib/engine/paths.ts";
import type { RunRequest } from "../../lib/engine/engine.ts";
import type { RunResult, StageResult } from "../../lib/engine/result.ts";
import { temporaryFolder } from "./temporary.ts";

/** Writes `files` into `root`. */
export async function writeFiles(
  root: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const target = `${root}/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(target, text);
  }
}

/** A node without inputs whose `run` stands in `root/name.ts`; its one output is `x`. */
export function nodeOf(root: string, name: string, more: Partial<AnyStage> = {}): Node {
  const stage: AnyStage = {
    module: toFileUrl(`${root}/${name}.ts`),
    name,
    description: "made by a test",
    inputs: {},
    params: {},
    outputs: { x: "anything" },
    ...more,
  };
  return { name, stage, inputs: {} };
}

/** Runs one stage in a world of its own. */
export async function runStage(
  code: string,
  more: Partial<AnyStage> = {},
  request: RunRequest = {},
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly run: RunResult; readonly stage: StageResult; readonly value: unknown }> {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": code, ...files });
  const pipeline = definePipeline([nodeOf(folder.path, "stage", more)]);
  using engine = openEngine({ pipeline, root: folder.path });
  const run = await engine.run(request);
  const [stage] = run.stages;
  if (stage === undefined) throw new Error("the run has no stage");
  const artifact = "outputs" in stage ? stage.outputs["x"] : undefined;
  return { run, stage, value: artifact === undefined ? undefined : await engine.read(artifact) };
}

/** The message with which a stage failed. */
export function failureOf(stage: StageResult): string {
  if (stage.state !== "failed") throw new Error(`the stage did not fail: ${stage.state}`);
  return stage.error.message;
}
