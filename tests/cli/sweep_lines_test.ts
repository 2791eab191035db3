import { assertEquals } from "@std/assert";
import type { CombinationDocument, SweepDocument } from "../../lib/cli/sweep_document.ts";
import {
  sweepDoneLine,
  sweepExitCode,
  sweepFailureLines,
  sweepTable,
} from "../../lib/cli/sweep_lines.ts";
import { styleOf } from "../../lib/cli/style.ts";
import type { StageError } from "../../lib/engine/errors.ts";

function combination(a: number, more: Partial<CombinationDocument> = {}): CombinationDocument {
  return {
    params: { s: { a } },
    best: false,
    outcome: "ok",
    run: `r${a}`,
    executed: [],
    elapsedMs: a,
    metrics: {},
    error: null,
    ...more,
  };
}

function failed(a: number, message: string, kind: StageError["kind"] = "stage") {
  const error = { kind, message, at: null, cause: null };
  return combination(a, { outcome: "failed", elapsedMs: null, error });
}

function documentOf(
  combinations: readonly CombinationDocument[],
  more: Partial<SweepDocument> = {},
): SweepDocument {
  return {
    schema: "sweep/1",
    sweep: null,
    outcome: "ok",
    finishedAt: "2026-10-18T08:00:05.432Z",
    elapsedMs: 1_500,
    by: null,
    better: null,
    combinations,
    html: null,
    ...more,
  };
}

function table(document: SweepDocument, columns: number, limit = 9): string[] {
  return sweepTable(document, { style: styleOf(false), columns, limit, swept: [["s", "a"]] });
}

Deno.test("metrics stand in the table as far as they fit, to the column, also after one that does not", () => {
  const metrics = { by: 1, long: 12_345_678, b: 2, c: 3 };
  const document = documentOf([combination(1, { metrics })], { by: "by", better: "lower" });
  const heads = (columns: number) => table(document, columns)[0]!.split(/ +/).join(" ");
  // 16 columns are taken by what is always there, then 10, 3 and 3.
  assertEquals(heads(0), "a by time run");
  assertEquals(heads(18), "a by time run");
  assertEquals(heads(19), "a by b time run");
  assertEquals(heads(21), "a by b time run");
  assertEquals(heads(22), "a by b c time run");
  assertEquals(heads(25), "a by b c time run");
  assertEquals(heads(26), "a by long time run");
  assertEquals(heads(32), "a by long b c time run");
});

Deno.test("figures have five decimals where these tell neighbours apart, and a dash where there is none", () => {
  const values = [0.001, 0.0009, 999.5, 1000.25, 7, -0.25];
  const combinations = [
    ...values.map((by, i) => combination(i, { metrics: { by } })),
    combination(6, { run: null, elapsedMs: null }),
  ];
  assertEquals(
    table(documentOf(combinations, { by: "by", better: "lower" }), 80).map((line) =>
      line.trim().split(/ {2,}/).slice(1)
    ),
    [
      ["by", "time", "run"],
      ["0.00100", "0 ms", "r0"],
      ["0.0009", "1 ms", "r1"],
      ["999.50000", "2 ms", "r2"],
      ["1000.25", "3 ms", "r3"],
      ["7", "4 ms", "r4"],
      ["-0.25000", "5 ms", "r5"],
      ["–", "failed", "–"],
    ],
  );
});

Deno.test("the best is marked, combinations that were cancelled are left out, and the rest is counted", () => {
  const combinations = [
    combination(1, { best: true }),
    combination(2, { outcome: "cancelled" }),
    combination(3),
    combination(4),
  ];
  assertEquals(table(documentOf(combinations), 80, 1), [
    "      a  time  run",
    "best  1  1 ms  r1",
    "and 2 more combinations; --limit N lists more",
  ]);
  assertEquals(
    table(documentOf(combinations), 80, 2).at(-1),
    "and 1 more combination; --limit N lists more",
  );
  assertEquals(table(documentOf(combinations), 80, 3).length, 4);
  assertEquals(table(documentOf(combinations.slice(1, 2)), 80), []);
  const marked = sweepTable(documentOf(combinations), {
    style: styleOf(true),
    columns: 80,
    limit: 9,
    swept: [["s", "a"]],
  });
  const starts = ["\x1b[2m", "\x1b[32m", "      3", "      4"];
  assertEquals(marked.map((line, i) => line.slice(0, starts[i]!.length)), starts);
});

Deno.test("params go by their own name, or with their stage's where two are called the same", () => {
  const params = { s: { a: 1 }, t: { a: "x" }, u: { b: true } };
  const lines = sweepTable(documentOf([combination(1, { params }), combination(2)]), {
    style: styleOf(false),
    columns: 80,
    limit: 9,
    swept: [["s", "a"], ["t", "a"], ["u", "b"]],
  });
  assertEquals(lines, [
    "s.a      t.a        b  time  run",
    "  1        x     true  1 ms  r1",
    "  2  default  default  2 ms  r2",
  ]);
});

Deno.test("what was executed is counted, failures too; a sweep that ran nothing says so", () => {
  const found = [combination(1), combination(2)];
  assertEquals(
    sweepDoneLine(documentOf(found)),
    "Everything is fresh: 2 combinations, nothing to run (1.5 s).",
  );
  assertEquals(
    sweepDoneLine(documentOf(found, { outcome: "cancelled" })),
    "Ran 0 of 2 combinations in 1.5 s.",
  );
  const executed = [combination(1), combination(2, { executed: ["s"] }), failed(3, "no")];
  assertEquals(
    sweepDoneLine(documentOf(executed, { sweep: "id", outcome: "failed" })),
    "Ran 2 of 3 combinations in 1.5 s, sweep id.",
  );
});

Deno.test("equal causes are told once, ten at most, with the first combination and how many others", () => {
  assertEquals(sweepFailureLines(documentOf([combination(1)])), []);
  assertEquals(
    sweepFailureLines(
      documentOf([
        failed(1, "no\n  sum"),
        combination(2),
        failed(3, "no\n  sum"),
        failed(4, "odd"),
      ]),
    ),
    ["3 of 4 combinations failed:", "  s.a=1 and 1 other: no", "    sum", "  s.a=4: odd"],
  );
  const many = (causes: number) =>
    sweepFailureLines(documentOf(Array.from({ length: causes }, (_, i) => failed(i, `no ${i}`))));
  assertEquals(many(10).slice(-2), ["  s.a=8: no 8", "  s.a=9: no 9"]);
  assertEquals(many(12).slice(-2), [
    "  s.a=9: no 9",
    "  and 2 other causes; --json has them all",
  ]);
});

Deno.test("a sweep exits with the highest code of what failed in it", () => {
  const code = (...kinds: StageError["kind"][]) =>
    sweepExitCode(documentOf([combination(0), ...kinds.map((kind, i) => failed(i, "no", kind))]));
  assertEquals(code(), 0);
  assertEquals(code("stage"), 1);
  assertEquals(code("blocked"), 1);
  assertEquals(code("environment", "stage"), 3);
  assertEquals(code("stage", "integrity", "environment"), 4);
  // More combinations than one call takes arguments.
  const many = documentOf(Array.from({ length: 200_000 }, (_, i) => combination(i)));
  assertEquals(sweepExitCode(many), 0);
  assertEquals(table(many, 80, 200_000).length, 200_001);
});
