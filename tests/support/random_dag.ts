/**
 * Random pipelines for the property test, and an oracle that knows what each stage gives and when it has to
 * run. The oracle shares no code with the engine: it computes values by hand and remembers what it has seen.
 *
 * Stages share modules, with assets and threads of their own; modules share helpers, a package in which
 * files may come into the way of others, and an import map with keys of every kind.
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

/** A stage; its place in the graph and its module stay, the rest can be edited. */
interface StageState {
  readonly inputs: readonly number[];
  readonly module: number;
  readonly readsFile: boolean;
  readonly param: number;
  readonly file: number;
  /** The asset that it declares. */
  readonly asset: number;
  readonly hasThread: boolean;
}

interface ModuleState {
  /** Helpers that it imports. */
  readonly helpers: readonly number[];
  readonly usesPackage: boolean;
  readonly usesMap: boolean;
  readonly factor: number;
  /** What its thread gives. */
  readonly thread: number;
  readonly comment: number;
}

interface HelperState {
  /** A helper with a higher number that it calls. */
  readonly calls: number | null;
  readonly constant: number;
  readonly comment: number;
}

/** Numbers of the files that the import map leads to; without a scope `named` decides for all. */
interface MapState {
  readonly path: number;
  readonly named: number;
  readonly scope: number | null;
}

/** A project at one moment. */
export interface ProjectState {
  readonly stages: readonly StageState[];
  readonly modules: readonly ModuleState[];
  readonly helpers: readonly HelperState[];
  readonly assets: readonly number[];
  /** What each file of {@linkcode PACKAGE} gives; `null` for one that is not there. */
  readonly package: readonly (number | null)[];
  /** Deno reads it when a process starts. */
  readonly map: MapState;
}

/** So few values that a changed stage often gives what it gave before. */
const VALUES = 3;
const HELPERS = 4;
const ASSETS = 3;

const HOME = "vendor/node_modules";
/** Files of a package by the import that they are for; the first that is there is taken. */
const PACKAGE = [
  ["./bar", `${HOME}/p/bar.js`],
  ["./bar", `${HOME}/p/bar.json`],
  ["./bar", `${HOME}/p/bar/index.js`],
  ["q", `${HOME}/p/node_modules/q/index.js`],
  ["q", `${HOME}/q/lib.js`],
  ["q", `${HOME}/q/lib/index.js`],
] as const;
/** These are always there. */
const LAST = [2, 5];

/** A project of 3 to 7 stages. */
export function randomProject(dice: Dice): ProjectState {
  const helpers = Array.from({ length: HELPERS }, (_, i) => ({
    calls: i + 1 < HELPERS && dice.roll(2) === 0 ? i + 1 + dice.roll(HELPERS - i - 1) : null,
    constant: dice.roll(VALUES),
    comment: 0,
  }));
  const some = (count: number) =>
    Array.from({ length: count }, (_, i) => i).filter(() => dice.roll(2) === 0);
  const modules = Array.from({ length: 2 + dice.roll(2) }, () => ({
    helpers: some(HELPERS),
    usesPackage: dice.roll(2) === 0,
    usesMap: dice.roll(2) === 0,
    factor: 1,
    thread: 1,
    comment: 0,
  }));
  const stages = Array.from({ length: 3 + dice.roll(5) }, (_, i) => ({
    inputs: some(i),
    module: dice.roll(modules.length),
    readsFile: dice.roll(2) === 0,
    param: 0,
    file: 0,
    asset: dice.roll(ASSETS),
    hasThread: dice.roll(4) === 0,
  }));
  return {
    stages,
    modules,
    helpers,
    assets: Array.from({ length: ASSETS }, () => dice.roll(VALUES)),
    package: PACKAGE.map((_, i) => LAST.includes(i) ? dice.roll(VALUES) : null),
    map: { path: 0, named: 0, scope: null },
  };
}

/** What may be edited; those that are likelier stand twice. */
const EDITS = [
  ..."param file declared thread factor threadCode comment helper helper".split(" "),
  ..."asset package package package map".split(" "),
];

