/**
 * Sweeps over the real pipeline, on a data set of six images.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { SweepDocument } from "../../lib/cli/sweep_document.ts";
import { declaredMetrics } from "../../lib/engine/metrics.ts";
import { program } from "../../pipeline.ts";
import { gzipped, NAMES, ROLES, tinyFiles } from "../data/idx_bytes.ts";
import { REPOSITORY } from "../support/project.ts";
import { runPipeline, taskFlags } from "../support/task.ts";

/** Runs `sweep` with the task's own rights, in a store of its own, and hands over what it says. */
async function withSweep(
  args: readonly string[],
  use: (document: SweepDocument, store: string, stderr: string) => Promise<void>,
): Promise<void> {
  const store = `artifacts/test-${crypto.randomUUID()}`;
  const data = `${REPOSITORY}/${store}/data`;
  await Deno.mkdir(data, { recursive: true });
  try {
    const files = tinyFiles();
    for (const role of ROLES) {
      await Deno.writeFile(`${data}/${NAMES[role]}.gz`, await gzipped(files[role]));
    }
    const { code, stdout, stderr } = await runPipeline(await taskFlags(), [
      "sweep",
      ...args.map((arg) => arg.replace("STORE", store)),
      "--json",
      `--artifacts=${store}`,
      "--set=fetch.dataset=tiny",
      "--set=fetch.source=directory",
      `--set=fetch.directory=${store}/data`,
    ]);
    assertEquals(code, 0, stderr);
    await use(JSON.parse(stdout), store, stderr);
  } finally {
    await Deno.remove(`${REPOSITORY}/${store}`, { recursive: true });
  }
}

Deno.test("a sweep by validation loss trains, does not evaluate, and draws a page with a curve each", async () => {
  const args = ["train.epochs=2,3", "train.learningRate=0.1..1:2", "--html=STORE/sweep.html"];
  const all = [...args, "--set=preprocess.validation=3"];
  await withSweep(all, async ({ by, better, combinations, html }, store) => {
    assertEquals([by, better, html], ["validation.loss", "lower", `${store}/sweep.html`]);
    assertEquals(combinations.length, 4);
    const losses = combinations.map(({ metrics }) => metrics["validation.loss"]!);
    assertEquals(losses, losses.toSorted((a, b) => a - b));
    const executed = combinations.flatMap((one) => one.executed).toSorted();
    assertEquals(executed, ["fetch", "preprocess", "train", "train", "train", "train"]);
    const page = await Deno.readTextFile(`${REPOSITORY}/${html}`);
    assertStringIncludes(page, `4 combinations, best validation.loss`);
    assertEquals(page.match(/<path class="line/g)?.length, 4);
    assertStringIncludes(page, '"kinds":[{"name":"validationLoss"');
  });
});

Deno.test("a sweep by a test metric warns in one sentence, evaluates, and builds no report", async () => {
  const args = ["train.epochs=1", "--by=test.accuracy", "--set=preprocess.validation=3"];
  await withSweep(args, ({ combinations: [one] }, _, stderr) => {
    assertEquals(stderr.match(/^warning: .*$/gm), [
      "warning: test.accuracy is there to judge what was chosen; chosen by it, the best would look " +
      "better than it is",
    ]);
    assertEquals(one?.executed, ["fetch", "preprocess", "train", "evaluate"]);
    const declared = declaredMetrics(program.pipeline).map(({ name }) => name);
    assertEquals(Object.keys(one!.metrics).toSorted(), declared.toSorted());
    return Promise.resolve();
  });
});

Deno.test("every metric is declared: little of losses and errors, much of accuracy; test metrics judge", () => {
  const declared = declaredMetrics(program.pipeline);
  for (const { name, better, judges = false } of declared) {
    assertEquals(better, /loss|error/i.test(name) ? "lower" : "higher", name);
    assertEquals(judges, name.startsWith("test."), name);
  }
  assert(declared.some(({ name }) => name === program.sweep?.by));
});
