import { assertEquals } from "@std/assert";
import type { BackendName } from "../../../lib/ml/kernel/backend.ts";
import { openSession, type Session } from "../../../lib/ml/kernel/session.ts";
import { type SharedState, type Workers } from "../../../lib/ml/kernel/team.ts";
import { nextItem, type WorkQueue } from "../../../lib/ml/kernel/tickets.ts";
import { trainEpochs } from "../../../lib/ml/kernel/train_epochs.ts";
import { trainLbfgs } from "../../../lib/ml/kernel/train_lbfgs.ts";
import { type Synthetic, synthetic } from "../synthetic.ts";
import { WorkerPool } from "./helpers.ts";

const NONE: Workers = { count: 0, start: () => {} };
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

function open(name: BackendName, data: Synthetic, workers: Workers): Session {
  const { q, labels, D, K } = data;
  const validation = { q: q.subarray(0, 200 * D), labels: labels.subarray(0, 200) };
  return openSession(name, { train: { q, labels }, validation, D, K, ...MAP }, workers);
}

/** The observable results of a training: measurements, and the bits of parameters and gradient. */
function outcome(session: Session, epochs: Iterable<unknown>) {
  const measured = [...epochs];
  const { parameters, gradient } = session.backend;
  const bits = (numbers: Float32Array) => new Uint32Array(numbers.slice().buffer);
  return { epochs: measured, parameters: bits(parameters), gradient: bits(gradient) };
}

function trainedBy(name: BackendName, data: Synthetic, batchSize: number, workers: Workers) {
  using session = open(name, data, workers);
  return outcome(session, trainEpochs(session, { ...SGD, batchSize }));
}

for (const name of ["kernel", "twin"] as const) {
  Deno.test(`${name}: 1, 2, 3, 4 and 8 threads train the same model, to the last bit`, async () => {
    using pool = await WorkerPool.open(7);
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
        const together = trainedBy(name, data, batchSize, pool.first(threads - 1));
        assertEquals(together, alone, `${threads} threads, batches of ${batchSize}`);
      }
    }
  });

  Deno.test(`${name}: L-BFGS has the same iterates with any number of threads`, async () => {
    using pool = await WorkerPool.open(3);
    const data = synthetic(1500, 20, 4, 5);
    const [alone, two, four] = [0, 1, 3].map((count) => {
      using session = open(name, data, pool.first(count));
      return outcome(session, trainLbfgs(session, LBFGS));
    });
    assertEquals(two, alone);
    assertEquals(four, alone);
    assertEquals(alone!.epochs.length, 5);
  });
}

/** Milliseconds: more than any machine needs, however busy. */
const LIMIT_MS = 60_000;

/**
 * Makes the main thread wait in the next sum until a worker thread has finished a chunk. So both take part,
 * whenever the system schedules the worker thread.
 */
function meetInNextSum({ backend }: Session, { queue }: SharedState): void {
  const first = nextItem(queue);
  const { chunk } = backend;
  const waiting: typeof chunk = (...args) => {
    Object.assign(backend, { chunk });
    waitForWorker(queue, first);
    return chunk(...args);
  };
  Object.assign(backend, { chunk: waiting });
}

/** Returns when an item from `first` on is finished. */
function waitForWorker({ finished }: WorkQueue, first: number): void {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  const limit = performance.now() + LIMIT_MS;
  while (!finished.some((_, slot) => Atomics.load(finished, slot) >= first)) {
    if (performance.now() > limit) throw new Error(`No worker took an item within ${LIMIT_MS} ms`);
    Atomics.wait(nothing, 0, 0, 1);
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const message = `The workers did not finish within ${LIMIT_MS} ms`;
  const timer = setTimeout(() => reject(new Error(message)), LIMIT_MS);
  await Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

Deno.test("a sum does not wait for workers that have not started, and uses workers that start late", async () => {
  using pool = await WorkerPool.open(2);
  const data = synthetic(3000, 20, 4, 6);
  const states: SharedState[] = [];
  using alone = open("kernel", data, NONE);
  using team = open("kernel", data, { count: 2, start: (state) => states.push(state) });
  const epochsOf = (session: Session) => trainEpochs(session, { ...SGD, batchSize: 3000 });
  const [epochsAlone, epochs] = [epochsOf(alone), epochsOf(team)];
  assertEquals(epochs.next(), epochsAlone.next());

  const [state] = states;
  pool.start(state!, 2);
  meetInNextSum(team, state!);
  assertEquals(team.sumsOver(3000, 3000, true), alone.sumsOver(3000, 3000, true));

  assertEquals([...epochs], [...epochsAlone]);
});

Deno.test("workers finish with the training, whether they sleep or spin, and take part in the next", async () => {
  using pool = await WorkerPool.open(3);
  const data = synthetic(1000, 20, 4, 7);
  using alone = open("kernel", data, NONE);
  const expected = alone.sumsOver(1000, 1000, true);
  for (const sums of [0, 1, 200]) {
    const finished = pool.finished(3);
    {
      using session = open("kernel", data, pool.first(3));
      for (let i = 0; i < sums; i++) assertEquals(session.sumsOver(1000, 1000, true), expected);
      if (sums === 1) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await inTime(finished);
  }
  const states: SharedState[] = [];
  using next = open("kernel", data, { count: 3, start: (state) => states.push(state) });
  pool.start(states[0]!, 3);
  meetInNextSum(next, states[0]!);
  assertEquals(next.sumsOver(1000, 1000, true), expected);
});

Deno.test("thousands of sums of a few chunks are the same, however the threads interleave", async () => {
  using pool = await WorkerPool.open(3);
  const data = synthetic(600, 6, 3, 8);
  const states: SharedState[] = [];
  using alone = open("kernel", data, NONE);
  using team = open("kernel", data, { count: 3, start: (state) => states.push(state) });
  pool.start(states[0]!, 3);
  for (let i = 0; i < 10_000; i++) {
    if (i % 1000 === 0) meetInNextSum(team, states[0]!);
    const count = 256 + i % 300;
    assertEquals(team.sumsOver(600, count, true), alone.sumsOver(600, count, true));
    const differs = team.backend.gradient.findIndex((d, j) => d !== alone.backend.gradient[j]);
    assertEquals(differs, -1);
  }
});
