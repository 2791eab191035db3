/**
 * What the page's script works on. It stands in the page as JSON, with the larger parts packed.
 *
 * @module
 */
import { tensor } from "../codec/value.ts";
import type { Epoch, Metrics, Normalization, WeightSnapshot } from "../data/artifacts.ts";
import { PAYLOAD_ID } from "./anchors.ts";
import { shortName } from "./class_name.ts";
import { type Embedded, embedded } from "./embedded.ts";
import { allExamples, pixelsOf } from "./example.ts";
import { type Html, html, trusted } from "./html.ts";
import { inkOf } from "./ink.ts";
import { litPixels } from "./lit_pixels.ts";
import { type Pack, pack, type PackTensors } from "./pack.ts";
import type { ReportData } from "./report_data.ts";
import { snapshotSteps } from "./snapshot_levels.ts";
import { colourLimit } from "./weights_picture.ts";

/** The script's data. */
export interface Payload {
  readonly dataset: string;
  /** Short names, one a class. */
  readonly names: readonly string[];
  readonly imageShape: readonly [height: number, width: number];
  readonly normalization: Normalization;
  readonly metrics: PlainMetrics;
  readonly epochs: readonly Epoch[];
  readonly chosenEpoch: number;
  /** Epochs before the chosen one whose weights can be looked at. */
  readonly snapshotEpochs: readonly number[];
  /** Examples in the whole test split. */
  readonly exampleCount: number;
  /** Wrong answers among them; the pack may hold fewer. */
  readonly mistakeCount: number;
  /** So many examples of the pack are the least sure of the test split. */
  readonly leastSure: number;
  /** At most so many right examples of each class were chosen for being different. */
  readonly rightAClass: number;
  /**
   * M examples as `embedded` orders them: the ink of the images, and (M) each of `examples.index`,
   * `examples.label`, `examples.predicted`, `examples.confidence`. The model: `model.weights` (K, D)
   * and `model.bias` (K); `model.lit` (D); `snapshots.steps` as of `snapshot_levels.ts`. All N answers: `all.step` from each index to the next, `all.label`,
   * `all.away` from it to the predicted class (modulo 256), `all.confidence` in thousandths.
   */
  readonly pack: Pack;
}

/** Metrics in plain numbers. */
export type PlainMetrics = Omit<Metrics, "confusion"> & {
  readonly confusion: readonly (readonly number[])[];
};

/** A confidence of 1 among those of all answers. */
export const CONFIDENCE_STEPS = 1000;

/** What the pack may add to the page. That of MNIST needs about 240 kB. */
const PACK_BUDGET_BYTES = 262_000;

/** Images that there is always room for, however large the model is. */
const LEAST_IMAGES_BYTES = 20_000;

/**
 * The payload of a report. If the page would get too large, it carries a smaller share of the images.
 *
 * @example
 * ```ts
 * import { payload } from "./payload.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const data = reportData(fixture({ classes: 3 }));
 * assertEquals(payload(data).mistakeCount, data.metrics.errors);
 * ```
 */
export function payload(data: ReportData): Payload {
  const { test, metrics } = data;
  const { chosen, pack } = fitting(data);
  return {
    dataset: shortName(data.catalogue.dataset),
    names: data.names.map(shortName),
    imageShape: test.imageShape,
    normalization: data.normalization,
    metrics: plainMetrics(metrics),
    epochs: data.history.epochs,
    chosenEpoch: data.history.chosenEpoch,
    snapshotEpochs: earlierSnapshots(data).map(({ epoch }) => epoch),
    exampleCount: metrics.examples,
    mistakeCount: metrics.errors,
    leastSure: chosen.leastSure,
    rightAClass: chosen.rightAClass,
    pack,
  };
}

function plainMetrics(metrics: Metrics): PlainMetrics {
  const { data, shape: [classes] } = metrics.confusion;
  const rows = Array.from({ length: classes! }, (_, k) => [
    ...data.subarray(k * classes!, (k + 1) * classes!),
  ]);
  return { ...metrics, confusion: rows };
}

