import { assertEquals } from "@std/assert";
import { styleOf } from "../../lib/cli/style.ts";
import { doneLine, failureLines, metricLines } from "../../lib/cli/summary.ts";
import type { StageError } from "../../lib/engine/errors.ts";
import { blocked, done, failed, keyFor, resultOf } from "./sample_program.ts";

function error(more: Partial<StageError> = {}): StageError {
  return { kind: "stage", message: "no", at: null, cause: null, ...more };
}

Deno.test("everything is fresh only where all stages hit and no run was made", () => {
  const line = (...states: Parameters<typeof done>[1][]) =>
    doneLine({
      ...resultOf(states.map((state) => done("source", state))),
      elapsedMs: 20,
    });
  assertEquals(line("hit", "hit"), "Everything is fresh: 2 stages, nothing to run (20 ms).");
  assertEquals(line("hit", "cut-off"), "Ran 0 of 2 stages in 20 ms.");
  assertEquals(line("ran", "hit", "ran"), "Ran 2 of 3 stages in 20 ms, run r2.");
  assertEquals(
    doneLine({ ...resultOf([done("source", "hit")]), run: "r9", elapsedMs: 20 }),
    "Ran 0 of 1 stage in 20 ms, run r9.",
  );
});

Deno.test("figures share a line as far as there is room, to the column", () => {
  const metrics = { a: 1, b: 22, c: 333, d: 4 };
  const lines = (columns: number) => metricLines(metrics, styleOf(false), columns);
  assertEquals(lines(24), ["a 1 · b 22 · c 333 · d 4"]);
  assertEquals(lines(23), ["a 1 · b 22 · c 333", "d 4"]);
  assertEquals(lines(18), ["a 1 · b 22 · c 333", "d 4"]);
  assertEquals(lines(17), ["a 1 · b 22", "c 333 · d 4"]);
  assertEquals(lines(10), ["a 1 · b 22", "c 333", "d 4"]);
  assertEquals(lines(0), ["a 1", "b 22", "c 333", "d 4"]);
  assertEquals(metricLines({}, styleOf(false), 80), []);
  // Marks take no room.
  assertEquals(metricLines({ a: 1, b: 22 }, styleOf(true), 10), [
    "a \x1b[1m1\x1b[22m · b \x1b[1m22\x1b[22m",
  ]);
});

Deno.test("a failure says what is known of it and no more", () => {
  const lines = (stage: ReturnType<typeof failed>) =>
    failureLines(resultOf([stage]), "store", false);
  const next = "Next: put right what the message names, then run the same command again; " +
    "it goes on from here";
  assertEquals(lines({ ...failed("source", error()), elapsedMs: 0 }), [
    'Stage "source" failed: no',
    `  key ${keyFor("source")}`,
    "Kept: nothing",
    next,
  ]);
  assertEquals(
    lines(failed("source", error({ at: "a.ts:1", cause: "odd", message: "no\nmore" }))),
    [
      'Stage "source" failed after 1.2 s: no',
      "  more",
      "  at a.ts:1",
      "  cause: odd",
      `  key ${keyFor("source")}`,
      "Kept: nothing",
      next,
    ],
  );
  assertEquals(failureLines(resultOf([done("source", "ran")]), "store", false), []);
});

Deno.test("what was kept, blocked and lost is named, and the next step fits the first cause", () => {
  const stages = [
    done("source", "ran"),
    failed("total", error({ kind: "integrity" })),
    failed("total", error({ kind: "environment" })),
    blocked("page", "total"),
  ];
  assertEquals(failureLines(resultOf(stages), "store", true).slice(-3), [
    "Kept: source (in store)",
    "Not run because of it: page",
    "Next: look at the bytes that the message names; for damage in the store run " +
    '"verify --repair", for a download or a data file get it anew, then run the same command again',
  ]);
  const last = (kind: StageError["kind"], isForced: boolean) =>
    failureLines(resultOf([failed("total", error({ kind }))]), "store", isForced).at(-1);
  assertEquals(
    last("environment", true),
    "Next: see to the disk, the network or the rights that the message names, then run the same " +
      "command again; with --force it executes again what was forced, without it reuses what is kept",
  );
  assertEquals(last("blocked", false), last("stage", false));
  const loss = { error: error({ message: "full" }), stages: ["source"] };
  assertEquals(
    failureLines(
      { ...resultOf([done("source", "ran"), done("page", "hit")]), loss },
      "store",
      false,
    ),
    [
      "The run could not be kept: full",
      "Lost: source",
      "Kept: page (in store)",
      "Next: run the same command again; what is lost is executed once more",
    ],
  );
});