/** The project after a random edit of a param, a file, code, or something that does not count. */
export function edited(state: ProjectState, dice: Dice): ProjectState {
  const { stages, modules, helpers } = state;
  const [stage, module] = [dice.roll(stages.length), dice.roll(modules.length)];
  const withStage = (change: Partial<StageState>): ProjectState => ({
    ...state,
    stages: stages.with(stage, { ...stages[stage]!, ...change }),
  });
  const withModule = (change: Partial<ModuleState>): ProjectState => ({
    ...state,
    modules: modules.with(module, { ...modules[module]!, ...change }),
  });
  switch (EDITS[dice.roll(EDITS.length)]) {
    case "param":
      return withStage({ param: dice.roll(VALUES) + 1 });
    case "file":
      return withStage({ file: dice.roll(VALUES) });
    case "declared":
      return withStage({ asset: dice.roll(ASSETS) });
    case "thread":
      return withStage({ hasThread: dice.roll(2) === 0 });
    case "factor":
      return withModule({ factor: dice.roll(VALUES) + 1 });
    case "threadCode":
      return withModule({ thread: dice.roll(VALUES) + 1 });
    case "comment":
      return withModule({ comment: dice.roll(1000) });
    case "asset":
      return { ...state, assets: state.assets.with(dice.roll(ASSETS), dice.roll(VALUES)) };
    case "package": {
      const at = dice.roll(PACKAGE.length);
      const isGone = dice.roll(2) === 0 && !LAST.includes(at);
      return { ...state, package: state.package.with(at, isGone ? null : dice.roll(VALUES)) };
    }
    case "map": {
      const scope = dice.roll(2) === 0 ? null : dice.roll(VALUES);
      return { ...state, map: { path: dice.roll(VALUES), named: dice.roll(VALUES), scope } };
    }
    default: {
      const helper = dice.roll(HELPERS);
      const change = dice.roll(3) === 0
        ? { comment: dice.roll(1000) }
        : { constant: dice.roll(VALUES) };
      return { ...state, helpers: helpers.with(helper, { ...helpers[helper]!, ...change }) };
    }
  }
}

/** Stands for the export of the module, which is what the worker executes. */
const declaredThread = (): void => {};

const SPEC = { type: "integer", default: 0, description: "" } as const;

/** The graph; its edges depend on nothing that is edited. */
export function pipelineOf({ stages }: ProjectState, root: string): Pipeline {
  return definePipeline(
    stages.map(({ inputs, readsFile, module, asset, hasThread }, i) => ({
      ...nodeOf(`${root}/modules`, `m${module}`, {
        name: `s${i}`,
        params: { p: SPEC },
        inputs: Object.fromEntries(inputs.map((input) => [`s${input}`, "a number"])),
        assets: { t: { text: `../assets/${asset}.txt` } },
        ...(readsFile ? { files: () => ({ data: `data/${i}.txt` }) } : {}),
        ...(hasThread ? { threads: () => 1, thread: declaredThread } : {}),
      }),
      name: `s${i}`,
      inputs: Object.fromEntries(
        inputs.map((input) => [`s${input}`, { node: `s${input}`, output: "x" }]),
      ),
    })),
  );
}

/** The params of a request. */
export function paramsOf({ stages }: ProjectState): ParamOverrides {
  return Object.fromEntries(stages.map(({ param }, i) => [`s${i}`, { p: param }]));
}

/** The part of `deno.json` that leads imports of the project; it is read when a process starts. */
export function importMapOf({ map: { path, named, scope } }: ProjectState): {
  readonly imports: Readonly<Record<string, string>>;
  readonly scopes: Readonly<Record<string, Readonly<Record<string, string>>>>;
} {
  return {
    imports: { "./mapped/path.ts": `./mapped/${path}.ts`, named: `./mapped/${named}.ts` },
    scopes: scope === null ? {} : { "./modules/": { named: `./mapped/${scope}.ts` } },
  };
}

/** Writes all files but `deno.json`, and removes those of the package that are not there. */
export async function writeProject(state: ProjectState, root: string): Promise<void> {
  const files: Record<string, string> = {
    [`${HOME}/p/package.json`]: `{ "name": "p", "version": "1.0.0" }`,
    [`${HOME}/p/index.cjs`]: `module.exports = require("./bar") + require("q");`,
    [`${HOME}/q/package.json`]: `{ "name": "q", "version": "1.0.0", "main": "./lib" }`,
    "mapped/path.ts": "this is never imported",
  };
  for (let i = 0; i < VALUES; i++) files[`mapped/${i}.ts`] = `export const mapped = ${i};`;
  state.assets.forEach((value, i) => files[`assets/${i}.txt`] = String(value));
  state.helpers.forEach((helper, i) => files[`helpers/h${i}.ts`] = helperCode(helper, i));
  state.modules.forEach((module, i) => files[`modules/m${i}.ts`] = moduleCode(module));
  state.stages.forEach(({ file }, i) => files[`data/${i}.txt`] = String(file));
  for (const [i, [, path]] of PACKAGE.entries()) {
    const value = state.package[i] ?? null;
    if (value !== null) {
      files[path] = path.endsWith(".json") ? `${value}` : `module.exports = ${value};`;
    } // Its folder, too: an empty one counts as a package for nobody.
    else await Deno.remove(`${root}/${path}`).catch(() => {});
  }
  await writeFiles(root, files);
}