/** As many examples as there is room for, with the model and all answers. */
function fitting(data: ReportData): { chosen: Embedded; pack: Pack } {
  const others = { ...modelTensors(data), ...answerColumns(data) };
  const room = Math.max(LEAST_IMAGES_BYTES, PACK_BUDGET_BYTES - pack(others).data.length);
  for (let share = 1;;) {
    const chosen = embedded(data, share);
    const examples = { ...inkTensors(data, chosen), ...exampleColumns(chosen) };
    const size = pack(examples).data.length;
    if (size <= room || share < 1e-3) return { chosen, pack: pack({ ...examples, ...others }) };
    // A little less than in proportion, so that the second or third try fits.
    share *= (room / size) * 0.97;
  }
}

function modelTensors(data: ReportData): PackTensors {
  const { model, test } = data;
  const lit = litPixels(test.images.data, model.weights.shape[1]!);
  const steps = snapshotSteps(earlierSnapshots(data), colourLimit(model.weights.data));
  return {
    "model.weights": model.weights,
    "model.bias": model.bias,
    "model.lit": tensor("uint8", [lit.length], lit),
    "snapshots.steps": tensor("uint8", [steps.length], steps),
  };
}

function earlierSnapshots({ history }: ReportData): readonly WeightSnapshot[] {
  return history.snapshots.filter(({ epoch }) => epoch < history.chosenEpoch);
}

function inkTensors({ test }: ReportData, { examples }: Embedded): PackTensors {
  const [height, width] = test.imageShape;
  const images = new Uint8Array(examples.length * height * width);
  examples.forEach(({ row }, i) => images.set(pixelsOf(test, row), i * height * width));
  const { starts, lengths, pixels } = inkOf(images, width);
  const bytes = (data: Uint8Array) => tensor("uint8", [data.length], data);
  return {
    "examples.inkStarts": bytes(starts),
    "examples.inkLengths": bytes(lengths),
    "examples.ink": bytes(pixels),
  };
}

function exampleColumns({ examples }: Embedded): PackTensors {
  const shape = [examples.length];
  const bytes = (name: "label" | "predicted") =>
    tensor("uint8", shape, Uint8Array.from(examples, (example) => example[name]));
  const indices = Uint32Array.from(examples, ({ index }) => index);
  const confidences = Float32Array.from(examples, ({ confidence }) => confidence);
  return {
    "examples.index": tensor("uint32", shape, indices),
    "examples.label": bytes("label"),
    "examples.predicted": bytes("predicted"),
    "examples.confidence": tensor("float32", shape, confidences),
  };
}

function answerColumns({ test, predictions }: ReportData): PackTensors {
  const all = allExamples(test, predictions);
  const shape = [all.length];
  const steps = Uint32Array.from(all, ({ index }, i) => index - (all[i - 1]?.index ?? 0));
  const confidences = Uint16Array.from(all, (a) => Math.round(a.confidence * CONFIDENCE_STEPS));
  return {
    "all.step": tensor("uint32", shape, steps),
    "all.label": tensor("uint8", shape, test.labels.data.slice()),
    "all.away": tensor("uint8", shape, Uint8Array.from(all, (a) => a.predicted - a.label)),
    "all.confidence": tensor("uint16", shape, confidences),
  };
}

/**
 * The payload as an element of the page: JSON in which no `<` is left, so that nothing in it can end
 * the element.
 *
 * @example
 * ```ts
 * import { payload, payloadElement } from "./payload.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const data = reportData(fixture({ classNames: ["</script>"] }));
 * assertMatch(`${payloadElement(payload(data))}`, /"\\u003c\/script>"/);
 * ```
 */
export function payloadElement(content: object): Html {
  const json = JSON.stringify(content).replaceAll("<", "\\u003c");
  return html`<script type="application/json" id="${PAYLOAD_ID}">${trusted(json)}</script>`;
}
