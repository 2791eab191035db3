import { assert, assertEquals } from "@std/assert";
import type { BackendName } from "../../../lib/ml/kernel/backend.ts";
import { openSession, type Session } from "../../../lib/ml/kernel/session.ts";
import { type Desk, type Helpers } from "../../../lib/ml/kernel/team.ts";
import { trainEpochs } from "../../../lib/ml/kernel/train_epochs.ts";
import { trainLbfgs } from "../../../lib/ml/kernel/train_lbfgs.ts";
import { type Synthetic, synthetic } from "../synthetic.ts";
import { WorkerHelpers } from "./helpers.ts";

const NONE: Helpers = { count: 0, start: () => {} };
const MAP = { scale: 1 / 255, offset: -0.5 };
const SGD = {
  seed: 3,
  epochs: 2,
  learningRate: 0.5,
  schedule: "cosine",
  stepEpochs: 1,
  stepFactor: 1,
  l2: 0.001,
  momentum: 0.5,
} as const;
const LBFGS = { l2: 0.001, maxIterations: 5, gradientTolerance: 1e-6 };

function open(name: BackendName, data: Synthetic, helpers: Helpers): Session {
  const { q, labels, D, K } = data;
  const validation = { q: q.subarray(0, 200 * D), labels: labels.subarray(0, 200) };
  return openSession(name, { train: { q, labels }, validation, D, K, ...MAP }, helpers);
}

/** All that can be seen of a training: what was measured, and the bits of parameters and gradient. */
function outcome(session: Session, epochs: Iterable<unknown>) {
  const seen = [...epochs];
  const { parameters, gradient } = session.backend;
  const bits = (numbers: Float32Array) => new Uint32Array(numbers.slice().buffer);
  return { epochs: seen, parameters: bits(parameters), gradient: bits(gradient) };
}

function trainedBy(name: BackendName, data: Synthetic, batchSize: number, helpers: Helpers) {
  using session = open(name, data, helpers);
  return outcome(session, trainEpochs(session, { ...SGD, batchSize }));
}

for (const name of ["kernel", "twin"] as const) {
  Deno.test(`${name}: 1, 2, 3, 4 and 8 threads train the same model, to the last bit`, async () => {
    using helpers = await WorkerHelpers.ready(7);
    for (
      const [data, batchSize] of [
        [synthetic(1500, 33, 10, 1), 1024],
        [synthetic(1100, 17, 3, 2), 1100],
        [synthetic(700, 5, 26, 3), 129],
        [synthetic(513, 40, 2, 4), 64],
      ] as const
    ) {
      const alone = trainedBy(name, data, batchSize, NONE);
      for (const threads of [2, 3, 4, 8]) {
        const together = trainedBy(name, data, batchSize, helpers.first(threads - 1));
        assertEquals(together, alone, `${threads} threads, batches of ${batchSize}`);
      }
    }
  });

  Deno.test(`${name}: L-BFGS goes the same way with any number of threads`, async () => {
    using helpers = await WorkerHelpers.ready(3);
    const data = synthetic(1500, 20, 4, 5);
    const [alone, two, four] = [0, 1, 3].map((count) => {
      using session = open(name, data, helpers.first(count));
      return outcome(session, trainLbfgs(session, LBFGS));
    });
    assertEquals(two, alone);
    assertEquals(four, alone);
    assertEquals(alone!.epochs.length, 5);
  });
}

/** Counts the chunks that the leading thread computes by itself. */
function countOwnChunks({ backend }: Session): { count: number } {
  const { chunk } = backend;
  const own = { count: 0 };
  const counting: typeof chunk = (...args) => {
    own.count += 1;
    return chunk(...args);
  };
  Object.assign(backend, { chunk: counting });
  return own;
}

Deno.test("a sum waits for no helper that has not come, and takes in those that come late", async () => {
  using helpers = await WorkerHelpers.ready(2);
  const data = synthetic(3000, 20, 4, 6);
  const alone = trainedBy("kernel", data, 3000, NONE);
  const called: Desk[] = [];
  using session = open("kernel", data, { count: 2, start: (desk) => called.push(desk) });
  const epochs = trainEpochs(session, { ...SGD, batchSize: 3000 });
  const first = epochs.next().value;

  helpers.start(called[0]!, 2);
  const own = countOwnChunks(session);
  let chunks = 0;
  // Until they are there; the sums go on in the meantime.
  for (; own.count === chunks; chunks += 24) session.sumsOver(3000, 3000, true);

  assertEquals([first, ...epochs], alone.epochs);
});

Deno.test("helpers are let go with the training, whether they sleep or look", async () => {
  using helpers = await WorkerHelpers.ready(3);
  for (const sums of [0, 1, 200]) {
    const letGo = helpers.letGo(3);
    {
      using session = open("kernel", synthetic(1000, 20, 4, 7), helpers.first(3));
      for (let i = 0; i < sums; i++) session.sumsOver(1000, 1000, true);
      if (sums === 1) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await letGo;
  }
});

Deno.test("thousands of sums of a few chunks come out the same, however the threads meet", async () => {
  using helpers = await WorkerHelpers.ready(3);
  const data = synthetic(600, 6, 3, 8);
  using alone = open("kernel", data, NONE);
  using team = open("kernel", data, helpers.first(3));
  const own = countOwnChunks(team);
  let chunks = 0;
  for (let i = 0; i < 10_000; i++) {
    const count = 256 + i % 300;
    chunks += Math.ceil(count / 128);
    assertEquals(team.sumsOver(600, count, true), alone.sumsOver(600, count, true));
    const differs = team.backend.gradient.findIndex((d, j) => d !== alone.backend.gradient[j]);
    assertEquals(differs, -1);
  }
  assert(own.count < chunks, "no helper has helped");
});
