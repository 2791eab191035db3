/**
 * Sample facts of a run, as the command line passes them: one stage was a hit, three were executed.
 *
 * @module
 */
import type { RunFacts, StageFacts } from "../../lib/report/run_facts.ts";

const STAGE = { key: "ab".repeat(32), params: {}, outputs: [], reasons: ["first run"] };

const FETCH: StageFacts = {
  ...STAGE,
  name: "fetch",
  state: "hit",
  elapsedMs: 0,
  startMs: null,
  needs: [],
  reasons: [],
};

const PREPROCESS: StageFacts = {
  ...STAGE,
  name: "preprocess",
  state: "ran",
  elapsedMs: 300,
  startMs: 0,
  needs: ["fetch"],
};

const TRAIN: StageFacts = {
  ...STAGE,
  name: "train",
  state: "ran",
  elapsedMs: 1100,
  startMs: 300,
  needs: ["preprocess"],
  params: { epochs: 20, learningRate: 0.5, seed: 1 },
  outputs: [{ name: "model", digest: "cd".repeat(32), sizeBytes: 31_456 }],
};

const EVALUATE: StageFacts = {
  ...STAGE,
  name: "evaluate",
  state: "ran",
  elapsedMs: 100,
  startMs: 1400,
  needs: ["preprocess", "train"],
};

/** The facts of the run. */
export const RUN_FACTS: RunFacts = {
  run: "20260131T120000-abcdef",
  finishedAt: "2026-01-31T12:00:00.000Z",
  elapsedMs: 1500,
  command: "deno task pipeline",
  versions: { deno: "2.9.6", v8: "14.0", typescript: "5.9" },
  machine: { os: "linux", arch: "x86_64", cores: 2 },
  stages: [FETCH, PREPROCESS, TRAIN, EVALUATE],
};
