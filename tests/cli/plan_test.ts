import { assertEquals } from "@std/assert";
import type { Reason } from "../../lib/engine/reason.ts";
import { reasonWords } from "../../lib/cli/words.ts";
import { fresh, keyFor, mayRun, toRun } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);
const WORK = [
  toRun("source", [{ kind: "param", subject: "source.factor", before: 0.5, after: 0.1 }]),
  mayRun("total", [{ kind: "input", subject: "source.numbers" }]),
  mayRun("page", [
    { kind: "input", subject: "total.sum" },
    { kind: "input", subject: "source.numbers" },
  ]),
];
const FRESH = [fresh("source"), fresh("total"), fresh("page")];

Deno.test("reasonWords() names the leaf of each kind of reason", () => {
  const reasons: readonly (readonly [Reason, string])[] = [
    [{ kind: "first-run", subject: "train" }, "first run"],
    [{ kind: "param", subject: "a.b", before: null, after: "x" }, 'param a.b is new: "x"'],
    [{ kind: "param", subject: "a.b", before: 0, after: null }, "param a.b is gone, was 0"],
    [{ kind: "param", subject: "a.b", before: 0, after: -0 }, "param a.b 0 → -0"],
    [{ kind: "param", subject: "a.b", before: "1", after: 1 }, 'param a.b "1" → 1'],
    [{ kind: "input", subject: "a.x", before: A, after: B }, "input a.x changed"],
    [{ kind: "input", subject: "a.x", before: A }, "input a.x may change"],
    [{ kind: "input", subject: "a.x", before: null, after: B }, "input a.x is new"],
    [{ kind: "input", subject: "a.x", before: null }, "input a.x is new"],
    [{ kind: "output", subject: "a.x", before: null, after: "x" }, "output a.x is new"],
    [{ kind: "host", subject: "a.org", before: null, after: "a.org" }, "host a.org is new"],
    [
      { kind: "host", subject: "a.org", before: "a.org", after: null },
      "host a.org is no longer used",
    ],
    [{ kind: "code", subject: "lib/a.ts", before: A, after: B }, "code lib/a.ts changed"],
    [
      { kind: "code", subject: "lib/a.ts", before: A, after: null },
      "code lib/a.ts is no longer used",
    ],
    [
      { kind: "code", subject: "npm:@x/y", before: "1.0.0", after: "1.1.0" },
      "package @x/y 1.0.0 → 1.1.0",
    ],
    [{ kind: "code", subject: "npm:y", before: null, after: "1.1.0" }, "package y is new"],
    [{ kind: "file", subject: "data/x", before: A, after: B }, "file data/x changed"],
    [
      { kind: "runtime", subject: "deno", before: "2.9.5", after: "2.9.6" },
      "runtime deno 2.9.5 → 2.9.6",
    ],
    [{ kind: "forced", subject: "train" }, "forced"],
    [{ kind: "missing", subject: "train.model" }, "artifact train.model is missing"],
    [{ kind: "damaged", subject: "train.model" }, "artifact train.model is damaged"],
  ];
  for (const [reason, words] of reasons) assertEquals(reasonWords(reason), words);
});

Deno.test("plan gives each stage's action and reasons", async () => {
  await using machine = await Machine.create({ plan: WORK });
  assertEquals(await machine.run("plan"), {
    code: 0,
    stdout: `source  run      param source.factor 0.5 → 0.1
total   may run  input source.numbers may change
page    may run  input total.sum may change
                 input source.numbers may change
Of 3 stages: 1 to run, 2 that may run, 0 fresh.
`,
    stderr: "",
  });
});

Deno.test("plan lists six reasons of a stage, and all under --verbose", async () => {
  const reasons = Array.from(
    { length: 8 },
    (_, i) => ({ kind: "code", subject: `lib/${i}.ts`, before: A, after: B }) as const,
  );
  await using machine = await Machine.create({ plan: [toRun("source", reasons)] });
  const { stdout } = await machine.run("plan");
  assertEquals(stdout.split("\n").slice(5, 8), [
    "                 code lib/5.ts changed",
    "                 2 more reasons; --verbose lists them",
    "Of 1 stage: 1 to run, 0 fresh.",
  ]);
  assertEquals((await machine.run("plan", "--verbose")).stdout.split("\n").length, 10);
});

Deno.test("plan --exit-code is 10 where there is work and 0 where there is none", async () => {
  await using machine = await Machine.create({ plan: WORK });
  assertEquals((await machine.run("plan", "--exit-code")).code, 10);
  machine.script = { plan: [fresh("source"), WORK[1]!, WORK[2]!] };
  assertEquals((await machine.run("plan", "--exit-code")).code, 10);
  machine.script = { plan: FRESH };
  assertEquals(await machine.run("plan", "--exit-code"), {
    code: 0,
    stdout: "source  fresh\ntotal   fresh\npage    fresh\nEverything is fresh: 3 stages.\n",
    stderr: "",
  });
});

Deno.test("why follows reasons upstream to their leaf, and tells each stage's once", async () => {
  await using machine = await Machine.create({ plan: WORK });
  const { code, stdout } = await machine.run("why", "page");
  assertEquals(code, 0);
  assertEquals(
    stdout,
    `page may run; that depends on what comes out upstream:
  input total.sum may change, because total may run:
    input source.numbers may change, because source will run:
      param source.factor 0.5 → 0.1
  input source.numbers may change, because source will run
`,
  );
  assertEquals(machine.engine?.requests[0]?.request.until, "page");
  assertEquals(
    (await machine.run("why", "source")).stdout,
    `source will run:
  param source.factor 0.5 → 0.1
`,
  );
});

Deno.test("why says since when a stage is fresh, with key, run, params and digests", async () => {
  await using machine = await Machine.create({ plan: FRESH });
  const { stdout } = await machine.run("why", "source");
  assertEquals(stdout.split("\n").slice(0, 7), [
    "source is fresh since 2026-10-17 12:00:09 UTC",
    `  key ${keyFor("source")}`,
    "  made by run r1 in 4.2 s",
    "  nothing that it depends on has changed: its code, params, inputs, files, packages, runtime",
    "  param source.count = 3",
    "  param source.factor = 0.5",
    "  param source.loud = false",
  ]);
});

Deno.test("dag draws the graph as text, for Mermaid and for Graphviz", async () => {
  await using machine = await Machine.create({ plan: WORK });
  assertEquals(
    (await machine.run("dag")).stdout,
    `source    run
  total   may run  ← source.numbers
    page  may run  ← total.sum, source.numbers
`,
  );
  assertEquals(
    (await machine.run("dag", "--format=mermaid")).stdout,
    `flowchart LR
  s0["source<br>run"]:::run
  s1["total<br>may run"]:::may-run
  s2["page<br>may run"]:::may-run
  s0 -->|"numbers"| s1
  s1 -->|"sum"| s2
  s0 -->|"numbers"| s2
  classDef fresh stroke-dasharray: 0
  classDef run stroke-width: 3px
  classDef may-run stroke-dasharray: 4
`,
  );
  assertEquals(
    (await machine.run("dag", "--format", "dot")).stdout,
    `digraph pipeline {
  rankdir=LR;
  node [shape=box];
  "source" [label="source\\nrun", style=bold];
  "total" [label="total\\nmay run", style=dashed];
  "page" [label="page\\nmay run", style=dashed];
  "source" -> "total" [label="numbers"];
  "total" -> "page" [label="sum"];
  "source" -> "page" [label="numbers"];
}
`,
  );
});
