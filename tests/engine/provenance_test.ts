import { assertEquals, assertRejects } from "@std/assert";
import type { CacheKey } from "../../lib/codec/digest.ts";
import { IntegrityError, UsageError } from "../../lib/engine/errors.ts";
import { provenanceOf } from "../../lib/engine/provenance.ts";
import {
  answering,
  digestFor,
  fresh,
  keyFor,
  pastRun,
  pastStage,
  reads,
  recorded,
} from "../support/recorded.ts";

const ID = "20261017T120009-a1a1a1";

/** Two ways from `a` to `d`, and `e`, which nothing of that needs. */
const DIAMOND = [
  recorded("a"),
  recorded("b", { inputs: reads("a") }),
  recorded("c", { inputs: reads("a") }),
  recorded("d", { inputs: reads("b", "c", "a") }),
  recorded("e"),
];
const NAMES = ["a", "b", "c", "d", "e"];

Deno.test("provenance is the stage and all that it depends on, each once and before what it depends on", async () => {
  const engine = answering({ plan: { stages: NAMES.map(fresh) }, recorded: DIAMOND });
  const { run, stages } = await provenanceOf(engine, { stage: "d" });
  assertEquals(run, null);
  assertEquals(stages.map(({ stage }) => stage), ["d", "c", "b", "a"]);
  assertEquals(stages[0], DIAMOND[3]);
  const { stages: some } = await provenanceOf(engine, { stage: "b" });
  assertEquals(some.map(({ stage }) => stage), ["b", "a"]);
});

Deno.test("provenance looks each record up once, by however many ways it leads there", async () => {
  const engine = answering({ plan: { stages: NAMES.map(fresh) }, recorded: DIAMOND });
  const asked: string[] = [];
  const counting = {
    ...engine,
    recorded: (key: CacheKey) => {
      asked.push(key);
      return engine.recorded(key);
    },
  };
  await provenanceOf(counting, { stage: "d" });
  assertEquals(asked, ["d", "b", "a", "c"].map(keyFor));
});

Deno.test("provenance of a past run is that of the keys which the run names", async () => {
  const run = pastRun(NAMES.map((name) => pastStage(name, "hit")));
  const found = await provenanceOf(answering({ run, recorded: DIAMOND }), {
    stage: "c",
    run: "best",
  });
  assertEquals([found.run, found.stages.map(({ stage }) => stage)], [run, ["c", "a"]]);
});

Deno.test("a chain is refused if a record of it is gone, however far back, with whose it was", async () => {
  const withoutA = DIAMOND.filter(({ stage }) => stage !== "a");
  const now = answering({ plan: { stages: NAMES.map(fresh) }, recorded: withoutA });
  const gone = (whose: string) =>
    `The execution of stage "a"${whose} is no longer in the store; ` +
    "run the pipeline to make it again";
  const error = await assertRejects(() => provenanceOf(now, { stage: "d" }), UsageError);
  assertEquals(error.problems, [{ subject: "a", message: gone("") }]);
  const run = pastRun(NAMES.map((name) => pastStage(name)));
  const then = answering({ run, recorded: withoutA });
  await assertRejects(
    () => provenanceOf(then, { stage: "d", run: "latest" }),
    UsageError,
    gone(` that run ${ID} used`),
  );
  const unnamed = answering({ run: pastRun([pastStage("d")]), recorded: DIAMOND });
  await assertRejects(
    () => provenanceOf(unnamed, { stage: "d", run: "latest" }),
    UsageError,
    'The execution of stage "b" that run',
  );
});

Deno.test("a stage that failed has no provenance, one that needs it neither", async () => {
  const run = pastRun([pastStage("a", "failed")], { outcome: "failed" });
  const engine = answering({ run, recorded: DIAMOND });
  const { problems } = await assertRejects(
    () => provenanceOf(engine, { stage: "a", run: "latest" }),
    UsageError,
  );
  assertEquals(problems, [{
    subject: "a",
    message: `Stage "a" failed in run ${ID}, so that it has no artifact; ` +
      `"log a --run ${ID}" says why`,
  }]);
});

Deno.test("records that do not agree on what one gave the other are no chain, at any level", async () => {
  const other = { x: { digest: digestFor("other"), sizeBytes: 1 } };
  const cases = [[other, digestFor("other")], [{}, "no such output"]] as const;
  for (const [outputs, given] of cases) {
    const [a, ...rest] = DIAMOND;
    const engine = answering({
      plan: { stages: NAMES.map(fresh) },
      recorded: [{ ...a!, outputs }, ...rest],
    });
    const { message } = await assertRejects(
      () => provenanceOf(engine, { stage: "d" }),
      IntegrityError,
    );
    assertEquals(
      message,
      `The record of stage "b" says that it read a.x as ${digestFor("a.x")}, the record of "a" ` +
        `that it gave ${given}; run with --force=a to make both anew`,
    );
  }
});
