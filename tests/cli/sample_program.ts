/**
 * A program of three stages for tests of the command line, with plans and results as an engine would
 * give them.
 *
 * @module
 */
import { type CacheKey, type Digest, parseCacheKey, parseDigest } from "../../lib/codec/digest.ts";
import { tensor, type Value } from "../../lib/codec/value.ts";
import { connect, definePipeline } from "../../lib/engine/graph.ts";
import type { ArtifactInfo, RunResult, StagePlan, StageResult } from "../../lib/engine/result.ts";
import { defineStage, type ParamSchema, type StageContext } from "../../lib/engine/stage.ts";
import {
  type Compared,
  defineComparison,
  defineExporter,
  defineSweepPage,
  type Program,
  type SweptParts,
} from "../../lib/cli/main.ts";

const sourceSchema = {
  count: { type: "integer", default: 3, min: 1, max: 10, description: "how many numbers" },
  factor: { type: "number", default: 0.5, min: 0, description: "what each is multiplied by" },
  loud: { type: "boolean", default: false, description: "whether it logs" },
  mode: { type: "choice", default: "up", choices: ["up", "down"], description: "the order" },
  folder: { type: "string", default: "", maxLength: 100, description: "where numbers come from" },
  host: { type: "string", default: "", description: "which host has numbers" },
} as const satisfies ParamSchema;

type Source = { readonly numbers: Value };

const source = connect(
  defineStage({
    module: "file:///sample/source.ts",
    name: "source",
    description: "gives numbers",
    inputs: {},
    params: sourceSchema,
    outputs: { numbers: "numbers", notes: "a text" },
    files: ({ folder }) => (folder === "" ? {} : { list: `${folder}/list.txt` }),
    net: ({ host }) => (host === "" ? [] : [host]),
    run: (_: StageContext<object, typeof sourceSchema, "list">) => ({ numbers: 1, notes: "" }),
  }),
  {},
);
const total = connect(
  defineStage({
    module: "file:///sample/total.ts",
    name: "total",
    description: "adds numbers up",
    inputs: { numbers: "numbers" },
    params: {},
    outputs: { sum: "their sum" },
    metrics: {
      "total.loss": { better: "lower", description: "how far off the sum is" },
      "total.sum": { better: "higher", judges: true, description: "the sum" },
    },
    run: (_: StageContext<{ numbers: number }, Record<never, never>>) => ({ sum: 1 }),
  }),
  { numbers: source.outputs.numbers },
);
const page = connect(
  defineStage({
    module: "file:///sample/page.ts",
    name: "page",
    description: "shows a sum",
    inputs: { sum: "a sum", numbers: "numbers" },
    params: {},
    outputs: { html: "a page" },
    run: (_: StageContext<{ sum: number; numbers: number }, Record<never, never>>) => ({
      html: "",
    }),
  }),
  { sum: total.outputs.sum, numbers: source.outputs.numbers },
);

/** The program; its project is in the folder `root`. */
export function sampleProgram(root: string): Program {
  return {
    pipeline: definePipeline([source, total, page]),
    module: `file://${root}/pipeline.ts`,
    version: "1.2.3",
    presets: {
      many: { description: "ten numbers", params: { source: { count: 10, factor: 2 } } },
    },
    sweep: { by: "total.loss", page: sweepPage },
    report: {
      page: page.outputs.html,
      withRunFacts: (html, facts) => html.replace("FACTS", JSON.stringify(facts)),
    },
    exporters: [text],
    comparison,
  };
}

/** A format of this pipeline's own, made of two artifacts. */
const text = defineExporter({
  output: total.outputs.sum,
  extension: "txt",
  description: "a sum with its notes",
  takes: { sum: total.outputs.sum, notes: source.outputs.notes },
  encode: ({ sum, notes }) =>
    Promise.resolve(new TextEncoder().encode(`${notes}: ${JSON.stringify(sum)}\n`)),
});

const comparison = defineComparison({
  takes: { notes: source.outputs.notes },
  load: () =>
    Promise.resolve({
      module: import.meta.url,
      assets: {},
      render: ({ before, after, facts }: Compared<{ readonly notes: string }>) =>
        facts.params.length === 0
          ? Promise.reject(new RangeError("no param differs"))
          : Promise.resolve(
            `<p>${before.notes}, ${after.notes}: ${facts.params.length} params differ, see ${facts.html}</p>`,
          ),
    }),
});

const sweepPage = defineSweepPage({
  takes: { sum: total.outputs.sum },
  load: () =>
    Promise.resolve({
      module: import.meta.url,
      assets: {},
      pick: ({ sum }: { readonly sum: number }) => sum,
      render: ({ parts, facts }: SweptParts<number>) =>
        Promise.resolve(`<p>${parts.length} sums, see ${facts.html}</p>`),
    }),
});

