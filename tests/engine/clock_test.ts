/**
 * Runs of a process whose clock jumps; the file system's clock, which gives files their times, does not
 * follow.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const DAY_MS = 86_400_000;

/** The process's clock, set by so many milliseconds until the result is disposed of. */
function clockSetBy(ms: number): Disposable {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [number]) {
      super(given.length === 0 ? RealDate.now() + ms : given[0]);
    }
    static override now(): number {
      return RealDate.now() + ms;
    }
  } as DateConstructor;
  return { [Symbol.dispose]: () => void (globalThis.Date = RealDate) };
}

Deno.test("fault 21: whatever the clock says, what was made is found and what was changed is seen", async () => {
  await using folder = await temporaryFolder();
  const { path: root } = folder;
  await writeFiles(root, {
    "stage.ts":
      "export const run = ({ files }) => ({ x: new TextDecoder().decode(files.text) + '!' });",
    "text.txt": "one",
  });
  const stage = nodeOf(root, "stage", { files: () => ({ text: "text.txt" }) });
  const pipeline = definePipeline([stage]);
  const runOn = async (days: number): Promise<[state: string, value: unknown]> => {
    using _ = clockSetBy(days * DAY_MS);
    using engine = openEngine({ pipeline, root });
    const { stages: [result] } = await engine.run();
    if (result === undefined || !("outputs" in result)) throw new Error(result?.state);
    return [result.state, await engine.read(result.outputs["x"]!)];
  };
  assertEquals(await runOn(0), ["ran", "one!"]);
  for (const days of [10, -10, 0, -10, 10]) assertEquals(await runOn(days), ["hit", "one!"]);
  for (const [days, text] of [[10, "two"], [-10, "six"], [0, "ten"]] as const) {
    // The same size, so that only times tell.
    await writeFiles(root, { "text.txt": text });
    assertEquals(await runOn(days), ["ran", `${text}!`], `${days} days`);
    assertEquals(await runOn(-days), ["hit", `${text}!`], `${-days} days`);
  }
});
