/**
 * Draws accuracy over confidence: a dot for each bin, with its gap to the diagonal. It shows the numbers of
 * the table beside it.
 *
 * @module
 */
import type { CalibrationBin } from "../data/artifacts.ts";
import { percent } from "./format.ts";
import { type Html, html } from "./html.ts";

// Sizes are in units of the SVG's viewBox.
const LEFT = 58;
const TOP = 18;
const SIDE = 340;
const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;
const LARGEST_RADIUS = 13;
const SMALLEST_RADIUS = 3.5;

/**
 * Draws the diagram without empty bins. A dot's area is proportional to its bin's count.
 *
 * @example
 * ```ts
 * import { reliabilityDiagram } from "./reliability_diagram.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const bin = { lower: 0.8, upper: 1, count: 5, meanConfidence: 0.9, accuracy: 0.8 };
 * assertMatch(`${reliabilityDiagram([bin])}`, /<circle class="bin" cx="364" cy="86" r="13"/);
 * ```
 */
export function reliabilityDiagram(bins: readonly CalibrationBin[]): Html {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return html`
    <svg class="reliability" viewBox="0 0 424 412" role="img"
      aria-label="Reliability diagram; the table beside it holds its numbers">
      ${TICKS.map(tick)}
      <line class="diagonal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>
      ${bins.map((bin) => dot(bin, most))}
      <text class="axis-title" x="${LEFT +
        SIDE / 2}" y="408" text-anchor="middle">mean confidence</text>
      <text class="axis-title" x="12" y="${TOP + SIDE / 2}" text-anchor="middle"
        transform="rotate(-90 12 ${TOP + SIDE / 2})">accuracy</text>
    </svg>
  `;
}

function tick(value: number): Html {
  return html`
    <line class="grid" x1="${x(value)}" y1="${y(0)}" x2="${x(value)}" y2="${y(1)}" />
    <line class="grid" x1="${x(0)}" y1="${y(value)}" x2="${x(1)}" y2="${y(value)}" />
    <text class="axis" x="${x(value)}" y="${y(0) + 20}" text-anchor="middle">${percent(
      value,
      0,
    )}</text>
    <text class="axis" x="${x(0) - 6}" y="${y(value) + 5}" text-anchor="end">${percent(
      value,
      0,
    )}</text>
  `;
}

function dot({ count, meanConfidence, accuracy }: CalibrationBin, most: number): Html | null {
  if (meanConfidence === null || accuracy === null) return null;
  const [cx, cy] = [rounded(x(meanConfidence)), rounded(y(accuracy))];
  const radius = Math.max(SMALLEST_RADIUS, rounded(LARGEST_RADIUS * Math.sqrt(count / most)));
  return html`
    <line class="gap" x1="${cx}" y1="${rounded(y(meanConfidence))}" x2="${cx}" y2="${cy}" />
    <circle class="bin" cx="${cx}" cy="${cy}" r="${radius}" />
  `;
}

const x = (value: number): number => LEFT + value * SIDE;
const y = (value: number): number => TOP + (1 - value) * SIDE;
const rounded = (value: number): number => Math.round(value * 10) / 10;
