import { assertAlmostEquals, assertEquals } from "@std/assert";
import { learningRateAt } from "../../lib/ml/schedule.ts";

const settings = { learningRate: 0.5, epochs: 10, stepEpochs: 3, stepFactor: 0.1 };
const EPOCHS = Array.from({ length: 10 }, (_, i) => i + 1);

Deno.test("the constant schedule keeps the learning rate", () => {
  const rates = EPOCHS.map((e) => learningRateAt(e, { ...settings, schedule: "constant" }));
  assertEquals(new Set(rates), new Set([0.5]));
});

Deno.test("the step schedule multiplies the learning rate by its factor after every stepEpochs epochs", () => {
  const rates = EPOCHS.map((e) => learningRateAt(e, { ...settings, schedule: "step" }));
  const expected = [0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.005, 0.005, 0.005, 0.0005];
  rates.forEach((rate, i) => assertAlmostEquals(rate, expected[i]!, 1e-16));
});

Deno.test("the step schedule with stepEpochs 1 is an exponential decay", () => {
  const exponential = { ...settings, schedule: "step", stepEpochs: 1, stepFactor: 0.9 } as const;
  EPOCHS.forEach((e) =>
    assertAlmostEquals(learningRateAt(e, exponential), 0.5 * Math.pow(0.9, e - 1), 1e-15)
  );
});

Deno.test("the cosine schedule starts at the learning rate, halves it midway and ends above 0", () => {
  const rates = EPOCHS.map((e) => learningRateAt(e, { ...settings, schedule: "cosine" }));
  assertEquals([rates[0], rates[5]], [0.5, 0.25]);
  rates.forEach((rate, i) =>
    assertAlmostEquals(rate, 0.25 * (1 + Math.cos(Math.PI * i / 10)), 1e-15)
  );
  assertEquals(rates.toSorted((a, b) => b - a), rates);
  assertEquals(rates.every((rate) => rate > 0), true);
});
