import { assertEquals, assertRejects } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import type { BundleReply } from "../../lib/engine/code/bundle_worker.ts";
import { BundleError, EnvironmentError } from "../../lib/engine/errors.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** While it lasts, workers start on a module that throws. */
function brokenWorkers(): Disposable & { readonly ended: () => number } {
  const { Worker } = globalThis;
  let ended = 0;
  const broken = "data:text/javascript,throw new Error('no bundler here')";
  globalThis.Worker = class extends Worker {
    constructor(_url: string | URL, options?: WorkerOptions) {
      super(broken, options);
    }
    override terminate(): void {
      ended += 1;
      super.terminate();
    }
  };
  return { ended: () => ended, [Symbol.dispose]: () => void (globalThis.Worker = Worker) };
}

Deno.test("a bundler whose worker broke fails what was asked and answers what is asked next", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 1 });" });
  const { stage } = nodeOf(folder.path, "stage");
  using bundler = new Bundler(folder.path);
  {
    using workers = brokenWorkers();
    const asked = [bundler.stage(stage), bundler.stage(stage)];
    for (const answer of asked) {
      await assertRejects(() => answer, EnvironmentError, "Cannot start the bundler");
    }
    assertEquals(workers.ended(), 1);
  }
  assertEquals((await bundler.stage(stage)).sources.map(({ path }) => path), ["stage.ts"]);
});

/** While it lasts, workers only answer with `reply`. What they are given is noted. */
function answeringWorkers(reply: BundleReply) {
  const { Worker } = globalThis;
  const options: unknown[] = [];
  let ended = 0;
  class Answering extends EventTarget {
    onmessage: ((event: { readonly data: BundleReply }) => void) | null = null;
    constructor(_url: URL, given: unknown) {
      super();
      options.push(given);
    }
    postMessage(): void {
      queueMicrotask(() => this.onmessage?.({ data: reply }));
    }
    terminate(): void {
      ended += 1;
    }
  }
  Object.assign(globalThis, { Worker: Answering });
  return {
    options,
    ended: () => ended,
    [Symbol.dispose]: () => void Object.assign(globalThis, { Worker }),
  };
}

Deno.test("the bundler's worker may read files and nothing else, is one for all, and ends with the bundler", async () => {
  const reply = { type: "assets", texts: { page: "text" } } as const;
  const source = { module: "file:///project/a.ts", assets: { page: { script: "./page.ts" } } };
  using workers = answeringWorkers(reply);
  {
    using bundler = new Bundler("/project");
    assertEquals(workers.options, []);
    for (let i = 0; i < 2; i++) assertEquals(await bundler.assets(source), reply.texts);
    const no = { write: false, net: false, env: false, run: false, ffi: false, sys: false };
    const permissions = { read: "inherit", import: false, ...no };
    assertEquals(workers.options, [{ type: "module", name: "bundler", deno: { permissions } }]);
    assertEquals(workers.ended(), 0);
  }
  assertEquals(workers.ended(), 1);
});

Deno.test("a reply of the bundler that failed is thrown as its kind, with place and cause", async () => {
  const { stage } = nodeOf("/project", "stage");
  for (const kind of ["stage", "environment"] as const) {
    const reply = { type: "failed", kind, message: "no", at: "a.ts:1" } as const;
    for (const cause of ["why", null]) {
      using _ = answeringWorkers({ ...reply, cause });
      using bundler = new Bundler("/project");
      const error = await assertRejects(() => bundler.stage(stage), Error, "no");
      assertEquals(error instanceof EnvironmentError, kind === "environment");
      assertEquals(
        error instanceof BundleError ? error.at : null,
        kind === "stage" ? "a.ts:1" : null,
      );
      assertEquals(error.cause instanceof Error ? error.cause.message : null, cause);
    }
  }
});

Deno.test("a reply of the bundler without what was asked for is refused", async () => {
  const { stage } = nodeOf("/project", "stage");
  using _ = answeringWorkers({ type: "assets", texts: {} });
  using bundler = new Bundler("/project");
  const source = { module: "file:///project/a.ts", assets: { page: { script: "./page.ts" } } };
  for (const ask of [() => bundler.stage(stage), () => bundler.assets(source)]) {
    await assertRejects(ask, TypeError, "gave what was not asked for: assets");
  }
});
