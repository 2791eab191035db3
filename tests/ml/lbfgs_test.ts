import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fit } from "../../lib/ml/fit.ts";
import { openSession } from "../../lib/ml/kernel/session.ts";
import { trainLbfgs } from "../../lib/ml/kernel/train_lbfgs.ts";
import { lbfgs } from "../../lib/ml/lbfgs.ts";
import { zeroModel } from "../../lib/ml/sgd.ts";
import { synthetic } from "./synthetic.ts";

const DATA = synthetic(120, 20, 4, 3);
const NONE = synthetic(0, 20, 4, 4);
const MAP = { scale: 1 / 255, offset: -0.5 };

function trained(gradientTolerance: number, maxIterations = 1000) {
  const { q, labels, D, K } = DATA;
  const session = openSession("kernel", { train: { q, labels }, validation: NONE, D, K, ...MAP });
  return [...trainLbfgs(session, { l2: 0.01, maxIterations, gradientTolerance })];
}

Deno.test("lbfgs() finds the minimum of Rosenbrock's function", () => {
  const rosenbrock = (x: Float64Array) => {
    const [a, b] = [1 - x[0]!, x[1]! - x[0]! * x[0]!];
    const gradient = Float64Array.of(-2 * a - 400 * b * x[0]!, 200 * b);
    return { value: a * a + 100 * b * b, gradient };
  };
  const points = [...lbfgs(rosenbrock, Float64Array.of(-1.2, 1))];
  assert(points.length < 100, `${points.length} steps`);
  assertAlmostEquals(points.at(-1)!.x[0]!, 1, 1e-6);
  assertAlmostEquals(points.at(-1)!.x[1]!, 1, 1e-6);
  points.slice(1).forEach((point, i) => assert(point.value < points[i]!.value));
});

Deno.test("lbfgs() yields nothing if it starts at a minimum", () => {
  const flat = (x: Float64Array) => ({ value: 1, gradient: new Float64Array(x.length) });
  assertEquals([...lbfgs(flat, Float64Array.of(5))], []);
});

Deno.test("trainLbfgs() reaches the loss of long gradient descent in double precision", () => {
  const { q, D, K, oneHot, labels, N } = DATA;
  const examples = { pixels: { q, D, ...MAP }, oneHot, labels };
  const none = { pixels: { q: NONE.q, D, ...MAP }, oneHot: NONE.oneHot, labels: NONE.labels };
  const rates = { schedule: "constant", learningRate: 1, stepEpochs: 1, stepFactor: 1 } as const;
  const settings = { ...rates, seed: 1, epochs: 2000, batchSize: N, l2: 0.01 };
  const descended = [...fit(zeroModel(D, K), examples, none, settings)].at(-1)!;
  const last = trained(2e-5).at(-1)!;
  assert(last.gradientNorm <= 2e-5);
  assertAlmostEquals(last.trainLoss, descended.trainLoss, 1e-5);
});

Deno.test("trainLbfgs() stops at its tolerance or after the maximum of iterations", () => {
  assert(trained(1e-2).length < trained(1e-4).length);
  assertEquals(trained(1e-9, 3).map(({ epoch }) => epoch), [1, 2, 3]);
});

Deno.test("trainLbfgs() ends with its last epoch's model if rounding prevents a lower loss", () => {
  for (const seed of [1, 2, 3, 4]) {
    const { q, labels, D, K } = synthetic(300, 40, 5, seed);
    const session = openSession("kernel", { train: { q, labels }, validation: NONE, D, K, ...MAP });
    const settings = { l2: 0.001, maxIterations: 1000, gradientTolerance: 0 };
    let lastParameters = new Float32Array(0);
    let epochs = 0;
    for (const _ of trainLbfgs(session, settings)) {
      lastParameters = session.backend.parameters.slice();
      epochs += 1;
    }
    assert(epochs < 1000);
    assertEquals(session.backend.parameters, lastParameters, `seed ${seed}, ${epochs} epochs`);
  }
});

Deno.test("trainLbfgs() yields one epoch if the untrained model is optimal", () => {
  const white = { q: Uint8Array.of(255, 255), labels: Uint8Array.of(0, 1) };
  const validation = { q: new Uint8Array(0), labels: new Uint8Array(0) };
  const session = openSession("kernel", { train: white, validation, D: 1, K: 2, ...MAP });
  const epochs = [...trainLbfgs(session, { l2: 0, maxIterations: 9, gradientTolerance: 1e-4 })];
  assertEquals(epochs.map(({ epoch, gradientNorm }) => [epoch, gradientNorm]), [[1, 0]]);
});
