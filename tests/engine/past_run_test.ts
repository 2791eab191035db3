import { assertEquals } from "@std/assert";
import { keysOf, pastRun } from "../../lib/engine/past_run.ts";
import type { StoredRun } from "../../lib/store/store.ts";
import { keyFor } from "../support/recorded.ts";

const ROW: StoredRun = {
  id: "20261120T080000-aaaaaa",
  startedAt: "2026-11-20T08:00:00.000Z",
  elapsedMs: 5,
  outcome: "ok",
  name: "best",
  metrics: { loss: 0.5 },
  summary: null,
};

const STAGE = {
  name: "train",
  state: "failed",
  key: keyFor("train"),
  reasons: [
    { kind: "param", subject: "train.n", before: 1, after: null },
    { kind: "forced", subject: "train" },
  ],
  elapsedMs: 7,
  error: { kind: "environment", message: "no disk", at: "train.ts:3", cause: "EIO" },
  log: ["one", "two"],
};

const SUMMARY = {
  params: { train: { n: 2, on: true, mode: "up" } },
  settings: { train: { patience: 3 } },
  until: "train",
  only: "eval",
  command: "deno task pipeline",
  sweep: "20261120T080000-bbbbbb",
  stages: [STAGE],
};

/** The summary with one field of its only stage replaced. */
function withStage(change: Readonly<Record<string, unknown>>) {
  return { ...SUMMARY, stages: [{ ...STAGE, ...change }] };
}

const NOTHING = {
  params: {},
  settings: {},
  until: null,
  only: null,
  command: null,
  sweep: null,
  stages: [],
};

Deno.test("pastRun() reads back all that a row keeps", () => {
  const { summary: _, ...row } = ROW;
  assertEquals<unknown>(pastRun({ ...ROW, summary: SUMMARY }), { ...row, ...SUMMARY });
});

Deno.test("pastRun() knows every state, reason and kind of failure", () => {
  for (const state of ["hit", "ran", "cut-off", "blocked", "failed", "died"]) {
    const { stages } = pastRun({ ...ROW, summary: withStage({ state }) });
    assertEquals(stages[0]?.state, state);
  }
  const kinds = ["first-run", "param", "input", "code", "file", "runtime", "forced", "missing"];
  for (const kind of [...kinds, "damaged"]) {
    const reasons = [{ kind, subject: "s", before: "b", after: false }];
    assertEquals<unknown>(
      pastRun({ ...ROW, summary: withStage({ reasons }) }).stages[0]?.reasons,
      reasons,
    );
  }
  for (const kind of ["stage", "environment", "integrity", "blocked"]) {
    const error = { kind, message: "m", at: null, cause: null };
    assertEquals<unknown>(
      pastRun({ ...ROW, summary: withStage({ error }) }).stages[0]?.error,
      error,
    );
  }
});

Deno.test("pastRun() takes what earlier versions did not keep for unknown", () => {
  const { params, stages } = SUMMARY;
  assertEquals(pastRun({ ...ROW, summary: { params, stages } }).stages.length, 1);
  const { name, state, key, reasons } = STAGE;
  const old = { params, stages: [{ name, state, key, reasons }] };
  const run = pastRun({ ...ROW, summary: old });
  assertEquals([run.settings, run.until, run.only, run.command, run.sweep], [
    {},
    null,
    null,
    null,
    null,
  ]);
  assertEquals([run.stages[0]?.elapsedMs, run.stages[0]?.error, run.stages[0]?.log], [
    null,
    null,
    [],
  ]);
  const none = pastRun({ ...ROW, summary: withStage({ key: null, error: null, elapsedMs: null }) });
  assertEquals([none.stages[0]?.key, none.stages[0]?.error], [null, null]);
});

Deno.test("pastRun() leaves out a summary of which any part does not read, and keeps the row", () => {
  const odd: readonly unknown[] = [
    { ...SUMMARY, params: [] },
    { ...SUMMARY, params: { train: { n: null } } },
    { ...SUMMARY, params: { train: { n: [1] } } },
    { ...SUMMARY, settings: 1 },
    { ...SUMMARY, until: 1 },
    { ...SUMMARY, only: {} },
    { ...SUMMARY, command: false },
    { ...SUMMARY, sweep: 7 },
    { ...SUMMARY, stages: {} },
    withStage({ name: 1 }),
    withStage({ state: "great" }),
    withStage({ key: "short" }),
    withStage({ key: undefined }),
    withStage({ reasons: {} }),
    withStage({ reasons: [{ kind: "mood", subject: "s" }] }),
    withStage({ reasons: [{ kind: "param", subject: "s", before: {} }] }),
    withStage({ reasons: [{ kind: "param", subject: "s", after: [] }] }),
    withStage({ elapsedMs: "7" }),
    withStage({ error: { kind: "stage", message: 1, at: null, cause: null } }),
    withStage({ error: { kind: "bad luck", message: "", at: null, cause: null } }),
    withStage({ log: ["one", 2] }),
  ];
  for (const summary of odd) {
    const { summary: _, ...row } = ROW;
    assertEquals(pastRun({ ...ROW, summary }), { ...row, ...NOTHING }, JSON.stringify(summary));
  }
});

Deno.test("keysOf() gives each key that reads, whatever else in the row is odd", () => {
  const [a, b] = [keyFor("a"), keyFor("b")];
  const stages = [{ key: a }, { key: null }, 1, {}, { key: "short" }, { name: 5, key: b }];
  assertEquals(keysOf({ ...ROW, summary: { params: "odd", stages } }), [a, b]);
  for (const summary of [null, 1, {}, { stages: {} }]) {
    assertEquals(keysOf({ ...ROW, summary }), []);
  }
});
