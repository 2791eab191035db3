import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Normalization, Split } from "../../lib/data/artifacts.ts";
import type { ParamValues } from "../../lib/engine/stage.ts";
import { random } from "../../lib/ml/random.ts";
import { batches } from "../../lib/ml/sgd.ts";
import { dLoss } from "../../lib/ml/softmax_regression.ts";
import { run, train } from "../../stages/train.ts";
import { stageContext } from "../support/stage_context.ts";
import { syntheticSplit } from "./synthetic_split.ts";

type Params = ParamValues<typeof train.params>;
type Inputs = Parameters<typeof run>[0]["inputs"];
type Settings = NonNullable<typeof train.settings>;

const TRAIN = syntheticSplit(100, 3, 1);
const VALIDATION = syntheticSplit(30, 3, 2);
const NONE = syntheticSplit(0, 3, 3);
const UNIT: Normalization = { method: "unit", scale: 1 / 255, offset: 0 };
const RECIPE: Params = {
  optimizer: "sgd",
  seed: 1,
  epochs: 3,
  batchSize: 32,
  learningRate: 0.5,
  schedule: "constant",
  stepEpochs: 1,
  stepFactor: 0.9,
  l2: 0.001,
  momentum: 0,
  patience: 0,
  maxIterations: 300,
  gradientTolerance: 1e-5,
};

function trained(
  params: Partial<Params> = {},
  normalization = UNIT,
  validation: Split = VALIDATION,
  training: Split = TRAIN,
) {
  const context = stageContext<Inputs, typeof train.params, never, never, Settings>({
    inputs: { train: training, validation, normalization },
    params: { ...RECIPE, ...params },
    settings: { backend: "kernel", threads: 0 },
    assets: {},
  });
  return { ...run(context), context };
}

/** Trains RECIPE with the gradient of `softmax_regression.ts`: weights (K, D) and bias (K). */
function textbook({ scale, offset }: Normalization): { weights: Float64Array; bias: Float64Array } {
  const [D, K] = [12, 3];
  const model = { weights: new Float64Array(K * D), bias: new Float64Array(K) };
  const shuffles = random(RECIPE.seed);
  for (let epoch = 0; epoch < RECIPE.epochs; epoch++) {
    for (const rows of batches(100, RECIPE.batchSize, shuffles)) {
      const pick = (data: Uint8Array, width: number) =>
        [...rows].flatMap((i) => [...data.subarray(i * width, (i + 1) * width)]);
      const x = pick(TRAIN.images.data, D).map((q) => q * scale + offset);
      const { dWeights, dBias } = dLoss(x, pick(TRAIN.oneHot.data, K), model, RECIPE.l2);
      dWeights.forEach((d, j) => model.weights[j]! -= RECIPE.learningRate * d);
      dBias.forEach((d, k) => model.bias[k]! -= RECIPE.learningRate * d);
    }
  }
  return model;
}

const MAPS: readonly Normalization[] = [
  UNIT,
  { method: "centered", scale: 1 / 255, offset: -0.5 },
  { method: "standardized", scale: 1 / 78.5, offset: -0.4241 },
];
for (const normalization of MAPS) {
  Deno.test(`train fits the model of the textbook formulas, ${normalization.method}`, () => {
    const { weights, bias } = trained({}, normalization).model;
    const expected = textbook(normalization);
    assertEquals([weights.shape, bias.shape], [[3, 12], [3]]);
    // Half a unit in the last place of single precision below 2.
    weights.data.forEach((w, j) => assertAlmostEquals(w, expected.weights[j]!, 6e-8));
    bias.data.forEach((b, k) => assertAlmostEquals(b, expected.bias[k]!, 6e-8));
  });
}

Deno.test("train returns the same bytes twice, and other bytes for another seed", () => {
  const [first, second, other] = [trained(), trained(), trained({ seed: 2 })];
  assertEquals(first.model, second.model);
  assertEquals(first.history, second.history);
  assert(first.model.bias.data[0] !== other.model.bias.data[0]);
});

Deno.test("train returns one entry of history per epoch, and lowers the loss", () => {
  const { epochs } = trained({ epochs: 5 }).history;
  assertEquals(epochs.map(({ epoch }) => epoch), [1, 2, 3, 4, 5]);
  assert(epochs[4]!.trainLoss < epochs[0]!.trainLoss);
  assert(epochs[4]!.trainLoss < Math.log(3));
});

Deno.test("train returns null for validation loss and accuracy without validation examples", () => {
  const { history, context } = trained({}, UNIT, NONE);
  for (const { validationLoss, validationAccuracy } of history.epochs) {
    assertEquals([validationLoss, validationAccuracy], [null, null]);
  }
  assertEquals([...context.metrics.keys()], ["train.loss", "train.accuracy"]);
});

Deno.test("train's model does not depend on the validation split", () => {
  assertEquals(trained().model, trained({}, UNIT, NONE).model);
});

