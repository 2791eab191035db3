/**
 * The data of the comparison page's script.
 *
 * @module
 */
import { tensor } from "../../codec/value.ts";
import { shortName } from "../class_name.ts";
import { pixelsOf } from "../example.ts";
import { inkOf } from "../ink.ts";
import { type Pack, pack, type PackTensors } from "../pack.ts";
import { chartsOf, type OverlaidChart } from "./charts.ts";
import type { ComparisonData } from "./data.ts";
import type { Flip, Pairing } from "./pairing.ts";

/** The script's data. */
export interface ComparisonPayload {
  /** A shortened name for each class. */
  readonly names: readonly string[];
  readonly imageShape: readonly [height: number, width: number];
  readonly charts: readonly OverlaidChart[];
  /** Number of `lost` images in the pack, where they come first. */
  readonly lost: number;
  /** Number of `gained` images in the pack. */
  readonly gained: number;
  /**
   * M flipped images: their ink, and (M) each of `index`, `label`, `a.predicted`, `a.confidence`,
   * `b.predicted`, `b.confidence`.
   */
  readonly pack: Pack;
}

/** Largest number of flipped images of each direction in the page. */
export const MOST_FLIPS = 600;

/**
 * Makes the payload of a comparison.
 *
 * @example
 * ```ts
 * import { comparisonPayload } from "./payload.ts";
 * import { comparisonData } from "./data.ts";
 * import { compared } from "../../../tests/report/comparison_fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { before, after, facts } = compared({ classes: 3 });
 * const data = comparisonData(before, after, facts);
 * assertEquals(comparisonPayload(data).lost, data.pairing!.lost.length);
 * ```
 */
export function comparisonPayload({ a, b, names, pairing }: ComparisonData): ComparisonPayload {
  const { lost, gained } = shownFlips(pairing);
  const flips = [...lost, ...gained];
  return {
    names: names.map(shortName),
    imageShape: a.test.imageShape,
    charts: chartsOf(a.history.epochs, b.history.epochs),
    lost: lost.length,
    gained: gained.length,
    pack: pack({ ...inkTensors(a.test, flips), ...columns(flips) }),
  };
}

/** The flipped images in the page, in order. */
export function shownFlips(pairing: Pairing | null): Pick<Pairing, "lost" | "gained"> {
  return {
    lost: pairing?.lost.slice(0, MOST_FLIPS) ?? [],
    gained: pairing?.gained.slice(0, MOST_FLIPS) ?? [],
  };
}

function inkTensors(test: ComparisonData["a"]["test"], flips: readonly Flip[]): PackTensors {
  const [height, width] = test.imageShape;
  const size = height * width;
  const images = new Uint8Array(flips.length * size);
  flips.forEach(({ a: { row } }, i) => images.set(pixelsOf(test, row), i * size));
  const { starts, lengths, pixels } = inkOf(images, width);
  const bytes = (data: Uint8Array) => tensor("uint8", [data.length], data);
  return { inkStarts: bytes(starts), inkLengths: bytes(lengths), ink: bytes(pixels) };
}

function columns(flips: readonly Flip[]): PackTensors {
  const shape = [flips.length];
  const bytes = (of: (flip: Flip) => number) => tensor("uint8", shape, Uint8Array.from(flips, of));
  const shares = (of: (flip: Flip) => number) =>
    tensor("float32", shape, Float32Array.from(flips, of));
  return {
    index: tensor("uint32", shape, Uint32Array.from(flips, ({ a }) => a.index)),
    label: bytes(({ a }) => a.label),
    "a.predicted": bytes(({ a }) => a.predicted),
    "a.confidence": shares(({ a }) => a.confidence),
    "b.predicted": bytes(({ b }) => b.predicted),
    "b.confidence": shares(({ b }) => b.confidence),
  };
}
