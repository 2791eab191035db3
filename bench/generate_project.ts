/**
 * Writes a project of this engine for a graph, with one small stage for each step, each in its own file.
 *
 * @module
 */
import { fromFileUrl } from "../lib/engine/paths.ts";
import type { Step } from "./dag.ts";
import { taskFlags } from "./task_flags.ts";

const repository = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");

/** Returns statements that define `x`, the stage's output; they may use `inputs` by step name. */
export type StageBody = (step: Step) => string;

/** The body of a stage that returns 1 plus its inputs. */
export function adding({ needs }: Step): string {
  return `const x = ${["1", ...needs.map((need) => `inputs.${need}`)].join(" + ")};`;
}

/** The command that runs a generated project. It has all permissions: the packages are in another folder. */
export async function projectCommand(...args: string[]): Promise<string[]> {
  const flags = (await taskFlags()).filter((flag) => !flag.startsWith("--allow-"));
  return [Deno.execPath(), ...flags, "--allow-all", "pipeline.ts", ...args];
}

/** Writes the project into an empty folder. */
export async function generateProject(
  folder: string,
  steps: readonly Step[],
  body: StageBody = adding,
): Promise<void> {
  const config = JSON.parse(await Deno.readTextFile(`${repository}/deno.json`));
  const { workspace: _, tasks: __, ...rest } = config;
  const imports = { ...rest.imports, "lib/": new URL("../lib/", import.meta.url).href };
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ ...rest, imports }, null, 2));
  await Deno.copyFile(`${repository}/deno.lock`, `${folder}/deno.lock`);
  await Deno.symlink(`${repository}/node_modules`, `${folder}/node_modules`, { type: "dir" });
  await Deno.mkdir(`${folder}/stages`);
  for (const step of steps) {
    await Deno.writeTextFile(`${folder}/stages/${step.name}.ts`, stageText(step, body));
  }
  await Deno.writeTextFile(`${folder}/pipeline.ts`, pipelineText(steps));
}

function stageText(step: Step, body: StageBody): string {
  const { name, needs } = step;
  const descriptions = needs.map((need) => `${need}: "an artifact"`).join(", ");
  return `import { defineStage, tensor } from "lib/engine/stage.ts";

export function run({ inputs, progress }) {
  ${body(step)}
  return { x };
}

export const ${name} = defineStage({
  module: import.meta.url,
  name: "${name}",
  description: "a step of a benchmark",
  inputs: { ${descriptions} },
  params: {},
  outputs: { x: "an artifact" },
  run,
});
`;
}

function pipelineText(steps: readonly Step[]): string {
  const imports = steps.map(({ name }) => `import { ${name} } from "./stages/${name}.ts";`);
  const nodes = steps.map(({ name, needs }) =>
    `const ${name}_ = connect(${name}, { ${
      needs.map((need) => `${need}: ${need}_.outputs.x`).join(", ")
    } });`
  );
  return `import { main } from "lib/cli/main.ts";
import { connect, definePipeline } from "lib/engine/graph.ts";
${imports.join("\n")}

${nodes.join("\n")}

const pipeline = definePipeline([${steps.map(({ name }) => `${name}_`).join(", ")}]);
const program = { pipeline, module: import.meta.url, version: "0.0.0", presets: {} };
if (import.meta.main) Deno.exit(await main(program, Deno.args));
`;
}
