/**
 * What is said of two runs where they differ in one way only. `diff_test.ts` has them differ in all.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { CodeChange } from "../../lib/engine/change.ts";
import type { RunDifference } from "../../lib/engine/run_difference.ts";
import { diffLines } from "../../lib/cli/diff_lines.ts";
import { styleOf } from "../../lib/cli/style.ts";
import { RUN_A, RUN_B } from "./compared_runs.ts";

const SAME: RunDifference = {
  before: RUN_A,
  after: RUN_B,
  params: [],
  metrics: [],
  code: [],
  packages: [],
  files: [],
  hosts: [],
  runtime: { name: "deno", before: "deno 2.9.6", after: "deno 2.9.6" },
  artifacts: [],
  stages: [],
  unknown: [],
};
const PARTS = ["params", "metrics", "code", "packages", "inputs", "runtime", "artifacts", "time"];

/** The lines after the two of the runs; without the last two, which name what does not differ. */
function linesOf(change: Partial<RunDifference>, all = false): string[] {
  const lines = diffLines({ ...SAME, ...change }, styleOf(false), all).slice(2);
  const title = lines[1];
  const others = PARTS.filter((part) => part !== title);
  assertEquals(lines.slice(-2), ["", `Nothing differs in: ${others.join(", ")}.`]);
  return lines.slice(2, -2);
}

const changed = (name: string, more: Partial<CodeChange> = {}): CodeChange => ({
  name,
  before: "1",
  after: "2",
  stages: ["total"],
  inBundle: true,
  ...more,
});

Deno.test("a figure is better, worse, equal, new or gone, with its difference", () => {
  const metrics = [
    { name: "a", before: 1, after: 2, delta: 1, better: "after" },
    { name: "b", before: 2, after: 1.5, delta: -0.5, better: "before" },
    { name: "c", before: 3, after: 3, delta: 0, better: null },
    { name: "d", before: null, after: 4, delta: null, better: null },
    { name: "e", before: 5, after: null, delta: null, better: null },
  ] as const;
  assertEquals(linesOf({ metrics }), [
    "     A    B  B − A",
    "  a  1    2     +1  better",
    "  b  2  1.5   −0.5  worse",
    "  c  3    3      =",
    "  d  –    4",
    "  e  5    –",
  ]);
});

Deno.test("files of which a bundle has nothing are named up to three, and all where all are wanted", () => {
  const others = (count: number) =>
    Array.from({ length: count }, (_, i) => changed(`lib/${i}.ts`, { inBundle: false }));
  const words = "  types, comments or constants that are used elsewhere: ";
  const three = `${words}lib/0.ts, lib/1.ts, lib/2.ts`;
  assertEquals(linesOf({ code: others(3) }), [three]);
  assertEquals(linesOf({ code: others(4) }), [`${three} and 1 more; --verbose lists them`]);
  assertEquals(linesOf({ code: others(5) }, true), [`${three}, lib/3.ts, lib/4.ts`]);
  assertEquals(linesOf({ code: [...others(1), changed("lib/a.ts", { stages: ["x", "y"] })] }), [
    "  lib/a.ts  changed  x, y",
    `${words}lib/0.ts`,
  ]);
});

Deno.test("a package is told with its version, whether it came, went or changed", () => {
  const packages = [
    changed("npm:a", { before: null }),
    changed("npm:b", { after: null }),
    changed("npm:@c/npm:d"),
  ];
  assertEquals(linesOf({ packages }), [
    "  a         added 2    total",
    "  b         removed 1  total",
    "  @c/npm:d  1 → 2      total",
  ]);
});

Deno.test("files and hosts that came, went or changed are inputs", () => {
  const files = [
    { name: "a", before: null, after: "1" },
    { name: "b", before: "1", after: null },
    { name: "c", before: "1", after: "2" },
  ];
  const hosts = [
    { name: "x", before: [], after: ["a.org", "b.org"] },
    { name: "y", before: ["a.org"], after: null },
  ];
  assertEquals(linesOf({ files, hosts }), [
    "  a           added",
    "  b           removed",
    "  c           changed",
    "  hosts of x  no host → a.org, b.org",
    "  hosts of y  a.org → no host",
  ]);
  assertEquals(linesOf({ hosts: hosts.slice(1) }), ["  hosts of y  a.org → no host"]);
});

