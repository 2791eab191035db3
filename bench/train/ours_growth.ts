/**
 * Times packing and one epoch on synthetic images. Arguments: number of images, share of pixels that are not
 * black.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { openSession } from "../../lib/ml/kernel/session.ts";
import { trainEpochs } from "../../lib/ml/kernel/train_epochs.ts";
import { random } from "../../lib/ml/random.ts";
import { timed } from "./stopwatch.ts";

const [N, density] = Deno.args.map(Number) as [number, number];
const [D, K] = [784, 10];
/** The shortest round counts. Few images need many rounds until the kernel is fully optimised. */
const ROUNDS = Math.max(3, Math.ceil(1_500_000 / N));

const source = random(1);
const q = new Uint8Array(N * D);
for (let j = 0; j < q.length; j++) {
  const drawn = source.uint32();
  if (drawn < density * 0x1_0000_0000) q[j] = 1 + drawn % 255;
}
const labels = Uint8Array.from({ length: N }, () => source.below(K));
const validation = { q: new Uint8Array(0), labels: new Uint8Array(0) };

const map = { D, K, scale: 1 / 255, offset: 0 };
const splits = { ...map, train: { q, labels }, validation };
const packing = timed(() => openSession("kernel", splits));
using session = packing.result;

const recipe = {
  seed: 1,
  epochs: ROUNDS,
  batchSize: 128,
  learningRate: 0.1,
  schedule: "constant",
  stepEpochs: 1,
  stepFactor: 1,
  l2: 1e-4,
  momentum: 0,
} as const;
const epochs = trainEpochs(session, recipe);
const times = Array.from({ length: ROUNDS }, () => timed(() => epochs.next()).processorSeconds);
const packSeconds = packing.processorSeconds;
console.log(JSON.stringify({ packSeconds, epochSeconds: Math.min(...times) }));
