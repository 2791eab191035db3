/**
 * Writes a project of this engine for a graph: one small stage a step, each in a file of its own.
 *
 * @module
 */
import { fromFileUrl } from "../lib/engine/paths.ts";
import type { Step } from "./dag.ts";

const repository = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");

/** What a generated stage does. */
export interface StageKind {
  /** Statements that end in the definition of `x`, the stage's output; `sum` adds up its inputs. */
  readonly body: string;
}

/** Adds up. */
export const ADDING: StageKind = { body: "const x = sum + 1;" };

/** Writes the project into an empty folder. It runs with the flags of `deno task pipeline`, in that folder. */
export async function generateProject(
  folder: string,
  steps: readonly Step[],
  kind: StageKind = ADDING,
): Promise<void> {
  const config = JSON.parse(await Deno.readTextFile(`${repository}/deno.json`));
  const { workspace: _, tasks: __, ...rest } = config;
  const imports = { ...rest.imports, "lib/": new URL("../lib/", import.meta.url).href };
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ ...rest, imports }, null, 2));
  await Deno.copyFile(`${repository}/deno.lock`, `${folder}/deno.lock`);
  await Deno.symlink(`${repository}/node_modules`, `${folder}/node_modules`, { type: "dir" });
  await Deno.mkdir(`${folder}/stages`);
  for (const step of steps) {
    await Deno.writeTextFile(`${folder}/stages/${step.name}.ts`, stageText(step, kind));
  }
  await Deno.writeTextFile(`${folder}/pipeline.ts`, pipelineText(steps));
}

function stageText({ name, needs }: Step, { body }: StageKind): string {
  const inputs = needs.map((need) => `${need}: number`).join("; ");
  const descriptions = needs.map((need) => `${need}: "a number"`).join(", ");
  const sum = needs.map((need) => `inputs.${need}`).join(" + ") || "0";
  return `import { defineStage, type StageContext } from "lib/engine/stage.ts";

export function run({ inputs }: StageContext<{ ${inputs} }, Record<never, never>>) {
  const sum = ${sum};
  ${body}
  return { x };
}

export const ${name} = defineStage({
  module: import.meta.url,
  name: "${name}",
  description: "a step of a benchmark",
  inputs: { ${descriptions} },
  params: {},
  outputs: { x: "a number" },
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
