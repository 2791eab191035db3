import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fit, type FitSettings } from "../../lib/ml/fit.ts";
import { permutation, random } from "../../lib/ml/random.ts";
import { zeroModel } from "../../lib/ml/sgd.ts";
import { type Synthetic, synthetic } from "./synthetic.ts";

const DATA = synthetic(90, 12, 3, 1);
const VALIDATION = synthetic(30, 12, 3, 2);
const NONE = synthetic(0, 12, 3, 3);
const MAP = { scale: 1 / 255, offset: -0.5 };
const RECIPE: FitSettings = {
  seed: 5,
  epochs: 4,
  batchSize: 20,
  learningRate: 0.4,
  schedule: "step",
  stepEpochs: 2,
  stepFactor: 0.5,
  l2: 0.01,
};

function labelled({ q, D, oneHot, labels }: Synthetic) {
  return { pixels: { q, D, ...MAP }, oneHot, labels };
}

function fitted(settings: FitSettings, validation = VALIDATION) {
  const model = zeroModel(12, 3);
  return { epochs: [...fit(model, labelled(DATA), labelled(validation), settings)], model };
}

/** Softmax of one example's net inputs, with `Math.exp`. */
function probabilities(x: readonly number[], W: number[][], b: number[]): number[] {
  const powers = W.map((row, k) => Math.exp(row.reduce((z, w, d) => z + w * x[d]!, b[k]!)));
  const sum = powers.reduce((all, power) => all + power);
  return powers.map((power) => power / sum);
}

/** Losses of RECIPE by a naive implementation: one example at a time, with logarithms of probabilities. */
function naiveLosses(): number[] {
  const xs = Array.from(DATA.labels, (_, i) => [...DATA.q.subarray(12 * i, 12 * i + 12)])
    .map((image) => image.map((pixel) => pixel / 255 - 0.5));
  const W = [0, 1, 2].map(() => new Array<number>(12).fill(0));
  const b = [0, 0, 0];
  const shuffles = random(5);
  return [0.4, 0.4, 0.2, 0.2].map((rate) => {
    const order = [...permutation(90, shuffles)];
    while (order.length > 0) {
      const batch = order.splice(0, 20);
      const as = batch.map((i) => probabilities(xs[i]!, W, b));
      for (const [k, row] of W.entries()) {
        const errors = batch.map((i, n) => as[n]![k]! - (DATA.labels[i] === k ? 1 : 0));
        const mean = (values: number[]) => values.reduce((sum, v) => sum + v) / batch.length;
        W[k] = row.map((w, d) =>
          w - rate * (mean(errors.map((e, n) => e * xs[batch[n]!]![d]!)) + 0.01 * w)
        );
        b[k]! -= rate * mean(errors);
      }
    }
    const logs = xs.map((x, i) => -Math.log(probabilities(x, W, b)[DATA.labels[i]!]!));
    return logs.reduce((sum, l) => sum + l) / 90;
  });
}

Deno.test("fit() returns the training losses of a naive implementation, to 1e-12", () => {
  const losses = fitted(RECIPE).epochs.map((epoch) => epoch.trainLoss);
  naiveLosses().forEach((loss, e) => assertAlmostEquals(losses[e]!, loss, 1e-12));
});

Deno.test("fit() returns these training losses", () => {
  const losses = fitted(RECIPE).epochs.map((epoch) => epoch.trainLoss.toFixed(10));
  assertEquals(losses, ["1.0746175228", "1.0358163650", "1.0203171860", "1.0092815817"]);
});

Deno.test("fit() numbers its epochs from 1 and returns the learning rate of each", () => {
  const { epochs } = fitted(RECIPE);
  assertEquals(epochs.map(({ epoch }) => epoch), [1, 2, 3, 4]);
  assertEquals(epochs.map(({ learningRate }) => learningRate), [0.4, 0.4, 0.2, 0.2]);
});

Deno.test("fit() measures validation examples, and returns null without any", () => {
  const measured = fitted(RECIPE).epochs.at(-1)!;
  assert(measured.validationLoss !== null && measured.validationLoss > measured.trainLoss);
  assert(measured.validationAccuracy !== null && measured.validationAccuracy > 1 / 3);
  const unmeasured = fitted(RECIPE, NONE).epochs.at(-1)!;
  assertEquals([unmeasured.validationLoss, unmeasured.validationAccuracy], [null, null]);
});

Deno.test("fit() trains the same model with and without validation examples", () => {
  assertEquals(fitted(RECIPE).model, fitted(RECIPE, NONE).model);
});

Deno.test("fit() trains the same model to the bit from the same seed, another from another seed", () => {
  assertEquals(fitted(RECIPE), fitted(RECIPE));
  assert(fitted(RECIPE).model.bias[0] !== fitted({ ...RECIPE, seed: 6 }).model.bias[0]);
});

Deno.test("fit() stops at a loss that is not finite, and names epoch, step and likely cause", () => {
  const wild = { ...RECIPE, learningRate: 1e200, schedule: "constant", l2: 1e200 } as const;
  const { message } = assertThrows(() => fitted(wild), RangeError);
  assertEquals(
    message,
    "Cannot continue training: the loss in epoch 1, step 3 is NaN, expected a finite number; most " +
      "likely the learning rate of 1e+200 is too high (L2 1e+200): try a tenth of it",
  );
});

Deno.test("fit() stops if the last step makes the loss infinite", () => {
  const wild = { ...RECIPE, learningRate: 1e308, epochs: 1, batchSize: 90, l2: 0 };
  assertThrows(() => fitted(wild), RangeError, "after epoch 1, step 1 is");
});
