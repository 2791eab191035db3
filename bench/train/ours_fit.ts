/**
 * Our peer program for a test loss: trains the default recipe with the smallest number of epochs that reaches
 * the loss. Arguments: training images and labels, test images and labels, the loss to reach. The time is
 * that of packing and training with this number of epochs; the search for it is not timed.
 *
 * @module
 */
import { openSession } from "../../lib/ml/kernel/session.ts";
import { trainEpochs } from "../../lib/ml/kernel/train_epochs.ts";
import { answerRounds } from "./rounds.ts";

const [images, labels, testImages, testLabels, targetLoss] = Deno.args;

async function part(q: string, y: string) {
  return {
    q: (await Deno.readFile(q)).subarray(16),
    labels: (await Deno.readFile(y)).subarray(8),
  };
}

const train = await part(images!, labels!);
const test = await part(testImages!, testLabels!);
const map = { D: 784, K: 10, scale: 1 / 255, offset: 0 };
const recipe = {
  seed: 1,
  batchSize: 128,
  learningRate: 1,
  schedule: "cosine",
  stepEpochs: 1,
  stepFactor: 1,
  l2: 1e-4,
  momentum: 0,
} as const;

function lossAfter(epochs: number): number {
  const session = openSession("kernel", { ...map, train, validation: test });
  return [...trainEpochs(session, { ...recipe, epochs })].at(-1)!.validationLoss!;
}

let epochs = 1;
while (lossAfter(epochs) > Number(targetLoss)) epochs += 1;
let loss = NaN;
await answerRounds(() => void (loss = lossAfter(epochs)), () => ({
  version: `Deno ${Deno.version.deno}`,
  loss,
  note: `${epochs} epochs`,
}));
