import { assert, assertEquals } from "@std/assert";
import { earlyStopping } from "../../lib/ml/early_stopping.ts";
import { follow } from "../../lib/ml/kernel/follow.ts";
import { openSession } from "../../lib/ml/kernel/session.ts";
import { trainEpochs } from "../../lib/ml/kernel/train_epochs.ts";
import { synthetic } from "./synthetic.ts";

/** Few examples and many pixels: soon learnt by heart, at the cost of the held-out ones. */
const DATA = synthetic(30, 60, 3, 1);
const HELD = synthetic(60, 60, 3, 2);
const RECIPE = {
  seed: 1,
  epochs: 60,
  batchSize: 10,
  learningRate: 1,
  schedule: "constant",
  stepEpochs: 1,
  stepFactor: 1,
  l2: 0,
  momentum: 0,
} as const;

function trained(patience: number, epochs: number = RECIPE.epochs) {
  const map = { D: DATA.D, K: DATA.K, scale: 1 / 255, offset: 0 };
  const session = openSession("kernel", { ...map, train: DATA, validation: HELD });
  return follow(trainEpochs(session, { ...RECIPE, epochs }), session, patience, () => {});
}

Deno.test("earlyStopping() takes no epoch whose loss is no number for the best", () => {
  const watch = earlyStopping(3);
  assert(!watch.see(1, NaN));
  assert(watch.see(2, 1));
  assertEquals(watch.best, 2);
});

Deno.test("training that may stop early ends `patience` epochs after its best one", () => {
  const { epochs, chosenEpoch } = trained(5);
  assert(epochs.length < RECIPE.epochs, `${epochs.length} epochs`);
  assertEquals(epochs.length, chosenEpoch + 5);
  const losses = epochs.map(({ validationLoss }) => validationLoss!);
  assertEquals(losses.indexOf(Math.min(...losses)), chosenEpoch - 1);
});

Deno.test("training that stopped early has the weights of its best epoch", () => {
  const { parameters, chosenEpoch } = trained(5);
  assertEquals([...parameters], [...trained(0, chosenEpoch).parameters]);
});

Deno.test("the last snapshot is of the epoch that is chosen", () => {
  const { snapshots, chosenEpoch } = trained(5);
  assertEquals(snapshots.at(-1)!.epoch, chosenEpoch);
  assertEquals(trained(0).snapshots.at(-1)!.epoch, RECIPE.epochs);
});
