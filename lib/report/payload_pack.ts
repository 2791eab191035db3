/**
 * The packed part of the payload: the model, all predictions, and as many images as the budget allows.
 *
 * @module
 */
import { tensor } from "../codec/value.ts";
import type { WeightSnapshot } from "../data/artifacts.ts";
import { type Embedded, embedded } from "./embedded.ts";
import { pixelsOf } from "./example.ts";
import { inkOf } from "./ink.ts";
import { type Pack, pack, type PackTensors } from "./pack.ts";
import { litPixels } from "./pixel_sums.ts";
import type { ReportData } from "./report_data.ts";
import { snapshotSteps } from "./snapshot_levels.ts";
import { colourLimit } from "./weights_picture.ts";

/** A confidence of 1 in the column `all.confidence`. */
export const CONFIDENCE_STEPS = 1000;

/** Budget of the images in bytes, even if the model alone exceeds the page's budget. */
const LEAST_IMAGES_BYTES = 20_000;

/** Share of the images from which the size of all is estimated. */
const SAMPLE = 0.05;

/** The search for the largest share of images stops once this share of the budget is filled … */
const FULL = 0.9;
/** … or after this many attempts, as soon as the images fit. */
const TRIES = 3;

/** A pack, and the examples that it contains. */
export interface Packed {
  readonly chosen: Embedded;
  readonly pack: Pack;
}

/**
 * Packs model, predictions and examples. If all examples would take more than `budgetBytes` characters, it
 * packs a share of them, the most confident mistakes first.
 *
 * @example
 * ```ts
 * import { packWithin } from "./payload_pack.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assert } from "@std/assert";
 *
 * const data = reportData(fixture({ examples: 2000 }));
 * const { chosen, pack } = packWithin(data, 100_000);
 * assert(chosen.examples.length >= data.metrics.errors && pack.data.length <= 100_000);
 * ```
 */
export function packWithin(data: ReportData, budgetBytes: number): Packed {
  const others = { ...modelTensors(data), ...answerColumns(data) };
  const sample = packed(data, {}, SAMPLE).pack.data.length;
  // A sample compresses a little worse than all images.
  if (sample / SAMPLE < budgetBytes * 1.25) {
    const all = packed(data, others, 1);
    if (all.pack.data.length <= budgetBytes) return all;
  }
  const fixed = pack(others).data.length;
  const room = Math.max(LEAST_IMAGES_BYTES, budgetBytes - fixed);
  for (let share = Math.min(1, SAMPLE * (room / sample)), tries = 1;; tries++) {
    const made = packed(data, others, share);
    const size = made.pack.data.length - fixed;
    const isFull = share === 1 || size > room * FULL || tries >= TRIES;
    if (share < 1e-3 || (size <= room && isFull)) return made;
    // Aim for 3 % less than in proportion, so that the next attempt fits.
    share = Math.min(1, share * (room / size) * 0.97);
  }
}

function packed(
  data: ReportData,
  others: PackTensors,
  share: number,
): Packed {
  const chosen = embedded(data, share);
  const examples = { ...inkTensors(data, chosen), ...exampleColumns(chosen) };
  return { chosen, pack: pack({ ...examples, ...others }) };
}

function modelTensors(data: ReportData): PackTensors {
  const { model, pixelSums } = data;
  const lit = litPixels(pixelSums);
  const steps = snapshotSteps(earlierSnapshots(data), colourLimit(model.weights.data));
  return {
    "model.weights": model.weights,
    "model.bias": model.bias,
    "model.lit": tensor("uint8", [lit.length], lit),
    "snapshots.steps": tensor("uint8", [steps.length], steps),
  };
}

/** The snapshots before the chosen epoch. */
export function earlierSnapshots({ history }: ReportData): readonly WeightSnapshot[] {
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

function answerColumns({ test, answers: all }: ReportData): PackTensors {
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
