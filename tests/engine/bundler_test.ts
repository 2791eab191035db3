import { assertEquals, assertRejects } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import { EnvironmentError } from "../../lib/engine/errors.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** While it lasts, workers start on a module that throws. */
function brokenWorkers(): Disposable {
  const { Worker } = globalThis;
  const broken = "data:text/javascript,throw new Error('no bundler here')";
  globalThis.Worker = class extends Worker {
    constructor(_url: string | URL, options?: WorkerOptions) {
      super(broken, options);
    }
  };
  return { [Symbol.dispose]: () => void (globalThis.Worker = Worker) };
}

Deno.test("a bundler whose worker broke fails what was asked and answers what is asked next", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 1 });" });
  const { stage } = nodeOf(folder.path, "stage");
  using bundler = new Bundler(folder.path);
  {
    using _ = brokenWorkers();
    const asked = [bundler.stage(stage), bundler.stage(stage)];
    for (const answer of asked) {
      await assertRejects(() => answer, EnvironmentError, "Cannot start the bundler");
    }
  }
  assertEquals((await bundler.stage(stage)).sources.map(({ path }) => path), ["stage.ts"]);
});
