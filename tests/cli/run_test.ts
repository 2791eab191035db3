import { assertEquals, assertStringIncludes } from "@std/assert";
import type { RunEvent } from "../../lib/engine/result.ts";
import { blocked, done, failed, keyFor, resultOf } from "./sample_program.ts";
import { errorOf } from "../../lib/cli/swept_run.ts";
import { Machine } from "./terminal.ts";

const HITS = resultOf([done("source", "hit"), done("total", "hit"), done("page", "hit")]);
const PARAM = { kind: "param", subject: "source.factor", before: 0.5, after: 0.1 } as const;
const INPUT = {
  kind: "input",
  subject: "source.numbers",
  before: "0".repeat(64),
  after: "1".repeat(64),
} as const;
const RAN = resultOf([
  done("source", "ran", 4_249, [PARAM]),
  done("total", "cut-off"),
  done("page", "ran", 80, [INPUT, { kind: "code", subject: "lib/a.ts", before: "x", after: "y" }]),
]);
const STARTED: readonly RunEvent[] = [
  { type: "stage-started", stage: "source", reasons: [PARAM] },
  { type: "stage-log", stage: "source", line: "three\u001b[2J numbers" },
];

Deno.test("a run in which all stages hit says so in one calm line, with figures and the report", async () => {
  await using machine = await Machine.create({ results: [HITS] });
  const { code, stdout, stderr } = await machine.run();
  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout,
    `Everything is fresh: 3 stages, nothing to run (5.4 s).
total.sum 12 · total.loss 0.2661
artifacts/report.html
`,
  );
});

Deno.test("a run tells of each stage its state, time and reasons down to the leaf", async () => {
  await using machine = await Machine.create({ results: [RAN], events: STARTED });
  const { code, stdout, stderr } = await machine.run();
  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout,
    `source  started
source  ran      4.2 s       param source.factor 0.5 → 0.1
total   cut off              its inputs came out unchanged
page    ran      80 ms       input source.numbers changed, code lib/a.ts changed

Ran 2 of 3 stages in 5.4 s, run r2.
total.sum 12 · total.loss 0.2661
artifacts/report.html
`,
  );
});

Deno.test("--verbose adds log lines and digests, and replays the log of a hit", async () => {
  await using machine = await Machine.create({ results: [RAN], events: STARTED });
  const { stdout } = await machine.run("--verbose");
  assertStringIncludes(stdout, "  source | three\uFFFD[2J numbers\n");
  assertStringIncludes(stdout, "  source.numbers  47.0 MB  sha256 6e756d");
  assertEquals(stdout.includes("made source"), false);
  machine.script = { results: [HITS] };
  assertStringIncludes((await machine.run("-v")).stdout, "source  hit\n");
  const said = "  source | made source\n  source · step 1 of 2 (1.5 s)\n";
  assertStringIncludes((await machine.run("-v")).stdout, said);
});

Deno.test("--quiet says nothing of a run that succeeds, but warns", async () => {
  const events: readonly RunEvent[] = [...STARTED, { type: "warning", message: "odd" }];
  await using machine = await Machine.create({ results: [RAN], events });
  assertEquals(await machine.run("--quiet"), { code: 0, stdout: "", stderr: "warning: odd\n" });
});

Deno.test("hits are told once something else happens", async () => {
  const result = resultOf([
    done("source", "hit"),
    done("total", "ran", 5, [PARAM]),
    done("page", "hit"),
  ]);
  await using machine = await Machine.create({ results: [result] });
  const { stdout } = await machine.run();
  assertStringIncludes(stdout, "source  hit\ntotal   ran      5 ms        param");
});

Deno.test("progress is told now and then where there is no terminal", async () => {
  await using machine = await Machine.create({
    results: [RAN],
    events: STARTED,
    during: ({ observe = () => {} }) => {
      for (const [at, epoch] of [[1_000, 1], [5_000, 2], [9_000, 3], [10_000, 4]] as const) {
        machine.clockMs = at;
        const progress = { done: epoch, total: 9, unit: "epoch", note: "loss 0.5" };
        observe({ type: "stage-progress", stage: "source", progress });
      }
    },
  });
  const { stdout } = await machine.run();
  assertEquals(stdout.split("\n").slice(0, 4), [
    "source  started",
    "source  epoch 2 of 9, loss 0.5",
    "source  epoch 4 of 9, loss 0.5",
    "source  ran      4.2 s       param source.factor 0.5 → 0.1",
  ]);
});

Deno.test("a failed stage exits 1 and tells stage, place, cause, key, what was kept and what to do", async () => {
  const error = {
    kind: "stage",
    message: "Cannot add: found NaN\nin row 3",
    at: "lib/sum.ts:12",
    cause: "overflow",
  } as const;
  const result = resultOf([
    done("source", "ran", 5),
    failed("total", error),
    blocked("page", "total"),
  ]);
  await using machine = await Machine.create({ results: [result] });
  const { code, stdout, stderr } = await machine.run();
  assertEquals(code, 1);
  assertEquals(
    stdout,
    `source  ran      5 ms
total   failed   1.2 s       Cannot add: found NaN
page    blocked              Stage "page" was not executed because stage "total" failed
`,
  );
  assertEquals(
    stderr,
    `
Stage "total" failed after 1.2 s: Cannot add: found NaN
  in row 3
  at lib/sum.ts:12
  cause: overflow
  key ${keyFor("total")}
Kept: source (in artifacts)
Not run because of it: page
Next: put right what the message names, then run the same command again; it goes on from here
`,
  );
});

Deno.test("with several causes the highest of 1, 3 and 4 is the exit code", async () => {
  const error = (kind: "stage" | "environment" | "integrity") =>
    ({ kind, message: "no", at: null, cause: null }) as const;
  const codeFor = async (...kinds: Parameters<typeof error>[0][]): Promise<number> => {
    const names = ["source", "total", "page"] as const;
    const stages = kinds.map((kind, i) => failed(names[i]!, error(kind)));
    await using machine = await Machine.create({ results: [resultOf(stages)] });
    return (await machine.run()).code;
  };
  assertEquals(await codeFor("stage"), 1);
  assertEquals(await codeFor("environment", "stage"), 3);
  assertEquals(await codeFor("environment", "integrity", "stage"), 4);
});

Deno.test("under --json people's text is on stderr and one document on stdout", async () => {
  await using machine = await Machine.create({ results: [RAN], events: STARTED });
  const { stdout, stderr } = await machine.run("--json");
  assertEquals(JSON.parse(stdout).schema, "run/1");
  assertStringIncludes(stderr, "source  ran      4.2 s");
});

Deno.test("a run that could not be kept says why, what is lost and what is not, and exits as the cause does", async () => {
  const error = {
    kind: "environment",
    message: "no store\nany more",
    at: null,
    cause: null,
  } as const;
  const result = resultOf([done("source", "ran"), done("total", "hit"), done("page", "ran")]);
  const lost = {
    ...result,
    outcome: "failed",
    loss: { error, stages: ["source", "page"] },
  } as const;
  await using machine = await Machine.create({ results: [lost] });
  const { code, stderr } = await machine.run();
  assertEquals(code, 3);
  assertEquals(
    stderr.trim(),
    `The run could not be kept: no store
  any more
Lost: source, page
Kept: total (in artifacts)
Next: run the same command again; what is lost is executed once more`,
  );
  assertEquals(machine.engine?.reads, 0, "its report is not written");
  const [run] = [{ ...lost, params: {}, foundIn: lost.run }];
  assertEquals(errorOf(run), error);
  assertEquals(errorOf({ ...run, outcome: "cancelled" }), null);
});
