/**
 * What a pipeline tells its command line about itself.
 *
 * @module
 */
import type { ParamOverrides } from "../engine/engine.ts";
import type { Edge, Pipeline } from "../engine/graph.ts";
import { folderOf, fromFileUrl } from "../engine/paths.ts";
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
  readonly presets: { readonly [name: string]: Preset };
  /** Left out by a pipeline that makes no page. */
  readonly report?: ReportPage;
  /** Formats of `export` beside those that fit any artifact. Default: none. */
  readonly exporters?: readonly Exporter[];
  /** How this pipeline's params are chosen. Default: by no metric. */
  readonly sweep?: SweepSettings;
  /** The page of `diff --html`. Left out by a pipeline that has none. */
  readonly comparison?: Comparison;
}
