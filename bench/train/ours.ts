/**
 * Our peer program: trains one epoch as the other peers do. Arguments: images, labels, order, N, batch size,
 * learning rate, backend, number of threads.
 *
 * @module
 */
import type { BackendName } from "../../lib/ml/kernel/backend.ts";
import { initialize } from "../../lib/ml/kernel/examples.ts";
import { openSession } from "../../lib/ml/kernel/session.ts";
import { answerRounds } from "./rounds.ts";
import { WorkerPool } from "../../tests/ml/kernel/helpers.ts";

const [images, labels, order, n, batchSize, rate, backendName, threads] = Deno.args;
const name = backendNamed(backendName);
const [N, batch] = [Number(n), Number(batchSize)];
const train = {
  q: (await Deno.readFile(images!)).subarray(16),
  labels: (await Deno.readFile(labels!)).subarray(8),
};
const validation = { q: new Uint8Array(0), labels: new Uint8Array(0) };
const map = { D: 784, K: 10, scale: 1 / 255, offset: 0 };
const count = Number(threads) - 1;
using workers = await WorkerPool.open(count);
const startedAt = performance.now();
const splits = { ...map, train, validation };
using session = openSession(name, splits, workers.first(count));
const packSeconds = (performance.now() - startedAt) / 1000;
const { backend, sumsOver } = session;
const rows = new Uint32Array((await Deno.readFile(order!)).buffer);

function backendNamed(text: string | undefined): BackendName {
  if (text === "kernel" || text === "twin") return text;
  throw new RangeError(`Expected the backend "kernel" or "twin", got ${JSON.stringify(text)}`);
}

function epoch(): void {
  backend.rows.set(rows);
  for (let from = 0; from < N; from += batch) {
    const count = Math.min(batch, N - from);
    sumsOver(from, count, true);
    backend.step(count, Number(rate), 0, 0);
  }
}

function epochFromZero(): void {
  initialize(backend.parameters, 10);
  backend.velocity.fill(0);
  epoch();
}

await answerRounds(epochFromZero, () => ({
  version: `Deno ${Deno.version.deno}`,
  loss: sumsOver(N, N, false).loss / N,
  note: `packing ${packSeconds.toFixed(3)} s`,
}));
