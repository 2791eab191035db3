/**
 * Random pipelines for the property test, and an oracle that knows what each stage gives and when it has to
 * run. The oracle shares no code with the engine: it computes values by hand and remembers what it has seen.
 *
 * @module
 */
import type { ParamOverrides } from "../../lib/engine/engine.ts";
import { definePipeline, type Pipeline } from "../../lib/engine/graph.ts";
import { nodeOf, writeFiles } from "./one_stage.ts";

/** Random numbers from a seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to `n` - 1. */
  roll(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor(this.#state / 2 ** 32 * n);
  }
}

/** What can be edited of a stage, and its place in the graph, which stays. */
interface StageState {
  readonly inputs: readonly number[];
  /** Helpers that it imports. */
  readonly helpers: readonly number[];
  readonly readsFile: boolean;
  readonly param: number;
  readonly factor: number;
  readonly file: number;
  readonly comment: number;
}

interface HelperState {
  /** A helper with a higher number that it calls. */
  readonly calls: number | null;
  readonly constant: number;
  readonly comment: number;
}

/** A project at one moment. */
export interface ProjectState {
  readonly stages: readonly StageState[];
  readonly helpers: readonly HelperState[];
}

/** So few values that a changed stage often gives what it gave before. */
const VALUES = 3;
const HELPERS = 4;

/** A project of 3 to 7 stages. */
export function randomProject(dice: Dice): ProjectState {
  const helpers = Array.from({ length: HELPERS }, (_, i) => ({
    calls: i + 1 < HELPERS && dice.roll(2) === 0 ? i + 1 + dice.roll(HELPERS - i - 1) : null,
    constant: dice.roll(VALUES),
    comment: 0,
  }));
  const some = (count: number) =>
    Array.from({ length: count }, (_, i) => i).filter(() => dice.roll(2) === 0);
  const stages = Array.from({ length: 3 + dice.roll(5) }, (_, i) => ({
    inputs: some(i),
    helpers: some(HELPERS),
    readsFile: dice.roll(2) === 0,
    param: 0,
    factor: 1,
    file: 0,
    comment: 0,
  }));
  return { stages, helpers };
}

/** The project after a random edit of a param, a file, code, or something that does not count. */
export function edited({ stages, helpers }: ProjectState, dice: Dice): ProjectState {
  const at = dice.roll(stages.length);
  const what = (["param", "file", "factor", "comment", "helper", "helper"] as const)[dice.roll(6)]!;
  if (what !== "helper") {
    const value = what === "comment" ? dice.roll(1000) : dice.roll(VALUES) + 1;
    return { stages: stages.with(at, { ...stages[at]!, [what]: value }), helpers };
  }
  const helper = dice.roll(HELPERS);
  const change = dice.roll(3) === 0
    ? { comment: dice.roll(1000) }
    : { constant: dice.roll(VALUES) };
  return { stages, helpers: helpers.with(helper, { ...helpers[helper]!, ...change }) };
}

const SPEC = { type: "integer", default: 0, description: "" } as const;

/** The graph; it depends on nothing that is edited. */
export function pipelineOf({ stages }: ProjectState, root: string): Pipeline {
  return definePipeline(stages.map(({ inputs, readsFile }, i) => ({
    ...nodeOf(root, `s${i}`, {
      params: { p: SPEC },
      inputs: Object.fromEntries(inputs.map((input) => [`s${input}`, "a number"])),
      ...(readsFile ? { files: () => ({ data: `data/${i}.txt` }) } : {}),
    }),
    inputs: Object.fromEntries(
      inputs.map((input) => [`s${input}`, { node: `s${input}`, output: "x" }]),
    ),
  })));
}

/** The params of a request. */
export function paramsOf({ stages }: ProjectState): ParamOverrides {
  return Object.fromEntries(stages.map(({ param }, i) => [`s${i}`, { p: param }]));
}

/** Writes all files. */
export async function writeProject(
  { stages, helpers }: ProjectState,
  root: string,
): Promise<void> {
  const files: Record<string, string> = {};
  helpers.forEach(({ calls, constant, comment }, i) => {
    const callee = calls === null ? "n" : `h${calls}(n)`;
    files[`helpers/h${i}.ts`] = [
      ...(calls === null ? [] : [`import { h${calls} } from "./h${calls}.ts";`]),
      `// ${comment}`,
      `export const h${i} = (n: number): number => ${callee} + ${constant};`,
    ].join("\n");
  });
  stages.forEach((stage, i) => {
    files[`data/${i}.txt`] = String(stage.file);
    files[`s${i}.ts`] = stageCode(stage);
  });
  await writeFiles(root, files);
}

function stageCode({ inputs, helpers, readsFile, factor, comment }: StageState): string {
  const terms = [
    "params.p",
    ...inputs.map((input) => `inputs.s${input}`),
    ...(readsFile ? ["Number(new TextDecoder().decode(files.data))"] : []),
  ];
  const called = helpers.reduce((inner, helper) => `h${helper}(${inner})`, terms.join(" + "));
  return [
    ...helpers.map((helper) => `import { h${helper} } from "./helpers/h${helper}.ts";`),
    `// ${comment}`,
    `export const run = ({ inputs, params, files }) => ({ x: (${called}) * ${factor} % ${VALUES} });`,
  ].join("\n");
}

/** Says what a run must execute. */
export class Oracle {
  readonly #seen = new Set<string>();

  /** What each stage gives now, and which ones have to be executed for it, in order. */
  next({ stages, helpers }: ProjectState): { values: number[]; executed: string[] } {
    const values: number[] = [];
    const executed: string[] = [];
    const chainOf = (helper: number): readonly number[] => {
      const { calls, constant } = helpers[helper]!;
      return [helper, constant, ...(calls === null ? [] : chainOf(calls))];
    };
    const added = (helper: number): number => {
      const { calls, constant } = helpers[helper]!;
      return constant + (calls === null ? 0 : added(calls));
    };
    stages.forEach((stage, i) => {
      const inputs = stage.inputs.map((input) => values[input]!);
      const file = stage.readsFile ? stage.file : null;
      const code = [stage.factor, stage.helpers.map(chainOf)];
      const all = JSON.stringify([i, code, stage.param, file, inputs]);
      if (!this.#seen.has(all)) executed.push(`s${i}`);
      this.#seen.add(all);
      const sum = inputs.reduce((total, value) => total + value, stage.param + (file ?? 0));
      const helped = stage.helpers.reduce((total, helper) => total + added(helper), sum);
      values.push(helped * stage.factor % VALUES);
    });
    return { values, executed };
  }
}