function helperCode({ calls, constant, comment }: HelperState, i: number): string {
  const callee = calls === null ? "n" : `h${calls}(n)`;
  return [
    ...(calls === null ? [] : [`import { h${calls} } from "./h${calls}.ts";`]),
    `// ${comment}`,
    `export const h${i} = (n: number): number => ${callee} + ${constant};`,
  ].join("\n");
}

function moduleCode(
  { helpers, usesPackage, usesMap, factor, thread, comment }: ModuleState,
): string {
  const terms = [
    "params.p",
    "sum(Object.values(inputs))",
    "Number(assets.t)",
    "(files.data === undefined ? 0 : Number(new TextDecoder().decode(files.data)))",
    "fromThread(threads)",
    ...(usesPackage ? ["fromPackage"] : []),
    ...(usesMap ? ["path", "named"] : []),
  ];
  const called = helpers.reduce((inner, helper) => `h${helper}(${inner})`, terms.join(" + "));
  return [
    ...helpers.map((helper) => `import { h${helper} } from "../helpers/h${helper}.ts";`),
    ...(usesPackage ? [`import fromPackage from "../${HOME}/p/index.cjs";`] : []),
    ...(usesMap
      ? [
        `import { mapped as path } from "../mapped/path.ts";`,
        `import { mapped as named } from "named";`,
      ]
      : []),
    `// ${comment}`,
    `const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);`,
    `const fromThread = (threads) => {`,
    `  if (threads.count === 0) return 0;`,
    `  const cells = new Int32Array(new SharedArrayBuffer(4));`,
    `  threads.start(cells);`,
    `  Atomics.wait(cells, 0, 0);`,
    `  return cells[0];`,
    `};`,
    `export const thread = (cells) => {`,
    `  Atomics.store(cells, 0, ${thread});`,
    `  Atomics.notify(cells, 0);`,
    `};`,
    `export const run = ({ inputs, params, files, assets, threads }) =>`,
    `  ({ x: (${called}) * ${factor} % ${VALUES} });`,
  ].join("\n");
}

/** Says what a run must execute. */
export class Oracle {
  readonly #seen = new Set<string>();

  /** What each stage gives now, and which ones have to be executed for it, in order. */
  next(state: ProjectState): { values: number[]; executed: string[] } {
    const values: number[] = [];
    const executed: string[] = [];
    state.stages.forEach((stage, i) => {
      const inputs = stage.inputs.map((input) => values[input]!);
      const file = stage.readsFile ? stage.file : null;
      const { code, value } = moduleOf(state, stage);
      const all = JSON.stringify([i, code, stage.param, file, inputs]);
      if (!this.#seen.has(all)) executed.push(`s${i}`);
      this.#seen.add(all);
      const { factor } = state.modules[stage.module]!;
      const sum = inputs.reduce((total, input) => total + input, stage.param + (file ?? 0));
      values.push((sum + value) * factor % VALUES);
    });
    return { values, executed };
  }
}

/** What identifies the code of a stage, and what it adds to the sum of the rest. */
function moduleOf(state: ProjectState, stage: StageState): { code: unknown; value: number } {
  const { helpers, usesPackage, usesMap, factor, thread } = state.modules[stage.module]!;
  const chainOf = (helper: number): readonly number[] => {
    const { calls, constant } = state.helpers[helper]!;
    return [helper, constant, ...(calls === null ? [] : chainOf(calls))];
  };
  const added = (helper: number): number => {
    const { calls, constant } = state.helpers[helper]!;
    return constant + (calls === null ? 0 : added(calls));
  };
  const taken = [[0, 1, 2], [3, 4, 5]].map((among) =>
    among.find((at) => state.package[at] !== null)!
  );
  const fromPackage = taken.map((at) => state.package[at]!);
  const { path, named, scope } = state.map;
  const mapped = [path, scope ?? named];
  const asset = state.assets[stage.asset]!;
  const parts = [
    ...helpers.map(added),
    ...(usesPackage ? fromPackage : []),
    ...(usesMap ? mapped : []),
    asset,
    stage.hasThread ? thread : 0,
  ];
  return {
    code: [
      [factor, asset, helpers.map(chainOf), stage.hasThread ? thread : null],
      // The bundler wraps a file of a package in a function that is named by its path.
      usesPackage ? [taken, fromPackage] : null,
      usesMap ? mapped : null,
    ],
    value: parts.reduce((total, part) => total + part, 0),
  };
}