/** Values of the artifacts. */
export const VALUES = {
  numbers: {
    imageShape: [2, 3],
    images: tensor(
      "uint8",
      [2, 6],
      new Uint8Array([0, 60, 120, 180, 240, 255, 255, 0, 0, 0, 0, 255]),
    ),
    labels: tensor("float32", [2], new Float32Array([0.5, NaN])),
  },
  notes: "seven",
  sum: { total: 12, parts: [{ at: 1, value: null }, { at: 2, value: 0.123456 }] },
  html: "<p>FACTS</p>",
} as const satisfies Record<string, Value>;

function hexFor(name: string): string {
  return new TextEncoder().encode(name).toHex().padEnd(64, "0");
}

/** A digest that every run of the tests has the same. */
export function digestFor(name: string): Digest {
  return parseDigest(hexFor(name));
}

/** A key that every run of the tests has the same. */
export function keyFor(name: string): CacheKey {
  return parseCacheKey(hexFor(name));
}

const artifact = (name: string, sizeBytes: number): ArtifactInfo => ({
  digest: digestFor(name),
  sizeBytes,
});

const OUTPUTS = {
  source: { numbers: artifact("numbers", 47_040_016), notes: artifact("notes", 6) },
  total: { sum: artifact("sum", 31_400) },
  page: { html: artifact("html", 12) },
} as const;

/** The names of the stages. */
export type StageName = keyof typeof OUTPUTS;

const METRICS = {
  source: {},
  total: { "total.sum": 12, "total.loss": 0.266104 },
  page: {},
} as const;
const PARAMS = {
  source: { count: 3, factor: 0.5, loud: false, mode: "up", folder: "", host: "" },
  total: {},
  page: {},
} as const;
const ORIGIN = { run: "r1", madeAt: "2026-10-17T12:00:09.120Z", elapsedMs: 4_249 } as const;

/** A stage that is up to date. */
export function fresh(name: StageName): StagePlan {
  return {
    name,
    params: PARAMS[name],
    action: "fresh",
    reasons: [],
    key: keyFor(name),
    origin: ORIGIN,
    outputs: OUTPUTS[name],
    metrics: METRICS[name],
  };
}

/** A stage that will run. */
export function toRun(name: StageName, reasons: StagePlan["reasons"]): StagePlan {
  return { name, params: PARAMS[name], action: "run", reasons, key: null };
}

/** A stage that may run. */
export function mayRun(name: StageName, reasons: StagePlan["reasons"]): StagePlan {
  return { name, params: PARAMS[name], action: "may-run", reasons, key: null };
}

/** A stage that was up to date, or is by now. */
export function done(
  name: StageName,
  state: "hit" | "ran" | "cut-off",
  elapsedMs = 0,
  reasons: StageResult["reasons"] = [],
): StageResult {
  return {
    name,
    state,
    elapsedMs,
    reasons,
    params: PARAMS[name],
    key: keyFor(name),
    outputs: OUTPUTS[name],
    metrics: METRICS[name],
    log: [`made ${name}`],
    progress: [{ done: 1, total: 2, unit: "step", afterMs: 1_500, afterLines: 1 }],
    origin: ORIGIN,
  };
}

/** A stage that threw. */
export function failed(
  name: StageName,
  error: Extract<StageResult, { state: "failed" }>["error"],
): StageResult {
  const common = { name, elapsedMs: 1200, reasons: [], params: PARAMS[name] } as const;
  return { ...common, state: "failed", key: keyFor(name), error, log: [] };
}

/** A stage that was not executed because of another. */
export function blocked(name: StageName, by: string): StageResult {
  const message = `Stage "${name}" was not executed because stage "${by}" failed`;
  const error = { kind: "blocked", message, at: null, cause: by } as const;
  return { name, state: "blocked", elapsedMs: 0, reasons: [], params: PARAMS[name], error };
}

/** What a run did. */
export function resultOf(stages: readonly StageResult[]): RunResult {
  const hasFailed = stages.some(({ state }) => state === "failed");
  return {
    run: stages.some(({ state }) => state === "ran") || hasFailed ? "r2" : null,
    outcome: hasFailed ? "failed" : "ok",
    elapsedMs: 5_432,
    finishedAt: "2026-10-18T08:00:00.000Z",
    stages,
    metrics: Object.assign({}, ...stages.map((stage) => ("metrics" in stage ? stage.metrics : {}))),
  };
}
