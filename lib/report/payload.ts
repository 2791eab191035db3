/**
 * What the page's script works on. It stands in the page as JSON, with the larger parts packed.
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
   * and `model.bias` (K); `model.lit` (D); `snapshots.steps` as of `snapshot_levels.ts`. All N
   * answers: `all.step` from each index to the next, `all.label`, `all.away` from it to the predicted
   * class (modulo 256), `all.confidence` in thousandths.
   */
  readonly pack: Pack;
}

/** Metrics in plain numbers. */
export type PlainMetrics = Omit<Metrics, "confusion"> & {
  readonly confusion: readonly (readonly number[])[];
};

/** What the names and shapes of a pack take, at most. */
const ENTRIES_BYTES = 1000;

/**
 * The payload of a report. If it would get larger than `budgetBytes`, the page carries a smaller share of
 * the images.
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
 * assertMatch(`${payloadElement(payload(data, 100_000))}`, /"\\u003c\/script>"/);
 * ```
 */
export function payloadElement(content: object): Html {
  const json = JSON.stringify(content).replaceAll("<", "\\u003c");
  return html`<script type="application/json" id="${PAYLOAD_ID}">${trusted(json)}</script>`;
}
