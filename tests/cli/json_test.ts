import { assertEquals, assertNotEquals } from "@std/assert";
import { COMMANDS } from "../../lib/cli/command_table.ts";
import { COMPARED } from "./compared_runs.ts";
import type { Script } from "./fake_engine.ts";
import { broken } from "./json_rules.ts";
import { jsonDocs, mismatches } from "./json_schema.ts";
import { PAST_RUNS, RECORDED } from "./past_runs.ts";
import {
  blocked,
  digestFor,
  done,
  failed,
  fresh,
  mayRun,
  resultOf,
  toRun,
} from "./sample_program.ts";
import { SWEPT } from "./sample_sweep.ts";
import { Machine } from "./terminal.ts";

const DOCS = await jsonDocs();
const ERROR = { kind: "stage", message: "no", at: "a.ts:1", cause: "x" } as const;
const PARAM = { kind: "param", subject: "source.count", before: null, after: 3 } as const;
const DAMAGED = {
  digest: digestFor("sum"),
  stage: "total",
  output: "sum",
  problem: "size",
} as const;

const FRESH: Script = { plan: [fresh("source"), fresh("total"), fresh("page")] };
const WORK: Script = {
  plan: [toRun("source", [PARAM]), mayRun("total", [{ kind: "input", subject: "source.numbers" }])],
};
const RAN: Script = {
  results: [
    resultOf([done("source", "ran", 4, [PARAM]), done("total", "cut-off"), done("page", "hit")]),
  ],
};
const BROKEN: Script = {
  results: [resultOf([done("source", "hit"), failed("total", ERROR), blocked("page", "total")])],
};
const REPAIRED: Script = { ...RAN, damaged: [[DAMAGED]] };

const SUM = { digest: digestFor("sum"), sizeBytes: 3 };
const REPRODUCED: Script = {
  reproduction: {
    outcome: "failed",
    elapsedMs: 5,
    stages: [
      { name: "source", elapsedMs: 1, state: "identical", outputs: {} },
      {
        name: "total",
        elapsedMs: 1,
        state: "different",
        outputs: { sum: { before: SUM, after: SUM } },
        difference: {
          output: "sum",
          byteOffset: 2,
          path: "$.total",
          index: null,
          before: 1,
          after: 2,
        },
        causes: { likely: null, possible: ["nan"] },
      },
      {
        name: "page",
        elapsedMs: 1,
        state: "failed",
        error: ERROR,
        causes: { likely: "stack", possible: ["stack"] },
      },
    ],
  },
};

const USAGE = {
  runs: 3,
  records: 4,
  bundles: 5,
  objects: 6,
  quarantined: 1,
  objectBytes: 700,
  databaseBytes: 800,
  emptyBytes: 100,
  sizeBytes: 1600,
};

const REMOVED = {
  id: "20261017T120009-a1a1a1",
  startedAt: "2026-10-17T12:00:09.120Z",
  pipeline: "/elsewhere/pipeline.ts",
  records: 2,
  artifacts: [{ stage: "total", output: "sum", digest: digestFor("sum"), sizeBytes: 3 }],
  objectBytes: 3,
};

const KEPT = { pipeline: null, runs: 1, records: 2, objects: 3, objectBytes: 4 };
const COLLECTED = {
  before: USAGE,
  after: USAGE,
  removed: [REMOVED, { ...REMOVED, pipeline: null }],
  keptForOthers: [KEPT, { ...KEPT, pipeline: "/elsewhere/words/pipeline.ts" }],
};

const LOST: Script = {
  results: [{
    ...resultOf(
      (["source", "total", "page"] as const).map((name) => done(name, "ran", 0, [PARAM])),
    ),
    outcome: "failed",
    loss: { error: { ...ERROR, kind: "environment" }, stages: ["source"] },
  }],
};

const CASES: readonly (readonly [schema: string, script: Script, ...args: string[]])[] = [
  ["run/1", RAN, "run"],
  ["run/1", BROKEN],
  ["run/1", LOST, "run"],
  ["plan/1", FRESH, "plan"],
  ["plan/1", WORK, "plan"],
  ["why/1", FRESH, "why", "source"],
  ["why/1", WORK, "why", "total"],
  ["dag/1", { plan: [fresh("source"), ...WORK.plan!.slice(1), toRun("page", [])] }, "dag"],
  ["show/1", FRESH, "show", "source"],
  ["show/1", FRESH, "show", "total.sum"],
  ["show/1", FRESH, "show", "source.numbers", "--index=1"],
  ["export/1", FRESH, "export", "total.sum", "sum.json"],
  ["reproduce/1", REPRODUCED, "reproduce"],
  ["verify/1", {}, "verify"],
  ["verify/1", REPAIRED, "verify", "--repair"],
  ["verify/1", { unnamed: 1, damaged: [[{ ...DAMAGED, stage: null, output: null }]] }, "verify"],
  ["gc/1", { collection: { ...COLLECTED, removed: [], keptForOthers: [] } }, "gc", "--dry-run"],
  ["gc/1", { collection: COLLECTED }, "gc"],
  ["diff/1", COMPARED, "diff", "base", "latest"],
  ["diff/1", COMPARED, "diff", "base", "latest", "--html=page.html"],
  ["runs/1", { runs: PAST_RUNS }, "runs"],
  ["runs/1", { runs: PAST_RUNS }, "runs", "--rename=latest=best"],
  ["log/1", { ...FRESH, recorded: RECORDED }, "log", "source"],
  ["log/1", { runs: PAST_RUNS.slice(2) }, "log", "total", "--run=latest"],
  ["provenance/1", { ...FRESH, recorded: RECORDED }, "provenance", "page"],
  ["sweep/1", { sweep: SWEPT }, "sweep", "source.factor=0.1..0.4:4"],
  ["error/1", {}, "rnu", "--set=a.b=1"],
  ["error/1", {}, "run"],
  ["help/1", {}, "--help"],
  ["version/1", {}, "--version"],
];

