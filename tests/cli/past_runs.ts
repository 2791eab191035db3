/**
 * Past runs of every outcome, as an engine would give them.
 *
 * @module
 */
import type { PastRun, PastStage } from "../../lib/engine/engine.ts";
import { keyFor, type StageName } from "./sample_program.ts";

const NEW_PARAM = { kind: "param", subject: "source.count", before: 3, after: 4 } as const;
const NEW_INPUT = { kind: "input", subject: "source.numbers", before: "a", after: "b" } as const;

function stage(name: StageName, state: PastStage["state"], more: Partial<PastStage> = {}) {
  const key = state === "died" || state === "blocked" ? null : keyFor(name);
  return { name, state, key, reasons: [], elapsedMs: 0, error: null, ...more };
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