Deno.test("train reports progress, a log line per epoch and the last epoch's metrics", () => {
  const { history, context } = trained();
  const last = history.epochs.at(-1)!;
  assertEquals(context.progressed.map(({ done, total, unit }) => `${done}/${total} ${unit}`), [
    "0/3 epoch",
    "1/3 epoch",
    "2/3 epoch",
    "3/3 epoch",
  ]);
  const percent = (100 * last.validationAccuracy!).toFixed(1);
  assertEquals(
    context.progressed.at(-1)!.note,
    `loss ${last.trainLoss.toFixed(4)}, validation ${percent} %`,
  );
  const [backendLine, ...lines] = context.lines;
  assertEquals(backendLine, "computed by the kernel on 1 thread");
  assertEquals(lines.length, 3);
  assert(lines[0]!.startsWith("epoch 1 of 3: learning rate 0.500, train loss "));
  assertEquals([...context.metrics], [
    ["train.loss", last.trainLoss],
    ["train.accuracy", last.trainAccuracy],
    ["validation.loss", last.validationLoss],
    ["validation.accuracy", last.validationAccuracy],
  ]);
});

Deno.test("train's defaults are the hyperparameters chosen by validation loss", () => {
  const defaults = Object.entries(train.params).map(([name, spec]) => [name, spec.default]);
  assertEquals(Object.fromEntries(defaults), {
    seed: 1,
    epochs: 20,
    batchSize: 128,
    learningRate: 1,
    schedule: "cosine",
    stepEpochs: 1,
    stepFactor: 0.9,
    l2: 1e-4,
    momentum: 0,
    patience: 0,
    optimizer: "sgd",
    maxIterations: 1000,
    gradientTolerance: 1e-4,
  });
});

Deno.test("train uses the learning rates of its schedule", () => {
  const rates = (params: Partial<Params>) =>
    trained({ epochs: 4, ...params }).history.epochs.map(({ learningRate }) => learningRate);
  assertEquals(rates({}), [0.5, 0.5, 0.5, 0.5]);
  assertEquals(rates({ schedule: "step", stepEpochs: 2, stepFactor: 0.5 }), [0.5, 0.5, 0.25, 0.25]);
  assertEquals(rates({ schedule: "cosine" })[2], 0.25);
});

Deno.test("train with patience stops early, and returns the best epoch's weights and metrics", () => {
  const { history, model, context } = trained({ epochs: 200, learningRate: 5, patience: 3 });
  const { epochs, chosenEpoch, snapshots } = history;
  assertEquals(epochs.length, chosenEpoch + 3);
  assertEquals(context.metrics.get("validation.loss"), epochs[chosenEpoch - 1]!.validationLoss);
  assertEquals(context.lines.at(-1), `took the weights of epoch ${chosenEpoch}`);
  assertEquals(snapshots.at(-1)!.epoch, chosenEpoch);
  snapshots.at(-1)!.weights.data.forEach((q, j) =>
    assertAlmostEquals(q * snapshots.at(-1)!.scale, model.weights.data[j]!, snapshots.at(-1)!.scale)
  );
});

Deno.test("train refuses patience without validation examples", () => {
  assertThrows(() => trained({ patience: 1 }, UNIT, NONE), RangeError, "train.patience=0");
});

Deno.test("train stops early with a validation split of a single example", () => {
  const { history } = trained({ epochs: 50, patience: 1 }, UNIT, syntheticSplit(1, 3, 2));
  assert(history.chosenEpoch >= 1 && history.epochs.length <= 50);
});

Deno.test("train returns a gradient norm per epoch and at most ten snapshots", () => {
  const { epochs, snapshots } = trained({ epochs: 40 }).history;
  epochs.forEach(({ gradientNorm }) => assert(gradientNorm > 0));
  assert(snapshots.length >= 5 && snapshots.length <= 10);
  assertEquals(snapshots[0]!.weights.shape, [3, 12]);
});

Deno.test("train with L-BFGS stops when the gradient norm is within its tolerance", () => {
  const { history, context } = trained({ optimizer: "lbfgs", gradientTolerance: 1e-3 });
  assert(context.lines[1]!.startsWith("epoch 1 of 300: "), context.lines[1]);
  assertEquals(new Set(context.progressed.map(({ total }) => total)), new Set([300]));
  const { epochs } = history;
  assert(epochs.at(-1)!.gradientNorm <= 1e-3);
  assert(epochs.length < 100 && epochs.at(-1)!.trainLoss < epochs[0]!.trainLoss);
});

Deno.test("train stops at a loss that is not finite, and names epoch and step", () => {
  const wild = { learningRate: 1000, l2: 1000, epochs: 100 };
  const { message } = assertThrows(() => trained(wild), RangeError);
  assertEquals(
    message,
    "Cannot continue training: the loss in epoch 2, step 4 is NaN, expected a finite number; " +
      "most likely the learning rate of 1000 is too high (L2 1000): try a tenth of it",
  );
});

Deno.test("train refuses an empty training split, and splits of different shapes", () => {
  assertThrows(() => trained({}, UNIT, VALIDATION, NONE), RangeError, "has no examples");
  const otherClasses = syntheticSplit(10, 4, 4);
  assertThrows(
    () => trained({}, UNIT, otherClasses),
    RangeError,
    "the validation split has 12 features and 4 classes, expected 12 and 3",
  );
});

Deno.test("train accepts examples of a single class", () => {
  const { model, history } = trained({}, UNIT, syntheticSplit(5, 1, 1), syntheticSplit(9, 1, 1));
  assertEquals(model.weights.data, new Float32Array(12));
  assertEquals(history.epochs.at(-1)!.trainLoss, 0);
  assertEquals(history.epochs.at(-1)!.trainAccuracy, 1);
});
