/**
 * What a pipeline tells its command line about itself.
 *
 * @module
 */
import { isOneLine } from "../engine/declaration.ts";
import type { ParamOverrides } from "../engine/engine.ts";
import type { UsageProblem } from "../engine/errors.ts";
import type { Edge, Pipeline } from "../engine/graph.ts";
import { folderOf, fromFileUrl } from "../engine/paths.ts";
import { paramProblems } from "../engine/request.ts";
import type { Comparison } from "./comparison.ts";
import type { Exporter } from "./exporter.ts";
import type { RunFacts } from "./run_facts.ts";
import { shellWord } from "./shell.ts";
import type { SweepSettings } from "./sweep_page.ts";

/** A named set of params. */
export interface Preset {
  readonly description: string;
  readonly params: ParamOverrides;
}

/** The page artifact, and how run facts get into it. */
export interface ReportPage {
  readonly page: Edge<string>;
  readonly withRunFacts: (page: string, facts: RunFacts) => string | Promise<string>;
}

/** Absolute path of a program's project folder. */
export function projectFolder({ module }: Program): string {
  return folderOf(fromFileUrl(module));
}

/** What people type to start a program. */
export function commandOf({ command = "deno task pipeline" }: Program): string {
  return command;
}

/** What was typed, as one line that can be typed again. */
export function typedLine(program: Program, args: readonly string[]): string {
  return [commandOf(program), ...args.map(shellWord)].join(" ");
}

/** A pipeline with what the command line needs to know of it. */
export interface Program {
  readonly pipeline: Pipeline;
  /** `import.meta.url` of the project's `pipeline.ts`: its folder is the project folder. */
  readonly module: string;
  /** What people type to start it, up to the name of a command. Default: `deno task pipeline`. */
  readonly command?: string;
  readonly version: string;
  /** Named sets of params, for `--preset`. Default: none. */
  readonly presets?: { readonly [name: string]: Preset };
  /** Left out by a pipeline that makes no page. */
  readonly report?: ReportPage;
  /** Formats of `export` beside those that fit any artifact. Default: none. */
  readonly exporters?: readonly Exporter[];
  /** How this pipeline's params are chosen. Default: by no metric. */
  readonly sweep?: SweepSettings;
  /** The page of `diff --html`. Left out by a pipeline that has none. */
  readonly comparison?: Comparison;
}

/** What is wrong with a program, all at once: its graph, and what it says of outputs and params. */
export function programProblems(program: Program): UsageProblem[] {
  const { pipeline, module, presets = {}, exporters = [], report, comparison, sweep } = program;
  const problem = (subject: string, message: string): UsageProblem[] => [{ subject, message }];
  const metrics = pipeline.nodes.flatMap(({ stage }) => Object.keys(stage.metrics ?? {}));
  return [
    ...(module.startsWith("file:") ? [] : problem(
      "module",
      `The program's module is "${module}", expected the \`import.meta.url\` of a file`,
    )),
    ...pipeline.problems,
    ...Object.entries(presets).flatMap(([name, preset]) => presetProblems(name, preset, pipeline)),
    ...edgeProblems("The report", report === undefined ? {} : { page: report.page }, pipeline),
    ...exporters.flatMap(({ output, extension, takes }) => [
      ...edgeProblems(`The format ".${extension}"`, { output, ...takes }, pipeline),
      ...(/^[a-z0-9]+$/.test(extension) ? [] : problem(
        extension,
        `The format ".${extension}" must be named in lower-case letters and digits, without a point`,
      )),
    ]),
    ...edgeProblems("The comparison", comparison?.takes ?? {}, pipeline),
    ...edgeProblems("The page on sweeps", sweep?.page?.takes ?? {}, pipeline),
    ...(sweep === undefined || metrics.includes(sweep.by) ? [] : problem(
      sweep.by,
      `Sweeps are compared by the metric "${sweep.by}", which no stage declares`,
    )),
  ];
}

function presetProblems(name: string, { params }: Preset, pipeline: Pipeline): UsageProblem[] {
  const where = `preset ${JSON.stringify(name)}`;
  const misnamed = isOneLine(name)
    ? []
    : [{ subject: name, message: `The name of ${where} must be a text on one line` }];
  const unfit = paramProblems(pipeline, params).map(({ subject, message }) => ({
    subject,
    message: `${message} (in ${where})`,
  }));
  return [...misnamed, ...unfit];
}

/** Past the type checker, an output that a node does not have is no edge at all. */
function edgeProblems(
  what: string,
  takes: { readonly [name: string]: Edge<unknown> | undefined },
  { nodes }: Pipeline,
): UsageProblem[] {
  return Object.entries(takes).flatMap(([name, edge]) => {
    const node = nodes.find((one) => one.name === edge?.node);
    if (edge !== undefined && Object.hasOwn(node?.stage.outputs ?? {}, edge.output)) return [];
    const found = edge === undefined ? "nothing" : `"${edge.node}.${edge.output}"`;
    const message = `${what} takes ${found} as "${name}", which is no output of the pipeline`;
    return [{ subject: name, message }];
  });
}
