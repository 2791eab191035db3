import { assert, assertEquals } from "@std/assert";
import { runFacts } from "../../lib/cli/run_facts.ts";
import type { StageResult } from "../../lib/engine/result.ts";
import {
  blocked,
  digestFor,
  done,
  failed,
  keyFor,
  resultOf,
  sampleProgram,
} from "./sample_program.ts";

const { pipeline } = sampleProgram("/project");
const FINISHED = "2026-10-18T08:00:10.000Z";

/** The facts of the stages of a run of 9 seconds. */
function factsOf(...stages: StageResult[]) {
  const result = { ...resultOf(stages), run: "r2", elapsedMs: 9_000, finishedAt: FINISHED };
  return runFacts(result, "typed", pipeline).stages;
}

/** A stage that was executed in a run, and recorded so many milliseconds before the end. */
function executed(beforeEndMs: number, elapsedMs: number, run = "r2"): StageResult {
  const stage = done("total", "ran", elapsedMs);
  assert(stage.state === "ran");
  const madeAt = new Date(Date.parse(FINISHED) - beforeEndMs).toISOString();
  return { ...stage, origin: { run, madeAt, elapsedMs } };
}

Deno.test("a stage that the run executed started as long before its record as it took", () => {
  const start = (stage: StageResult) => factsOf(stage)[0]?.startMs;
  assertEquals(start(executed(1_000, 3_000)), 5_000);
  assertEquals(start(executed(0, 9_000)), 0);
  // A clock that was set back gives no time before the start.
  assertEquals(start(executed(1_000, 8_500)), 0);
  assertEquals(start(executed(1_000, 3_000, "r1")), null);
  assertEquals(start(done("total", "hit")), null);
  assertEquals(
    start(failed("total", { kind: "stage", message: "no", at: null, cause: null })),
    null,
  );
  assertEquals(start(blocked("total", "source")), null);
});

Deno.test("a stage has the stages that it needs, each once, its key, reasons, params and outputs", () => {
  const reason = { kind: "forced", subject: "page" } as const;
  const [page, source, lost] = factsOf(
    done("page", "ran", 80, [reason]),
    done("source", "hit"),
    { ...done("total", "hit"), name: "gone" },
  );
  assertEquals(page?.needs, ["total", "source"]);
  assertEquals(page?.reasons, ["forced"]);
  assertEquals([source?.needs, lost?.needs], [[], []]);
  assertEquals([source?.key, source?.state, source?.elapsedMs], [keyFor("source"), "hit", 0]);
  assertEquals(source?.params["count"], 3);
  assertEquals(source?.outputs, [
    { name: "numbers", digest: digestFor("numbers"), sizeBytes: 47_040_016 },
    { name: "notes", digest: digestFor("notes"), sizeBytes: 6 },
  ]);
});

Deno.test("a stage that failed or was blocked has no outputs, one that was blocked no key", () => {
  const error = { kind: "stage", message: "no", at: null, cause: null } as const;
  const [total, page] = factsOf(failed("total", error), blocked("page", "total"));
  assertEquals([total?.key, total?.outputs], [keyFor("total"), []]);
  assertEquals([page?.key, page?.outputs, page?.needs], ["", [], ["total", "source"]]);
});

Deno.test("the facts of a run are its own, with what to type and the machine", () => {
  const result = { ...resultOf([]), finishedAt: FINISHED };
  const { stages, versions, machine, ...facts } = runFacts(result, "typed", pipeline);
  assertEquals(facts, { run: null, finishedAt: FINISHED, elapsedMs: 5_432, command: "typed" });
  assertEquals(stages, []);
  assertEquals({ ...versions }, { ...Deno.version });
  assertEquals([machine.os, machine.arch], [Deno.build.os, Deno.build.arch]);
  assertEquals(machine.cores, navigator.hardwareConcurrency);
});
