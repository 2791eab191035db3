/**
 * Every flag of the command line, once: parsing, checks and help are read from this table.
 *
 * @module
 */

/** What a flag's value must be. */
export type FlagValue =
  | { readonly kind: "text" }
  | { readonly kind: "stage" }
  | { readonly kind: "integer"; readonly min: number }
  | { readonly kind: "choice"; readonly choices: readonly string[] };

/** One flag. */
export interface FlagSpec {
  readonly summary: string;
  /** How help writes the value; a flag without one is on or off. */
  readonly placeholder?: string;
  readonly value?: FlagValue;
  /** May be given several times. */
  readonly repeatable?: boolean;
  /** Means all where it stands without a value, which then needs a `=`. */
  readonly valueOptional?: boolean;
  /** One letter. */
  readonly short?: string;
}

const TEXT = { kind: "text" } as const;
const STAGE = { kind: "stage" } as const;

/** The flags by name, without dashes. */
export const FLAGS = {
  set: {
    placeholder: "STAGE.PARAM=VALUE",
    value: TEXT,
    repeatable: true,
    summary: "overrides one param; repeatable",
  },
  params: {
    placeholder: "FILE",
    value: TEXT,
    summary: 'overrides params from a JSON file { "stage": { "param": value } }; --set wins',
  },
  preset: { placeholder: "NAME", value: TEXT, summary: "takes a named set of params" },
  artifacts: {
    placeholder: "DIR",
    value: TEXT,
    summary: "where artifacts live; default: artifacts in the project folder",
  },
  force: {
    placeholder: "STAGE",
    value: STAGE,
    repeatable: true,
    valueOptional: true,
    summary: "executes even on a hit, everything or one stage",
  },
  rehash: {
    summary: "reads all declared and source files, whatever their times say, and bundles again",
  },
  "without-locks": {
    summary: "on a file system without locks: no other process uses the store meanwhile",
  },
  until: { placeholder: "STAGE", value: STAGE, summary: "only this stage and what it needs" },
  only: {
    placeholder: "STAGE",
    value: STAGE,
    summary: "only this stage; refused if something that it needs is not fresh",
  },
  jobs: {
    placeholder: "N",
    value: { kind: "integer", min: 1 },
    summary: "stages at once; default: one a processor, and one more in a sweep",
  },
  name: {
    placeholder: "NAME",
    value: TEXT,
    summary: "what to call the run, to find it again; no run that succeeded may have this name",
  },
  "keep-going": { summary: "goes on with what does not depend on a failed stage" },
  "exit-code": { summary: "exits 10 when there is work" },
  format: {
    placeholder: "FORMAT",
    value: { kind: "choice", choices: ["text", "mermaid", "dot"] },
    summary: "how the graph is written; default: text",
  },
  run: {
    placeholder: "RUN",
    value: TEXT,
    summary: "what a past run used: the beginning of its id, its name, latest or latest~N",
  },
  limit: {
    placeholder: "N",
    value: { kind: "integer", min: 1 },
    summary: "how many runs are listed at most; default: 10, and 50 of a sweep",
  },
  by: {
    placeholder: "METRIC",
    value: TEXT,
    summary: "the metric that combinations are compared by",
  },
  grid: {
    placeholder: "FILE",
    value: TEXT,
    summary:
      'values to sweep from a JSON file { "stage": { "param": [values] } }, or a list of such',
  },
  yes: { summary: "runs more than 10,000 combinations" },
  sort: {
    placeholder: "METRIC",
    value: TEXT,
    summary: "puts the best first by a headline figure, as its stage declares what is better",
  },
  rename: {
    placeholder: "RUN=NAME",
    value: TEXT,
    summary: "gives one run another name; RUN= takes its name away",
  },
  index: {
    placeholder: "N",
    value: { kind: "integer", min: 0 },
    summary: "one example, counted from 0 along the first axis",
  },
  html: { placeholder: "FILE", value: TEXT, summary: "also writes a page for browsers" },
  repair: { summary: "sets damaged objects aside and makes them again" },
  "keep-runs": {
    placeholder: "N",
    value: { kind: "integer", min: 0 },
    summary: "how many of the newest runs keep what they used, beside named ones; default: all",
  },
  "max-bytes": {
    placeholder: "N",
    value: { kind: "integer", min: 0 },
    summary: "removes older runs until the objects take at most N bytes",
  },
  all: { summary: "also what other pipelines on the store need" },
  "dry-run": { summary: "only says what would be removed" },
  json: { summary: "one JSON document on stdout, people's text on stderr" },
  quiet: { short: "q", summary: "errors and warnings only, and what was asked for" },
  verbose: { short: "v", summary: "also log lines, digests, every reason, stack traces" },
  help: { short: "h", summary: "prints this" },
  version: { summary: "prints the version" },
} as const satisfies { readonly [name: string]: FlagSpec };

/** The name of a flag. */
export type FlagName = keyof typeof FLAGS;

/** All names, in the order of the table. */
export const FLAG_NAMES = Object.keys(FLAGS) as FlagName[];

/** The entry of a flag. */
export function flagSpec(name: FlagName): FlagSpec {
  return FLAGS[name];
}

/** Flags that every command takes. */
export const COMMON_FLAGS = [
  "json",
  "quiet",
  "verbose",
  "help",
  "version",
] as const satisfies readonly FlagName[];

/** Flags that say which params and which store a command is about. */
export const PARAM_FLAGS = [
  "set",
  "params",
  "preset",
  "artifacts",
] as const satisfies readonly FlagName[];

/** The same for commands that look at the files of stages. */
export const PLAN_FLAGS = [...PARAM_FLAGS, "rehash"] as const satisfies readonly FlagName[];

/** Flags that say which stages a run is about. */
export const STAGE_FLAGS = ["force", "until", "only"] as const satisfies readonly FlagName[];
