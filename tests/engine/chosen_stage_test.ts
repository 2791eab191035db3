import { assert, assertEquals, assertRejects } from "@std/assert";
import { chosenStage } from "../../lib/engine/chosen_stage.ts";
import { UsageError } from "../../lib/engine/errors.ts";
import { artifactOfRun } from "../../lib/engine/run_artifacts.ts";
import {
  answering,
  digestFor,
  fresh,
  keyFor,
  type Known,
  pastRun,
  pastStage,
  recorded,
} from "../support/recorded.ts";

const ID = "20261017T120009-a1a1a1";

async function refusal(work: () => Promise<unknown>): Promise<string> {
  const { problems: [problem, ...more] } = await assertRejects(work, UsageError);
  assertEquals(more, []);
  assertEquals(problem?.subject, "b");
  return problem?.message ?? "";
}

/** The refusal to choose `b` of a run. */
function refusalOf(known: Known): Promise<string> {
  return refusal(() => chosenStage(answering(known), { stage: "b", run: "best" }));
}

const error = (cause: string) => ({ kind: "blocked", message: "", at: null, cause }) as const;

Deno.test("what is fresh now is chosen with the keys of all that it needs, for the params given", async () => {
  const toRun = { name: "c", params: {}, action: "run", reasons: [], key: keyFor("c") } as const;
  const engine = answering({ plan: { stages: [fresh("a"), fresh("b"), toRun] } });
  const chosen = await chosenStage(engine, { stage: "b", params: { a: { n: 2 } } });
  assertEquals(engine.requests, [{ params: { a: { n: 2 } }, until: "b" }]);
  assertEquals(chosen.from, "now");
  assertEquals([...chosen.keys], [["a", keyFor("a")], ["b", keyFor("b")]]);
  await chosenStage(engine, { stage: "a" });
  assertEquals(engine.requests.at(-1), { params: {}, until: "a" });
});

Deno.test("a stage that is not fresh is not chosen, though others are", async () => {
  for (const action of ["run", "may-run"] as const) {
    const stale = { name: "b", params: {}, action, reasons: [], key: null } as const;
    const engine = answering({ plan: { stages: [fresh("a"), stale] } });
    assertEquals(
      await refusal(() => chosenStage(engine, { stage: "b" })),
      'Stage "b" has not been executed for these params, code and inputs; ' +
        '"run --until b" with the same params does that, --run RUN looks at what a past run did',
    );
  }
});

Deno.test("of a run a stage is chosen whether it was executed, a hit, cut off or failed", async () => {
  for (const state of ["ran", "hit", "cut-off", "failed"] as const) {
    const run = pastRun([pastStage("a"), pastStage("b", state), pastStage("c", "blocked")]);
    const engine = answering({ run });
    const chosen = await chosenStage(engine, { stage: "b", run: "best" });
    assertEquals(engine.requests, ["best"]);
    assertEquals([...chosen.keys.keys()], ["a", "b"]);
    assert(chosen.from === "run");
    assertEquals([chosen.run, chosen.stage], [run, run.stages[1]!]);
  }
});

Deno.test("a stage that a run has nothing of is refused with how far the run got", async () => {
  const beginning = `Run ${ID} has nothing of stage "b": `;
  const run = pastRun([pastStage("a"), pastStage("c")]);
  assertEquals(await refusalOf({ run }), `${beginning}it got to a, c`);
  const going = pastRun([pastStage("a")], { outcome: "running" });
  assertEquals(await refusalOf({ run: going }), `${beginning}it goes on still`);
  const nothing = pastRun([], { outcome: "died" });
  assertEquals(
    await refusalOf({ run: nothing }),
    `${beginning}it ended before it had finished any`,
  );
});

Deno.test("a stage that was not executed is refused with the stage that failed, at any distance", async () => {
  const notExecuted = `Stage "b" was not executed in run ${ID} because `;
  const failed = pastStage("f", "failed");
  const cases = [
    [[failed, pastStage("b", "blocked", { error: error("f") })], "f failed"],
    [[
      failed,
      pastStage("m", "blocked", { error: error("f") }),
      pastStage("b", "blocked", { error: error("m") }),
    ], "f failed"],
    [[failed, pastStage("b", "blocked")], "another stage failed"],
    [[pastStage("b", "blocked", { error: error("gone") })], "another stage failed"],
    // A circle, which no run leaves behind but a damaged row may tell of.
    [[
      pastStage("m", "blocked", { error: error("b") }),
      pastStage("b", "blocked", { error: error("m") }),
    ], "another stage failed"],
  ] as const;
  for (const [stages, why] of cases) {
    assertEquals(await refusalOf({ run: pastRun(stages) }), notExecuted + why);
  }
  assertEquals(
    await refusalOf({ run: pastRun([pastStage("b", "died")]) }),
    `Nothing is kept of stage "b" in run ${ID}: the run's process ended while it was executed`,
  );
});

Deno.test("an artifact of a run is that of the record that the run used", async () => {
  const run = pastRun([pastStage("a"), pastStage("b", "hit")]);
  const engine = answering({ run, recorded: [recorded("a"), recorded("b")] });
  const edge = { node: "b", output: "x" };
  assertEquals(await artifactOfRun(engine, "best", edge), {
    digest: digestFor("b.x"),
    sizeBytes: 1,
  });
});

Deno.test("an artifact that a run did not make, or that is kept no longer, is refused by what it is", async () => {
  const edge = { node: "b", output: "x" };
  const gone = `The execution of stage "b" that run best used is no longer in the store; ` +
    "run the pipeline to make it again";
  const of = (known: Known, output = "x") =>
    refusal(() => artifactOfRun(answering(known), "best", { ...edge, output }));
  assertEquals(
    await of({ run: pastRun([pastStage("b", "failed")]), recorded: [recorded("b")] }),
    `Stage "b" failed in run ${ID}, so that it has no b.x; "log b --run ${ID}" says why`,
  );
  const run = pastRun([pastStage("b")]);
  assertEquals(await of({ run }), gone);
  assertEquals(await of({ run, recorded: [recorded("b")] }, "y"), gone);
  assertEquals(await of({ run: pastRun([pastStage("b", "ran", { key: null })]) }), gone);
});
