/**
 * A project of one stage whose files, import map and packages a test edits. Its command line is the real
 * one, with the permissions of the tasks, in a process of its own: Deno reads an import map once.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import { artifactDigest } from "../../lib/codec/digest.ts";
import type { Value } from "../../lib/codec/value.ts";
import { type StageJson, TestProject } from "./project.ts";
import { reasonTexts } from "./what_ran.ts";

/** A pipeline whose stages are all files of `stages/` that `nodes` names; each exports `stage`. */
export function pipelineText(nodes: readonly string[]): string {
  return [
    `import { main } from "./lib/cli/main.ts";`,
    `import { connect, definePipeline } from "./lib/engine/graph.ts";`,
    ...nodes.map((name) => `import { stage as ${name} } from "./stages/${name}.ts";`),
    `const program = {`,
    `  pipeline: definePipeline([${nodes.map((name) => `connect(${name}, {})`).join(", ")}]),`,
    `  module: import.meta.url,`,
    `  version: "0.0.0",`,
    `  presets: {},`,
    `};`,
    `if (import.meta.main) Deno.exit(await main(program, Deno.args));`,
  ].join("\n");
}

/** A stage without inputs that gives `x`: imports, then the value as an expression. */
export function stageText(name: string, imports: string, value: string, assets = "{}"): string {
  return [
    `import { defineStage } from "../lib/engine/stage.ts";`,
    imports,
    `export const run = ({ assets }) => ({ x: ${value} });`,
    `export const stage = defineStage({`,
    `  module: import.meta.url, name: "${name}", description: "made by a test",`,
    `  inputs: {}, params: {}, outputs: { x: "anything" }, assets: ${assets}, run,`,
    `});`,
  ].join("\n");
}

/** A project whose only stage is `stages/one.ts`. */
export async function oneStageProject(
  imports: string,
  value: string,
  files: Readonly<Record<string, string>>,
): Promise<TestProject> {
  const project = await TestProject.create();
  await project.write("pipeline.ts", pipelineText(["one"]));
  await project.write("stages/one.ts", stageText("one", imports, value));
  for (const [path, text] of Object.entries(files)) await project.write(path, text);
  return project;
}

/** Changes the project's `deno.json`: fields that are given replace those that are there. */
export async function configure(
  project: TestProject,
  { imports = {}, ...fields }: {
    readonly imports?: Record<string, string>;
    [field: string]: unknown;
  },
): Promise<void> {
  const path = `${project.root}/deno.json`;
  const config = JSON.parse(await Deno.readTextFile(path));
  const changed = { ...config, ...fields, imports: { ...config.imports, ...imports } };
  await Deno.writeTextFile(path, JSON.stringify(changed));
}

/** What a run did to each stage: its state, and its reasons if it was executed. */
export async function runAsTask(
  project: TestProject,
  ...args: string[]
): Promise<Map<string, StageJson>> {
  const { code, stdout, stderr } = await project.asTask("run", "--json", ...args);
  assertEquals(code, 0, stderr + stdout);
  const { stages } = JSON.parse(stdout) as { readonly stages: readonly StageJson[] };
  return new Map(stages.map((stage) => [stage.name, stage]));
}

/** Runs, and says whether the stage's output `x` is `value`, and why it was executed; `[]` if it was not. */
export async function reasonsFor(
  project: TestProject,
  value: Value,
  name = "one",
): Promise<readonly string[]> {
  const stage = (await runAsTask(project)).get(name);
  assertEquals<string | undefined>(
    stage?.outputs["x"]?.digest,
    await artifactDigest(encodeArtifact(value)),
    `the stage gives ${JSON.stringify(value)}`,
  );
  return stage?.state === "ran" ? reasonTexts(stage) : [];
}
