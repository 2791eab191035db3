/**
 * `deno task bench:train`: compares our training with other programs, on the same batches in the same order
 * and from the same weights, and lists missing programs. With the argument `growth` it only measures the
 * growth of time and memory; with `peers` it only compares.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { machine } from "./machine.ts";
import { denser } from "./train/dense.ts";
import {
  C,
  compareEpochs,
  compareThreads,
  mnist,
  NUMPY,
  OURS,
  preparePeers,
  PYTORCH,
  TFJS,
  TWO_THREADS,
} from "./train/epochs.ts";
import { measureGrowth } from "./train/growth.ts";
import { measureStage } from "./train/stage.ts";
import { atLeast, atMost, printTargets, ratio } from "./train/targets.ts";
import { compareToLoss, SKLEARN, TARGET_LOSS } from "./train/to_loss.ts";

const [only = "all"] = Deno.args;
const scratch = await Deno.makeTempDir();
try {
  console.log(await machine());
  if (only !== "growth") await benchPeers();
  if (only !== "peers") await measureGrowth(scratch);
} finally {
  await Deno.remove(scratch, { recursive: true });
}

async function benchPeers(): Promise<void> {
  console.log("MNIST, 60,000 images; SGD at 0.5 from zero weights, the same batches for all");
  console.log("one thread: processor time, so that other load on the machine matters less;");
  console.log("two threads: wall-clock time. Median and best, each with its ratio to ours");
  await preparePeers(scratch);
  const images = mnist("train");

  const epoch = await compareEpochs(images, 128, scratch);
  epoch.print("One epoch, batches of 128, one thread");
  for (const batch of [256, 1024]) {
    (await compareEpochs(images, batch, scratch)).print(`The same, batches of ${batch}`);
  }
  const threads = await compareThreads(images, 1024, scratch);
  threads.print("One epoch, batches of 1024, one thread and two");
  (await compareThreads(images, 60_000, scratch)).print("The same, one batch of all 60,000");

  const dense = await compareEpochs(await denser(images, 0.5, scratch), 128, scratch);
  dense.print("One epoch, batches of 128, half of the pixels lit as in Fashion-MNIST");

  const toLoss = await compareToLoss();
  toLoss.print(`From images to a test loss of ${TARGET_LOSS}`);
  const stage = await measureStage();

  const ours = epoch.median(OURS);
  const denseCost = ratio(dense.median(OURS), ours)!.toFixed(2);
  console.log(`\nHalf of the pixels lit instead of a fifth: ${denseCost} × MNIST's time`);
  const times = (name: string) => ratio(epoch.median(name), ours);
  printTargets([
    atMost(
      "epoch, batch 128: ours to C's time",
      1.3,
      "×",
      ratio(ours, epoch.median(C)),
    ),
    atLeast("epoch, batch 128: faster than PyTorch", 2.5, "×", times(PYTORCH)),
    atLeast("epoch, batch 128: faster than numpy", 1.6, "×", times(NUMPY)),
    atLeast("epoch, batch 128: faster than TensorFlow.js WASM", 50, "×", times(TFJS)),
    atLeast(
      "epoch, batch 1024: two threads faster than one",
      1.6,
      "×",
      ratio(threads.best(OURS), threads.best(TWO_THREADS)),
    ),
    atLeast(
      `to a test loss of ${TARGET_LOSS}: faster than scikit-learn`,
      10,
      "×",
      ratio(toLoss.median(SKLEARN), toLoss.median(OURS)),
    ),
    atMost("memory of the train stage's process", 250, "MB", ratio(stage.peakBytes, 1e6)),
    atMost("the default recipe's train stage", 1.5, "s", stage.elapsedMs / 1000),
  ]);
}
