import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { everyRow } from "../../lib/ml/pixel_regression.ts";
import { random } from "../../lib/ml/random.ts";
import { batches, sgdStep, zeroModel } from "../../lib/ml/sgd.ts";
import { dLoss } from "../../lib/ml/softmax_regression.ts";
import { transpose } from "../../lib/ml/transpose.ts";
import { features, numbers, synthetic } from "./synthetic.ts";

Deno.test("batches() yields every example once, with a smaller last batch", () => {
  const taken = [...batches(103, 25, random(1))];
  assertEquals(taken.map((rows) => rows.length), [25, 25, 25, 25, 3]);
  assertEquals(taken.flatMap((rows) => [...rows]).toSorted((a, b) => a - b), [...everyRow(103)]);
});

Deno.test("batches() yields all examples at once if the batch size exceeds them", () => {
  assertEquals([...batches(3, 128, random(1))].map((rows) => rows.length), [3]);
});

Deno.test("batches() has another order in every epoch, and the same order from the same seed", () => {
  const source = random(1);
  const [first, second] = [[...batches(50, 50, source)], [...batches(50, 50, source)]];
  assertNotEquals(first, second);
  assertEquals([...batches(50, 50, random(1))], first);
});

Deno.test("sgdStep() of an untrained model of ten classes returns ln 10", () => {
  const { q, D, K, oneHot, N } = synthetic(64, 20, 10, 1);
  const pixels = { q, D, scale: 1 / 255, offset: 0 };
  const loss = sgdStep(zeroModel(D, K), pixels, oneHot, everyRow(N), { learningRate: 1, l2: 1 });
  assertAlmostEquals(loss, Math.LN10, 1e-14);
});

Deno.test("sgdStep() steps along the negative gradient of dLoss(), L2 included, to 1e-14", () => {
  const data = synthetic(16, 9, 4, 2);
  const { D, K, oneHot } = data;
  const weights = numbers(K * D, 3);
  const bias = numbers(K, 4);
  const map = { scale: 1 / 255, offset: -0.5 };
  const rows = Array.from({ length: 8 }, (_, i) => 2 * i);
  const x = rows.flatMap((
    i,
  ) => [...features(data, map.scale, map.offset).subarray(i * D, i * D + D)]);
  const y = rows.flatMap((i) => [...oneHot.subarray(i * K, i * K + K)]);
  const { dWeights, dBias } = dLoss(x, y, { weights, bias }, 0.2);

  const model = { weightsT: transpose(weights, D), bias: bias.slice() };
  sgdStep(model, { q: data.q, D, ...map }, oneHot, rows, { learningRate: 0.3, l2: 0.2 });
  transpose(model.weightsT, K).forEach((w, j) =>
    assertAlmostEquals(w, weights[j]! - 0.3 * dWeights[j]!, 1e-14)
  );
  model.bias.forEach((b, k) => assertAlmostEquals(b, bias[k]! - 0.3 * dBias[k]!, 1e-14));
});
