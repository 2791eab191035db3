/**
 * Two runs that differ in everything that runs can differ in, with the records of their stages.
 *
 * @module
 */
import { parseCodeDigest } from "../../lib/codec/digest.ts";
import type { PastRun, RecordedStage } from "../../lib/engine/engine.ts";
import { digestFor, keyFor } from "./sample_program.ts";

const text = (name: string): string => digestFor(name);

const source = (path: string, content: string) => ({
  path,
  subject: path,
  version: null,
  textDigest: text(content),
  partDigest: text(`part of ${content}`),
});
const packaged = (name: string, version: string) => ({
  ...source(`node_modules/${name}@${version}/index.js`, `${name} ${version}`),
  subject: `npm:${name}`,
  version,
});

function recorded(stage: string, run: "a" | "b", more: Partial<RecordedStage>): RecordedStage {
  return {
    key: keyFor(`${stage} ${run}`),
    stage,
    run,
    madeAt: "2026-10-17T12:00:10.000Z",
    elapsedMs: 1_234,
    params: {},
    inputs: {},
    files: {},
    code: parseCodeDigest(text("code")),
    sources: [],
    runtime: "deno 2.9.6",
    net: [],
    outputs: {},
    metrics: {},
    log: [],
    progress: [],
    ...more,
  };
}

const SUM = { digest: digestFor("sum"), sizeBytes: 31_400 };
const NOTES = { digest: digestFor("notes"), sizeBytes: 6 };

/** The records of both runs. */
export const RECORDED: readonly RecordedStage[] = [
  recorded("source", "a", {
    params: { count: 3, mode: "up", folder: "" },
    files: { list: { path: "data/list.txt", sha256: text("list") } },
    net: ["example.org"],
    outputs: { numbers: { digest: digestFor("old"), sizeBytes: 1 }, notes: NOTES },
  }),
  recorded("source", "b", {
    params: { count: 10, mode: "up", loud: false },
    files: {
      list: { path: "data/list.txt", sha256: text("another list") },
      more: { path: "data/more.txt", sha256: text("more") },
    },
    outputs: { numbers: { digest: digestFor("numbers"), sizeBytes: 1 }, notes: NOTES },
    runtime: "deno 2.9.7",
  }),
  recorded("total", "a", {
    code: parseCodeDigest(text("code of total")),
    sources: [source("lib/add.ts", "add"), source("lib/old.ts", "old"), packaged("tiny", "1.0.0")],
    outputs: { sum: SUM },
    metrics: { "total.sum": 12 },
  }),
  recorded("total", "b", {
    code: parseCodeDigest(text("other code of total")),
    sources: [
      source("lib/add.ts", "add, but better"),
      source("lib/new.ts", "new"),
      packaged("tiny", "1.1.0"),
    ],
    outputs: { sum: SUM },
  }),
];

const COMMON = {
  settings: {},
  until: null,
  only: null,
  command: null,
  sweep: null,
  outcome: "ok",
} as const;
const STAGE = { reasons: [], error: null, log: [] } as const;

/** The first of the two, `base`. */
export const RUN_A: PastRun = {
  ...COMMON,
  id: "20261017T120009-a1a1a1",
  name: "base",
  startedAt: "2026-10-17T12:00:09.120Z",
  elapsedMs: 5_432,
  params: {},
  stages: [
    { ...STAGE, name: "source", state: "ran", key: keyFor("source a"), elapsedMs: 1_200 },
    { ...STAGE, name: "total", state: "ran", key: keyFor("total a"), elapsedMs: 31 },
    { ...STAGE, name: "page", state: "ran", key: keyFor("page a"), elapsedMs: 12 },
  ],
  metrics: { "total.sum": 12, "total.loss": 0.266104, "total.errors": 7, "undeclared": 3 },
};

/** The other one, without a name. Its page was blocked. */
export const RUN_B: PastRun = {
  ...COMMON,
  id: "20261018T080100-b2b2b2",
  name: null,
  startedAt: "2026-10-18T08:01:00.000Z",
  elapsedMs: 91_000,
  outcome: "failed",
  command: "deno task pipeline --set source.count=10",
  params: { source: { count: 10 } },
  stages: [
    { ...STAGE, name: "source", state: "ran", key: keyFor("source b"), elapsedMs: 90_000 },
    { ...STAGE, name: "total", state: "hit", key: keyFor("total b"), elapsedMs: 0 },
    { ...STAGE, name: "page", state: "blocked", key: null, elapsedMs: 0 },
  ],
  metrics: {
    "total.sum": 15.5,
    "total.loss": 0.25,
    "total.errors": 7,
    "total.new": 1,
    "undeclared": 4,
  },
};

/** What an engine that knows the two is told to say. */
export const COMPARED = { runs: [RUN_B, RUN_A], recorded: RECORDED } as const;
