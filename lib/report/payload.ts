/**
 * What the page's script works on. It stands in the page as JSON, with the larger parts packed.
 *
 * @module
 */
import { tensor } from "../codec/value.ts";
import type { Epoch } from "../data/artifacts.ts";
import { PAYLOAD_ID } from "./anchors.ts";
import { shortName } from "./class_name.ts";
import { type Html, html, trusted } from "./html.ts";
import { findMistakes, type Mistake } from "./mistakes.ts";
import { type Pack, pack } from "./pack.ts";
import type { ReportData } from "./report_data.ts";

/** The script's data. */
export interface Payload {
  /** Short names, one a class. */
  readonly names: readonly string[];
  readonly imageShape: readonly [height: number, width: number];
  readonly epochs: readonly Epoch[];
  /** Wrong answers in the whole test split; the pack may hold fewer. */
  readonly mistakeCount: number;
  /**
   * M mistakes, the most confident first: `mistakes.images` (M, D), and (M) each of
   * `mistakes.index`, `mistakes.label`, `mistakes.predicted`, `mistakes.confidence`.
   */
  readonly pack: Pack;
}

/** What the mistakes may add to the page. All of MNIST's need about 170 kB. */
const PACK_BUDGET_BYTES = 260_000;
const MOST_MISTAKES = 2000;

/**
 * The payload of a report. If the mistakes are so many that the page would get too large, the least
 * confident ones are left out.
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
  const mistakes = findMistakes(data.test, data.predictions);
  return {
    names: data.names.map(shortName),
    imageShape: data.test.imageShape,
    epochs: data.history.epochs,
    mistakeCount: mistakes.length,
    pack: fittingPack(data, mistakes.slice(0, MOST_MISTAKES)),
  };
}

function fittingPack(data: ReportData, mistakes: readonly Mistake[]): Pack {
  const packed = packMistakes(data, mistakes);
  const size = packed.data.length;
  if (size <= PACK_BUDGET_BYTES) return packed;
  // A little less than in proportion, so that the second or third try fits.
  const fitting = Math.floor(mistakes.length * (PACK_BUDGET_BYTES / size) * 0.98);
  return fittingPack(data, mistakes.slice(0, fitting));
}

function packMistakes({ test }: ReportData, mistakes: readonly Mistake[]): Pack {
  const [count, size] = [mistakes.length, test.imageShape[0] * test.imageShape[1]];
  const images = new Uint8Array(count * size);
  mistakes.forEach(({ row }, i) =>
    images.set(test.images.data.subarray(row * size, (row + 1) * size), i * size)
  );
  const column = (name: "label" | "predicted") =>
    tensor("uint8", [count], Uint8Array.from(mistakes, (mistake) => mistake[name]));
  const indices = Uint32Array.from(mistakes, ({ index }) => index);
  const confidences = Float32Array.from(mistakes, ({ confidence }) => confidence);
  return pack({
    "mistakes.images": tensor("uint8", [count, size], images),
    "mistakes.index": tensor("uint32", [count], indices),
    "mistakes.label": column("label"),
    "mistakes.predicted": column("predicted"),
    "mistakes.confidence": tensor("float32", [count], confidences),
  });
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
export function payloadElement(content: Payload): Html {
  const json = JSON.stringify(content).replaceAll("<", "\\u003c");
  return html`<script type="application/json" id="${PAYLOAD_ID}">${trusted(json)}</script>`;
}
