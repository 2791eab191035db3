/**
 * The data of the report's script. The page contains it as JSON, with the larger parts packed.
 *
 * @module
 */
import type { Epoch, Metrics, Normalization } from "../data/artifacts.ts";
import { PAYLOAD_ID } from "./anchors.ts";
import { shortName } from "./class_name.ts";
import { type Html, html, trusted } from "./html.ts";
import type { Pack } from "./pack.ts";
import { earlierSnapshots, packWithin } from "./payload_pack.ts";
import type { ReportData } from "./report_data.ts";

/** The script's data. */
export interface Payload {
  readonly dataset: string;
  /** A shortened name for each class. */
  readonly names: readonly string[];
  readonly imageShape: readonly [height: number, width: number];
  readonly normalization: Normalization;
  readonly metrics: PlainMetrics;
  readonly epochs: readonly Epoch[];
  readonly chosenEpoch: number;
  /** Epochs of the snapshots before the chosen epoch. */
  readonly snapshotEpochs: readonly number[];
  /** Number of examples in the test split. */
  readonly exampleCount: number;
  /** Number of mistakes in the test split; the pack may contain fewer. */
  readonly mistakeCount: number;
  /** Number of examples in the pack that are the least sure of the test split. */
  readonly leastSure: number;
  /** Largest number of correct examples of each class in the pack. */
  readonly rightAClass: number;
  /**
   * M examples in the order of `embedded`: the ink of the images, and (M) each of `examples.index`,
   * `examples.label`, `examples.predicted`, `examples.confidence`. The model: `model.weights` (K, D),
   * `model.bias` (K), `model.lit` (D), and `snapshots.steps` as in `snapshot_levels.ts`. The predictions
   * of all N examples: `all.step`, the differences of successive indices; `all.label`; `all.away`, the
   * predicted class minus the label (modulo 256); `all.confidence` in thousandths.
   */
  readonly pack: Pack;
}

/** Metrics in plain numbers. */
export type PlainMetrics = Omit<Metrics, "confusion"> & {
  readonly confusion: readonly (readonly number[])[];
};

/** Largest size in bytes of the names and shapes of a pack. */
const ENTRIES_BYTES = 1000;

/**
 * Makes the payload of a report. If it would exceed `budgetBytes`, it contains fewer images.
 *
 * @example
 * ```ts
 * import { payload } from "./payload.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const data = reportData(fixture({ classes: 3 }));
 * assertEquals(payload(data, 100_000).mistakeCount, data.metrics.errors);
 * ```
 */
export function payload(data: ReportData, budgetBytes: number): Payload {
  const { test, metrics, history } = data;
  const plain = {
    dataset: shortName(data.catalogue.dataset),
    names: data.names.map(shortName),
    imageShape: test.imageShape,
    normalization: data.normalization,
    metrics: plainMetrics(metrics),
    epochs: history.epochs,
    chosenEpoch: history.chosenEpoch,
    snapshotEpochs: earlierSnapshots(data).map(({ epoch }) => epoch),
    exampleCount: metrics.examples,
    mistakeCount: metrics.errors,
  };
  const { chosen, pack } = packWithin(
    data,
    budgetBytes - JSON.stringify(plain).length - ENTRIES_BYTES,
  );
  return { ...plain, leastSure: chosen.leastSure, rightAClass: chosen.rightAClass, pack };
}

function plainMetrics(metrics: Metrics): PlainMetrics {
  const { data, shape: [classes] } = metrics.confusion;
  const rows = Array.from({ length: classes! }, (_, k) => [
    ...data.subarray(k * classes!, (k + 1) * classes!),
  ]);
  return { ...metrics, confusion: rows };
}

/**
 * The payload as an element of the page: JSON without `<`, so that nothing in it can end the element.
 *
 * @example
 * ```ts
 * import { payload, payloadElement } from "./payload.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const data = reportData(fixture({ classNames: ["</script>"] }));
 * assertMatch(`${payloadElement(payload(data, 100_000))}`, /"\\u003c\/script>"/);
 * ```
 */
export function payloadElement(content: object): Html {
  const json = JSON.stringify(content).replaceAll("<", "\\u003c");
  return html`<script type="application/json" id="${PAYLOAD_ID}">${trusted(json)}</script>`;
}
