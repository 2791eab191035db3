/**
 * Past runs of every outcome, as an engine would give them.
 *
 * @module
 */
import { parseCodeDigest } from "../../lib/codec/digest.ts";
import type { PastRun, PastStage, RecordedStage } from "../../lib/engine/engine.ts";
import { digestFor, keyFor, type StageName } from "./sample_program.ts";

const NEW_PARAM = { kind: "param", subject: "source.count", before: 3, after: 4 } as const;
const NEW_INPUT = { kind: "input", subject: "source.numbers", before: "a", after: "b" } as const;

function stage(name: StageName, state: PastStage["state"], more: Partial<PastStage> = {}) {
  const key = state === "died" || state === "blocked" ? null : keyFor(name);
  return { name, state, key, reasons: [], elapsedMs: 0, error: null, log: [], ...more };
}

const BASE = {
  name: null,
  elapsedMs: null,
  params: {},
  settings: {},
  until: null,
  only: null,
  command: null,
  sweep: null,
  stages: [],
  metrics: {},
} as const satisfies Partial<PastRun>;

/** Newest first. */
export const PAST_RUNS: readonly PastRun[] = [
  {
    ...BASE,
    id: "20261018T080400-e5e5e5",
    startedAt: "2026-10-18T08:04:00.000Z",
    outcome: "running",
    params: { source: { mode: "down" } },
  },
  {
    ...BASE,
    id: "20261018T080300-d4d4d4",
    startedAt: "2026-10-18T08:03:00.000Z",
    outcome: "died",
    stages: [stage("source", "ran"), stage("total", "died", { elapsedMs: null })],
  },
  {
    ...BASE,
    id: "20261018T080200-c3c3c3",
    startedAt: "2026-10-18T08:02:00.000Z",
    elapsedMs: 1_200,
    outcome: "failed",
    stages: [
      stage("source", "hit"),
      stage("total", "failed", {
        reasons: [{ kind: "forced", subject: "total" }],
        error: { kind: "stage", message: "no sum\nof these", at: "total.ts:7", cause: null },
      }),
      stage("page", "blocked", {
        error: { kind: "blocked", message: "blocked", at: null, cause: "total" },
      }),
    ],
  },
  {
    ...BASE,
    id: "20261018T080100-b2b2b2",
    name: "four",
    startedAt: "2026-10-18T08:01:00.000Z",
    elapsedMs: 4_321,
    outcome: "ok",
    params: { source: { count: 4, folder: "my data" } },
    settings: { source: { tries: 2 } },
    until: "total",
    command: "deno task pipeline --set source.count=4",
    stages: [
      stage("source", "ran", { reasons: [NEW_PARAM], elapsedMs: 4_000 }),
      stage("total", "ran", { reasons: [NEW_INPUT], elapsedMs: 20 }),
    ],
    metrics: { "total.sum": 12, "total.loss": 0.266104 },
  },
  {
    ...BASE,
    id: "20261017T120009-a1a1a1",
    startedAt: "2026-10-17T12:00:09.120Z",
    elapsedMs: 31,
    outcome: "cancelled",
    stages: [
      stage("source", "ran", { reasons: [{ kind: "first-run", subject: "source" }] }),
      stage("total", "ran", { reasons: [{ kind: "first-run", subject: "total" }] }),
    ],
  },
];

const MADE = {
  run: "20261017T120009-a1a1a1",
  madeAt: "2026-10-17T12:00:09.120Z",
  elapsedMs: 4_249,
  params: {},
  inputs: {},
  files: {},
  sources: [],
  runtime: "deno 2.9.6",
  net: [],
  metrics: {},
  log: [],
  progress: [],
} as const satisfies Partial<RecordedStage>;

function source(path: string, npm: readonly [name: string, version: string] | null = null) {
  const digest = digestFor(path.slice(-20));
  return {
    path,
    subject: npm === null ? path : `npm:${npm[0]}`,
    version: npm?.[1] ?? null,
    textDigest: digest,
    partDigest: digest,
  };
}

const artifact = (name: string, sizeBytes: number) => ({ digest: digestFor(name), sizeBytes });

/** The executions behind the stages of the sample program. */
export const RECORDED: readonly RecordedStage[] = [
  {
    ...MADE,
    key: keyFor("source"),
    stage: "source",
    params: { count: 4, folder: "my data" },
    files: { list: { path: "my data/list.txt", sha256: digestFor("list") } },
    code: parseCodeDigest(digestFor("source code")),
    sources: [
      source("stages/source.ts"),
      source("vendor/a.js", ["tiny", "1.0.0"]),
      source("vendor/b.js", ["tiny", "1.0.0"]),
    ],
    net: ["example.org"],
    outputs: { numbers: artifact("numbers", 47_040_016), notes: artifact("notes", 6) },
    log: ["one", "two", "three", "four", "five", "six", "se\u001bven"],
    progress: [
      { done: 0, total: 2, unit: "step", afterMs: 20, afterLines: 0 },
      { done: 2, total: 2, unit: "step", note: "all", afterMs: 1_500, afterLines: 6 },
    ],
  },
  {
    ...MADE,
    key: keyFor("total"),
    stage: "total",
    inputs: { numbers: { stage: "source", output: "numbers", digest: digestFor("numbers") } },
    code: parseCodeDigest(digestFor("total code")),
    sources: [source("stages/total.ts")],
    outputs: { sum: artifact("sum", 31_400) },
    metrics: { "total.sum": 12 },
    log: ["added up"],
  },
  {
    ...MADE,
    key: keyFor("page"),
    stage: "page",
    inputs: {
      sum: { stage: "total", output: "sum", digest: digestFor("sum") },
      numbers: { stage: "source", output: "numbers", digest: digestFor("numbers") },
    },
    code: parseCodeDigest(digestFor("page code")),
    outputs: { html: artifact("html", 12) },
  },
];
