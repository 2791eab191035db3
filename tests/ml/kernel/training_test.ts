import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { BackendName } from "../../../lib/ml/kernel/backend.ts";
import { meanGradient } from "../../../lib/ml/kernel/gradient.ts";
import { modelOf } from "../../../lib/ml/kernel/model.ts";
import { openSession, type Session } from "../../../lib/ml/kernel/session.ts";
import { sumsOver } from "../../../lib/ml/kernel/sums.ts";
import { type SgdSettings, trainEpochs } from "../../../lib/ml/kernel/train_epochs.ts";
import { random } from "../../../lib/ml/random.ts";
import { batches, sgdStep, zeroModel } from "../../../lib/ml/sgd.ts";
import { loss } from "../../../lib/ml/softmax_regression.ts";
import { features, numbers, type Synthetic, synthetic } from "../synthetic.ts";

const BACKENDS: readonly BackendName[] = ["kernel", "twin"];
const MAP = { scale: 1 / 255, offset: -0.5 };
const DATA = synthetic(300, 40, 5, 1);
const VALIDATION = synthetic(80, 40, 5, 2);
const RECIPE: SgdSettings = {
  seed: 5,
  epochs: 3,
  batchSize: 32,
  learningRate: 0.5,
  schedule: "cosine",
  stepEpochs: 1,
  stepFactor: 1,
  l2: 0.001,
  momentum: 0,
};

function session(name: BackendName, { q, labels, D, K }: Synthetic): Session {
  return openSession(name, { train: { q, labels }, validation: VALIDATION, D, K, ...MAP });
}

/** Mean losses of the first ten batches of RECIPE. The first loss is ln 5 in single precision. */
const PINNED: readonly number[] = [
  1.6094379425048828,
  1.6808335669338703,
  1.640066534280777,
  1.6158419512212276,
  1.589524406939745,
  1.5878639444708824,
  1.7622801419347525,
  1.5731484293937683,
  1.5937619246542454,
  1.5234488199154537,
];

/** The batches of some epochs, each with its mean loss before the step. */
function* steps({ backend, N }: Session, settings: SgdSettings, epochs: number) {
  const shuffles = random(settings.seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const rows of batches(N, settings.batchSize, shuffles)) {
      backend.rows.set(rows);
      const { loss } = sumsOver(backend, 0, rows.length, true);
      backend.step(rows.length, settings.learningRate, settings.momentum, settings.l2);
      yield { rows, loss: loss / rows.length };
    }
  }
}

for (const name of BACKENDS) {
  Deno.test(`${name} agrees with double precision to 2e-6 at every step of three epochs`, () => {
    const { D, K, q, oneHot } = DATA;
    const reference = zeroModel(D, K);
    const fast = session(name, DATA);
    let seen = 0;
    for (const { rows, loss } of steps(fast, RECIPE, 3)) {
      assertAlmostEquals(loss, sgdStep(reference, { q, D, ...MAP }, oneHot, rows, RECIPE), 2e-6);
      const { weights, bias } = modelOf(DATA, fast.backend.parameters);
      reference.weightsT.forEach((w, j) => {
        assertAlmostEquals(weights[j % K * D + Math.floor(j / K)]!, w, 2e-6);
      });
      reference.bias.forEach((b, k) => assertAlmostEquals(bias[k]!, b, 2e-6));
      seen += 1;
    }
    assertEquals(seen, 30);
  });

  Deno.test(`${name}'s gradient agrees with central differences in double precision to 1e-6`, () => {
    const data = synthetic(20, 6, 3, 7);
    const { backend, examples, N } = session(name, data);
    const { D, K } = data;
    const weightsT = Float32Array.from(numbers(D * K, 3));
    const bias = Float32Array.from(numbers(K, 4));
    for (let d = 0; d < D; d++) {
      backend.parameters.set(weightsT.subarray(d * K, (d + 1) * K), d * 4);
    }
    backend.parameters.set(bias, D * 4);
    sumsOver(backend, N, N, true);
    const gradient = meanGradient(backend, examples, N, 0.1);

    const x = features(data, MAP.scale, MAP.offset);
    const at = (d: number, k: number, by: number): number => {
      const weights = Float64Array.from(
        { length: K * D },
        (_, j) => weightsT[j % D * K + Math.floor(j / D)]!,
      );
      const moved = Float64Array.from(bias);
      if (d === D) moved[k]! += by;
      else weights[k * D + d]! += by;
      return loss(x, data.oneHot, { weights, bias: moved }, 0.1);
    };
    for (let d = 0; d <= D; d++) {
      for (let k = 0; k < K; k++) {
        const slope = (at(d, k, 1e-5) - at(d, k, -1e-5)) / 2e-5;
        assertAlmostEquals(gradient[d * 4 + k]!, slope, 1e-6);
      }
    }
  });

  Deno.test(`${name}'s momentum is v ← μ v + dW, W ← W - η v, to 2e-6`, () => {
    const { D, K, q, oneHot } = DATA;
    const settings = { ...RECIPE, momentum: 0.9, learningRate: 0.05 };
    const reference = zeroModel(D, K);
    const velocity = new Float64Array(D * K);
    const fast = session(name, DATA);
    for (const { rows } of steps(fast, settings, 1)) {
      const before = reference.weightsT.slice();
      sgdStep(reference, { q, D, ...MAP }, oneHot, rows, { ...settings, learningRate: 1 });
      before.forEach((w, j) => {
        velocity[j] = 0.9 * velocity[j]! + (w - reference.weightsT[j]!);
        reference.weightsT[j] = w - 0.05 * velocity[j]!;
      });
      reference.bias.set(modelOf(DATA, fast.backend.parameters).bias);
      reference.weightsT.forEach((w, j) => {
        const at = Math.floor(j / K) * 8 + j % K;
        assertAlmostEquals(fast.backend.parameters[at]!, w, 2e-6);
      });
    }
  });

  Deno.test(`${name} has these losses in its first ten steps, to the last bit`, () => {
    const losses = [...steps(session(name, DATA), RECIPE, 1)].slice(0, 10).map(({ loss }) => loss);
    assertEquals(losses, PINNED);
  });
}

Deno.test("kernel and twin train the same epochs to the last bit", () => {
  for (const settings of [RECIPE, { ...RECIPE, momentum: 0.5, batchSize: 200 }]) {
    const [kernel, twin] = BACKENDS.map((name) => {
      const trained = session(name, DATA);
      return { epochs: [...trainEpochs(trained, settings)], model: trained.backend.parameters };
    });
    assertEquals(kernel!.epochs, twin!.epochs);
    assertEquals([...kernel!.model], [...twin!.model]);
  }
});

Deno.test("the gradient norm falls during training", () => {
  const epochs = [...trainEpochs(session("kernel", DATA), { ...RECIPE, epochs: 30 })];
  const norms = epochs.map(({ gradientNorm }) => gradientNorm);
  assert(norms.at(-1)! < 0.1 * Math.max(...norms), `${norms}`);
});

Deno.test("a model with a weight beyond single precision is refused", () => {
  const parameters = Float32Array.of(1, Infinity, 0, 0, 0, 0, 0, 0);
  assertThrows(() => modelOf({ D: 1, K: 2 }, parameters), RangeError, "beyond the range");
  assertEquals(modelOf({ D: 1, K: 1 }, parameters).weights, Float32Array.of(1));
});
