import { assertEquals } from "@std/assert";
import type { BackendName } from "../../../lib/ml/kernel/backend.ts";
import { openSession, type Session } from "../../../lib/ml/kernel/session.ts";
import { type Desk, type Helpers } from "../../../lib/ml/kernel/team.ts";
import { nextTicket, type Tickets } from "../../../lib/ml/kernel/tickets.ts";
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

/** More than any machine needs, however busy. */
const LIMIT_MS = 60_000;

/**
 * In the next sum the leading thread starts no chunk before a helper has reported one of its own. So
 * they surely meet, whenever the system lets the helper run.
 */
function meetInNextSum({ backend }: Session, { tickets }: Desk): void {
  const first = nextTicket(tickets);
  const { chunk } = backend;
  const waiting: typeof chunk = (...args) => {
    Object.assign(backend, { chunk });
    waitForReport(tickets, first);
    return chunk(...args);
  };
  Object.assign(backend, { chunk: waiting });
}

/** Returns when a ticket from `first` on is reported as finished. */
function waitForReport({ finished }: Tickets, first: number): void {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  const limit = performance.now() + LIMIT_MS;
  while (!finished.some((_, place) => Atomics.load(finished, place) >= first)) {
    if (performance.now() > limit) throw new Error(`No helper came within ${LIMIT_MS} ms`);
    Atomics.wait(nothing, 0, 0, 1);
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const message = `The helpers were not let go within ${LIMIT_MS} ms`;
  const timer = setTimeout(() => reject(new Error(message)), LIMIT_MS);
  await Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

Deno.test("a sum waits for no helper that has not come, and takes in those that come late", async () => {
  using helpers = await WorkerHelpers.ready(2);
  const data = synthetic(3000, 20, 4, 6);
  const called: Desk[] = [];
  using alone = open("kernel", data, NONE);
  using team = open("kernel", data, { count: 2, start: (desk) => called.push(desk) });
  const epochsOf = (session: Session) => trainEpochs(session, { ...SGD, batchSize: 3000 });
  const [epochsAlone, epochs] = [epochsOf(alone), epochsOf(team)];
  assertEquals(epochs.next(), epochsAlone.next());

  const [desk] = called;
  helpers.start(desk!, 2);
  meetInNextSum(team, desk!);
  assertEquals(team.sumsOver(3000, 3000, true), alone.sumsOver(3000, 3000, true));

  assertEquals([...epochs], [...epochsAlone]);
});

Deno.test("helpers are let go with the training, whether they sleep or look, and help with the next", async () => {
  using helpers = await WorkerHelpers.ready(3);
  const data = synthetic(1000, 20, 4, 7);
  using alone = open("kernel", data, NONE);
  const expected = alone.sumsOver(1000, 1000, true);
  for (const sums of [0, 1, 200]) {
    const letGo = helpers.letGo(3);
    {
      using session = open("kernel", data, helpers.first(3));
      for (let i = 0; i < sums; i++) assertEquals(session.sumsOver(1000, 1000, true), expected);
      if (sums === 1) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await inTime(letGo);
  }
  const called: Desk[] = [];
  using next = open("kernel", data, { count: 3, start: (desk) => called.push(desk) });
  helpers.start(called[0]!, 3);
  meetInNextSum(next, called[0]!);
  assertEquals(next.sumsOver(1000, 1000, true), expected);
});

Deno.test("thousands of sums of a few chunks come out the same, however the threads meet", async () => {
  using helpers = await WorkerHelpers.ready(3);
  const data = synthetic(600, 6, 3, 8);
  const called: Desk[] = [];
  using alone = open("kernel", data, NONE);
  using team = open("kernel", data, { count: 3, start: (desk) => called.push(desk) });
  helpers.start(called[0]!, 3);
  for (let i = 0; i < 10_000; i++) {
    if (i % 1000 === 0) meetInNextSum(team, called[0]!);
    const count = 256 + i % 300;
    assertEquals(team.sumsOver(600, count, true), alone.sumsOver(600, count, true));
    const differs = team.backend.gradient.findIndex((d, j) => d !== alone.backend.gradient[j]);
    assertEquals(differs, -1);
  }
});
