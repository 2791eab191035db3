import { assertEquals, assertStringIncludes } from "@std/assert";
import { PAST_RUNS, RECORDED } from "./past_runs.ts";
import { fresh, toRun } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const PLAN = [fresh("source"), fresh("total"), fresh("page")];
const SCRIPT = { plan: PLAN, recorded: RECORDED, runs: PAST_RUNS };

Deno.test("log prints what a stage said, its progress where it came, and nothing that steers a terminal", async () => {
  await using machine = await Machine.create(SCRIPT);
  assertEquals(await machine.run("log", "source", "--set=source.count=4"), {
    code: 0,
    stdout: `source ran in 4.2 s until 2026-10-17 12:00:09 UTC, run 20261017T120009-a1a1a1:
  · step 0 of 2 (20 ms)
  one
  two
  three
  four
  five
  six
  · step 2 of 2, all (1.5 s)
  se\uFFFDven
`,
    stderr: "",
  });
  assertEquals(machine.engine!.requests, [
    { method: "plan", request: { params: { source: { count: 4 } }, until: "source" } },
  ]);
  assertEquals((await machine.run("log", "page", "--quiet")).stdout, "  It said nothing.\n");
});

Deno.test("log --run tells what a stage said in a past run, also before it failed", async () => {
  await using machine = await Machine.create(SCRIPT);
  const past = await machine.run("log", "total", "--run=four");
  assertStringIncludes(past.stdout, "run 20261017T120009-a1a1a1:\n  added up\n");
  assertEquals(
    (await machine.run("log", "total", "--run", "20261018T080200-c3c3c3")).stdout,
    `total failed after 0 ms, run 20261018T080200-c3c3c3:
  failed: no sum
  of these
  at total.ts:7
`,
  );
});

Deno.test("log says that a stage was cancelled, not that it failed somewhere in the engine", async () => {
  const [run] = PAST_RUNS.filter(({ id }) => id === "20261018T080200-c3c3c3");
  const error = {
    kind: "stage",
    message: 'Stage "total" was cancelled',
    at: "lib/engine/sandbox/worker.ts:97",
    cause: null,
  } as const;
  const stages = run!.stages.map((stage) =>
    stage.name === "total" ? { ...stage, error, elapsedMs: 1500, log: ["begun"] } : stage
  );
  await using machine = await Machine.create({
    ...SCRIPT,
    runs: [{ ...run!, outcome: "cancelled", stages }],
  });
  assertEquals(
    (await machine.run("log", "total", `--run=${run!.id}`)).stdout,
    `total was cancelled after 1.5 s, run ${run!.id}:\n  begun\n`,
  );
});

Deno.test("log says why there is none to show", async () => {
  await using machine = await Machine.create({ ...SCRIPT, plan: [toRun("source", [])] });
  const refusal = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await machine.run("log", ...args);
    assertEquals(code, 2);
    return stderr.split("\n")[0]!;
  };
  assertEquals(
    await refusal("source"),
    'error: Stage "source" has not been executed for these params, code and inputs; ' +
      '"run --until source" with the same params does that, --run RUN looks at what a past run did',
  );
  assertEquals(
    await refusal("page", "--run=four"),
    'error: Run 20261018T080100-b2b2b2 has nothing of stage "page": it got to source, total',
  );
  assertEquals(
    await refusal("page", "--run=20261018T080200-c3c3c3"),
    'error: Stage "page" was not executed in run 20261018T080200-c3c3c3 because total failed',
  );
  assertEquals(
    await refusal("total", "--run=20261018T080300-d4d4d4"),
    'error: Nothing is kept of stage "total" in run 20261018T080300-d4d4d4: the run\'s process ' +
      "ended while it was executed",
  );
  assertEquals(
    await refusal("total", "--run=latest"),
    'error: Run 20261018T080400-e5e5e5 has nothing of stage "total": it goes on still',
  );
  assertEquals(await refusal("totl"), 'error: Unknown stage "totl"; did you mean "total"?');
  assertEquals(await refusal(), 'error: "log" needs STAGE');
  machine.script = { ...SCRIPT, recorded: [] };
  assertEquals(
    await refusal("total", "--run=four"),
    'error: The execution of stage "total" that run 20261018T080100-b2b2b2 used is no longer in ' +
      "the store; run the pipeline to make it again",
  );
});

Deno.test("a past run has its own params, so that --run goes with no flag that sets some", async () => {
  await using machine = await Machine.create(SCRIPT);
  for (const flag of ["--set=source.count=4", "--preset=many"]) {
    const { code, stderr } = await machine.run("log", "source", "--run=latest", flag);
    assertEquals([code, machine.engine], [2, null]);
    assertStringIncludes(stderr, "--run and --");
  }
});
