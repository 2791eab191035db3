/**
 * Draws the accuracy with its confidence interval and the lecture's accuracies on one line, so that readers see
 * whether they differ by more than chance.
 *
 * @module
 */
import { percent } from "./format.ts";
import { type Html, html } from "./html.ts";
import { LECTURE } from "./lecture.ts";
import { ticks } from "./ticks.ts";

const MOST_TICKS = 4;

/**
 * Draws `accuracy` and its interval. Positions are in per cent of the width, so that texts keep their size in
 * a narrow window.
 *
 * @example
 * ```ts
 * import { intervalStrip } from "./interval_strip.ts";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(`${intervalStrip(0.925, [0.92, 0.93])}`, /role="img" aria-label="92.50/);
 * ```
 */
export function intervalStrip(
  accuracy: number,
  [lower, upper]: readonly [lower: number, upper: number],
): Html {
  const shown = [lower, upper, ...LECTURE.accuracies];
  const span = Math.max(...shown) - Math.min(...shown);
  const low = Math.max(0, Math.min(...shown) - 0.15 * span);
  const high = Math.min(1, Math.max(...shown) + 0.15 * span);
  const at = (value: number) => `${(((value - low) / (high - low)) * 100).toFixed(2)}%`;
  const label = `${percent(accuracy)}, 95 % interval ${percent(lower)} to ${percent(upper)}; ` +
    `the lecture: ${LECTURE.accuracies.map((a) => percent(a)).join(" and ")}`;
  return html`
    <svg class="strip" role="img" aria-label="${label}">
      ${ticks(low, high, MOST_TICKS).map((tick) =>
        html`
          <line class="grid" x1="${at(tick)}" x2="${at(tick)}" y1="24" y2="62" />
          ${text(at(tick), 78, "axis", percent(tick, 1))}
        `
      )}
      <line class="interval" x1="${at(lower)}" x2="${at(upper)}" y1="34" y2="34"/>
      <circle class="estimate" cx="${at(accuracy)}" cy="34" r="6"/>
      ${text(at(accuracy), 16, "estimate-label", "this model")}
      ${LECTURE.accuracies.map((value) =>
        html`
          <line class="lecture-mark" x1="${at(value)}" x2="${at(value)}" y1="46" y2="60" />
        `
      )}
      ${text(at(LECTURE.accuracies[0]), 57, "lecture-label", "lecture", "end", -6)}
    </svg>
  `;
}

function text(
  x: string,
  y: number,
  name: string,
  content: string,
  anchor = "middle",
  dx = 0,
): Html {
  return html`
    <text class="${name}" x="${x}" y="${y}" dx="${dx}"
      text-anchor="${anchor}">${content}</text>
  `;
}