/** The documents as they were looked at; `deno test … -- --update` writes what the commands print now. */
const GOLDEN = new URL("golden/documents.json", import.meta.url);

async function documentOf(script: Script, args: readonly string[]) {
  await using machine = await Machine.create(script);
  const { stdout } = await machine.run(...args, "--json");
  return JSON.parse(stdout);
}

Deno.test("every command prints one document, as docs/json.md describes it", async () => {
  for (const [schema, script, ...args] of CASES) {
    const document = await documentOf(script, args);
    assertEquals(document.schema, schema, args.join(" "));
    assertEquals(mismatches(DOCS, schema, document), [], args.join(" "));
    assertEquals(broken(document), [], args.join(" "));
  }
});

Deno.test("every document has the values that the engine gave, field by field", async () => {
  const documents: Record<string, unknown> = {};
  // Help is read from tables that have tests of their own.
  for (const [schema, script, ...args] of CASES.filter(([schema]) => schema !== "help/1")) {
    const line = args.join(" ") || "run, not named";
    const again = Object.keys(documents).filter((name) => name.startsWith(`${schema}: ${line}`));
    const name = `${schema}: ${line}${again.length === 0 ? "" : `, ${again.length + 1}`}`;
    documents[name] = await documentOf(script, args);
  }
  if (Deno.args.includes("--update")) {
    await Deno.writeTextFile(GOLDEN, JSON.stringify(documents, null, 2) + "\n");
  }
  const golden = JSON.parse(await Deno.readTextFile(GOLDEN));
  assertEquals(Object.keys(documents), Object.keys(golden));
  for (const [name, document] of Object.entries(documents)) {
    assertEquals(document, golden[name], name);
  }
});

Deno.test("docs/json.md describes the document of every command, and each has a case here", () => {
  const schemas = [...DOCS.entries.keys()].filter((name) => name.endsWith("/1"));
  const commands = Object.keys(COMMANDS).map((name) => `${name}/1`);
  assertEquals(new Set(schemas), new Set([...commands, "error/1", "help/1", "version/1"]));
  assertEquals(new Set(CASES.map(([schema]) => schema)), new Set(schemas));
});

Deno.test("the examples of docs/json.md are what its tables say", () => {
  assertNotEquals(DOCS.examples.size, 0);
  for (const [schema, example] of DOCS.examples) {
    assertEquals(mismatches(DOCS, schema, example), [], schema);
    assertEquals(broken(Object(example)), [], schema);
  }
});

Deno.test("the check against docs/json.md finds fields that are missing, unknown or of another type", () => {
  const example = DOCS.examples.get("error/1") as { errors: Record<string, unknown>[] };
  const damaged = structuredClone(example);
  Object.assign(damaged.errors[0]!, { nearest: 1, more: true });
  delete damaged.errors[0]!["message"];
  assertEquals(mismatches(DOCS, "error/1", damaged), [
    "$.errors.0.more is not described",
    "$.errors.0.message is missing",
    "$.errors.0.nearest is no string or null",
    "$.errors.0.nearest is 1, expected string",
  ]);
});

Deno.test("a run of nulls, or one that contradicts itself, is no run", async () => {
  const run = await documentOf(RAN, ["run"]);
  const nulls = Object.fromEntries(Object.keys(run).map((name) => [name, null]));
  assertNotEquals(mismatches(DOCS, "run/1", { ...nulls, schema: "run/1" }), []);
  const [first, ...others] = run.stages;
  const changed = (more: object) => ({ ...run, stages: [{ ...first, ...more }, ...others] });
  assertEquals(broken(run), []);
  const cases: readonly (readonly [object, string])[] = [
    [{ ...run, run: null }, "the run must have an id if and only if something was executed"],
    [
      { ...run, outcome: "failed" },
      "the run must have the outcome ok if and only if no stage failed and nothing was lost",
    ],
    [{ ...run, finishedAt: "today" }, '$.finishedAt is "today"'],
    [{ ...run, elapsedMs: -1 }, "$.elapsedMs is -1"],
    [changed({ key: null }), "stage source must have a key unless it is blocked"],
    [changed({ key: "7" }), '$.stages.0.key is "7"'],
    [changed({ outputs: {} }), "stage source must have outputs if it is done"],
    [
      changed({ reasons: [] }),
      "stage source must have a reason if it ran, and none if it is a hit",
    ],
    [
      changed({ error: ERROR }),
      "stage source must have an error if and only if it failed or is blocked",
    ],
  ];
  for (const [document, problem] of cases) assertEquals(broken({ ...document }), [problem]);
});