Deno.test("a runtime differs only where both runs have one", () => {
  const [one, two] = ["deno 2.9.6", "deno 2.9.7"];
  assertEquals(linesOf({ runtime: { name: "deno", before: one, after: two } }), [
    `  ${one} → ${two}`,
  ]);
  for (const [before, after] of [[null, two], [one, null], [null, null]] as const) {
    const lines = diffLines(
      { ...SAME, runtime: { name: "deno", before, after } },
      styleOf(false),
      false,
    );
    assertEquals(lines.at(-1), `Nothing differs in: ${PARTS.join(", ")}.`);
  }
});

Deno.test("artifacts that differ stand on one line, those of one run on a line each", () => {
  const artifacts = [
    { name: "a.x", before: "1", after: "2" },
    { name: "b.x", before: null, after: "2" },
    { name: "c.x", before: "1", after: null },
    { name: "d.x", before: "1", after: "2" },
  ];
  assertEquals(linesOf({ artifacts }), ["  a.x, d.x", "  b.x added", "  c.x removed"]);
  assertEquals(linesOf({ artifacts: artifacts.slice(1, 2) }), ["  b.x added"]);
});

Deno.test("a stage's time is that of its execution, in the run or before, as far as it is known", () => {
  const time = (
    state: NonNullable<RunDifference["stages"][number]["after"]>["state"],
    elapsedMs: number | null,
    executionMs: number | null,
  ) => ({ state, elapsedMs, executionMs });
  const stages = [
    { name: "a", before: time("ran", 20, 10), after: time("ran", null, 10) },
    { name: "b", before: time("ran", null, null), after: time("hit", 0, 10) },
    { name: "c", before: time("cut-off", 0, null), after: time("failed", 30, null) },
    { name: "d", before: time("died", null, null), after: time("blocked", null, null) },
  ];
  assertEquals(linesOf({ stages }), [
    "           A            B",
    "  a    20 ms        10 ms",
    "  b      ran  hit (10 ms)",
    "  c  cut off       failed",
    "  d     died      blocked",
  ]);
});

Deno.test("stages of one run alone are named, and why a record is missing", () => {
  const ran = { state: "ran", elapsedMs: 1, executionMs: 1 } as const;
  const lines = diffLines(
    {
      ...SAME,
      stages: [{ name: "a", before: ran, after: null }, { name: "b", before: null, after: ran }],
      unknown: (["ran", "hit", "cut-off", "died", "failed"] as const).map((state, i) => ({
        run: i < 3 ? "before" : "after",
        stage: `s${i}`,
        state,
      })),
    },
    styleOf(false),
    false,
  );
  assertEquals(lines.slice(4, 7), ["        A     B", "  a  1 ms     –", "  b     –  1 ms"]);
  assertEquals(lines.slice(-5), [
    "",
    "Only in A: a.",
    "Only in B: b.",
    "",
    "Not compared, for want of a record: s0 in A (no longer kept), s1 in A (no longer kept), " +
    "s2 in A (no longer kept), s3 in B (died), s4 in B (failed).",
  ]);
});

Deno.test("a run has its id, start, time, outcome and name; of one that died the time is not known", () => {
  const died = { ...RUN_A, elapsedMs: null, outcome: "died", name: "odd\u001bname" } as const;
  assertEquals(diffLines({ ...SAME, before: died }, styleOf(false), false).slice(0, 2), [
    "A  20261017T120009-a1a1a1  2026-10-17 12:00:09 UTC              died    odd\uFFFDname",
    "B  20261018T080100-b2b2b2  2026-10-18 08:01:00 UTC  1 min 31 s  failed",
  ]);
});
