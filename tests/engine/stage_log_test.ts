import { assert, assertEquals } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { StageLog } from "../../lib/engine/stage_log.ts";
import { answeringServer } from "../support/answering_server.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A log that was told of so many steps, a millisecond each. */
function logOf(steps: number): StageLog {
  const log = new StageLog(1000);
  for (let done = 0; done < steps; done++) {
    log.report({ done, total: steps, unit: "step" }, 1000 + done);
  }
  return log;
}

Deno.test("progress() has every report of a stage that makes few", () => {
  assertEquals(new StageLog(0).progress(), []);
  for (const steps of [1, 2, 99, 100]) {
    assertEquals(logOf(steps).progress().map(({ done }) => done), [...Array(steps).keys()]);
  }
});

Deno.test("progress() of a stage that makes many has evenly spaced ones, the first and the last", () => {
  for (const steps of [101, 102, 1000, 12_345, 100_000]) {
    const kept = logOf(steps).progress().map(({ done }) => done);
    assert(kept.length > 50 && kept.length <= 101, `${kept.length} of ${steps}`);
    assertEquals([kept[0], kept.at(-1)], [0, steps - 1]);
    const gaps = kept.slice(1).map((done, i) => done - kept[i]!);
    // The last is kept wherever it falls.
    assertEquals(new Set(gaps.slice(0, -1)).size, 1, `${steps}`);
  }
});

Deno.test("a report says when it came and after how many lines", () => {
  const log = new StageLog(1000);
  log.lines.push("one", "two");
  log.report({ done: 1, total: 2, unit: "file", note: "a.txt" }, 1250);
  assertEquals(log.progress(), [
    { done: 1, total: 2, unit: "file", note: "a.txt", afterMs: 250, afterLines: 2 },
  ]);
});

const FLAKY = `export async function run({ log, progress }) {
  const response = await fetch("URL");
  const text = await response.text();
  log("heard " + text);
  progress({ done: 1, total: 1, unit: "answer", note: text });
  if (text === "no") throw new Error("no");
  return { x: text };
}`;

Deno.test(
  "a record holds the log and the progress of the last try, and a hit gives them again",
  async () => {
    const answers = ["no", "yes"];
    await using server = answeringServer(() => new Response(answers.shift() ?? "yes"));
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, { "flaky.ts": FLAKY.replace("URL", server.url) });
    const node = nodeOf(folder.path, "flaky", { net: () => [server.host], retries: 1 });
    using engine = openEngine({ pipeline: definePipeline([node]), root: folder.path });
    const said = async (): Promise<unknown> => {
      const [stage] = (await engine.run()).stages;
      assert(stage !== undefined && "progress" in stage);
      const notes = stage.progress.map(({ note, afterLines }) => [note, afterLines]);
      return [stage.state, stage.log, notes];
    };
    assertEquals(await said(), ["ran", ["heard yes"], [["yes", 1]]]);
    assertEquals(await said(), ["hit", ["heard yes"], [["yes", 1]]]);
  },
);
