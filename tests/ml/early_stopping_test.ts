import { assert, assertEquals } from "@std/assert";
import { earlyStopping } from "../../lib/ml/early_stopping.ts";
import { runTrainingLoop } from "../../lib/ml/kernel/follow.ts";
import { openSession } from "../../lib/ml/kernel/session.ts";
import { trainEpochs } from "../../lib/ml/kernel/train_epochs.ts";
import { synthetic } from "./synthetic.ts";

/** Few examples with many pixels: the model overfits soon. */
const DATA = synthetic(30, 60, 3, 1);
const VALIDATION = synthetic(60, 60, 3, 2);
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
  const session = openSession("kernel", { ...map, train: DATA, validation: VALIDATION });
  const epochsToTrain = trainEpochs(session, { ...RECIPE, epochs });
  return runTrainingLoop(epochsToTrain, session, patience, () => {});
}

Deno.test("earlyStopping() never chooses an epoch whose loss is NaN", () => {
  const stopping = earlyStopping(3);
  assert(!stopping.update(1, NaN));
  assert(stopping.update(2, 1));
  assertEquals(stopping.best, 2);
});

Deno.test("training that may stop early ends `patience` epochs after its best epoch", () => {
  const { epochs, chosenEpoch } = trained(5);
  assert(epochs.length < RECIPE.epochs, `${epochs.length} epochs`);
  assertEquals(epochs.length, chosenEpoch + 5);
  const losses = epochs.map(({ validationLoss }) => validationLoss!);
  assertEquals(losses.indexOf(Math.min(...losses)), chosenEpoch - 1);
});

Deno.test("training that stopped early returns the weights of its best epoch", () => {
  const { parameters, chosenEpoch } = trained(5);
  assertEquals([...parameters], [...trained(0, chosenEpoch).parameters]);
});

Deno.test("the last snapshot is of the chosen epoch", () => {
  const { snapshots, chosenEpoch } = trained(5);
  assertEquals(snapshots.at(-1)!.epoch, chosenEpoch);
  assertEquals(trained(0).snapshots.at(-1)!.epoch, RECIPE.epochs);
});
