/**
 * Draws the histogram of confidence, with correct and wrong predictions. It shows the numbers of the table
 * beside the reliability diagram.
 *
 * @module
 */
import type { CalibrationBin } from "../data/artifacts.ts";
import { integer, percent } from "./format.ts";
import { type Html, html } from "./html.ts";

// Sizes are in units of the SVG's viewBox.
const WIDTH = 424;
const LEFT = 24;
const TOP = 24;
const HEIGHT = 220;
const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

/**
 * The histogram. A bar's height is its bin's count; its orange, hatched part are the wrong predictions.
 *
 * @example
 * ```ts
 * import { confidenceHistogram } from "./confidence_histogram.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const bin = { lower: 0.5, upper: 1, count: 8, meanConfidence: 0.9, accuracy: 0.75 };
 * assertMatch(`${confidenceHistogram([bin])}`, /class="wrong-part"[^>]* height="55"/);
 * ```
 */
export function confidenceHistogram(bins: readonly CalibrationBin[]): Html {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return html`
    <svg class="histogram" viewBox="0 0 ${WIDTH} 290" role="img"
      aria-label="Histogram of confidence, right and wrong answers; the table of answers by confidence holds its numbers">
      <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/>
        <line class="hatch-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>
      ${bins.map((bin) => bar(bin, most))}
      <line class="base" x1="${LEFT}" y1="${TOP + HEIGHT}" x2="${WIDTH - LEFT}" y2="${TOP +
        HEIGHT}"/>
      ${TICKS.map((tick) =>
        html`<text class="axis" x="${x(tick)}" y="262" text-anchor="middle">${
          percent(tick, 0)
        }</text>`
      )}
      <text class="axis-title" x="${WIDTH / 2}" y="284" text-anchor="middle">confidence</text>
    </svg>
  `;
}

function bar({ lower, upper, count, accuracy }: CalibrationBin, most: number): Html | null {
  if (count === 0 || accuracy === null) return null;
  const wrong = Math.round(count * (1 - accuracy));
  const [left, width] = [rounded(x(lower) + 1), rounded(x(upper) - x(lower) - 2)];
  const [all, part] = [(HEIGHT * count) / most, (HEIGHT * wrong) / most].map(rounded);
  return html`
    <rect class="right-part" x="${left}" y="${rounded(
      TOP + HEIGHT - all!,
    )}" width="${width}" height="${rounded(all! - part!)}" />
    <rect class="wrong-part" x="${left}" y="${rounded(
      TOP + HEIGHT - part!,
    )}" width="${width}" height="${part!}" />
    <text class="count" x="${rounded(left + width / 2)}" y="${rounded(
      TOP + HEIGHT - all! - 5,
    )}" text-anchor="middle">${integer(count)}</text>
  `;
}

const x = (confidence: number): number => LEFT + confidence * (WIDTH - 2 * LEFT);
const rounded = (value: number): number => Math.round(value * 10) / 10;
