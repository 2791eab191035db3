/**
 * Draws parallel coordinates: an axis for each swept param and each metric, a line for each combination.
 *
 * @module
 */
import { type Html, html } from "../html.ts";
import type { Axis } from "./axes.ts";
import { type SweepData, tierOf } from "./data.ts";

// Sizes are in units of the SVG's viewBox.
const WIDTH = 960;
const HEIGHT = 400;
const TOP = 40;
const BOTTOM = 24;
const SIDE = 70;

/** Draws the picture. Each line has the index of its combination in `data-place`. */
export function parallelPicture({ axes, shown, facts: { by } }: SweepData): Html {
  // Draw the best combination last, over all others.
  const lines = shown.map((combination, place) => ({ combination, place })).toReversed();
  return html`
    <svg class="parallel" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label(axes)}">
      ${lines.map(({ combination, place }) =>
        html`
          <path class="line ${tierOf(place, shown.length)}" data-place="${place}" d="${pathOf(
            axes.map((axis) => axis.placeOf(combination)),
          )}" />
        `
      )}
      ${axes.map((axis, i) =>
        axisMarkup(axis, xOf(i, axes.length), {
          isLast: i > 0 && i === axes.length - 1,
          isBy: axis.name === by,
        })
      )}
    </svg>
  `;
}

function label(axes: readonly Axis[]): string {
  return `Parallel coordinates of ${axes.map(({ name }) => name).join(", ")}: a line for each ` +
    "combination; the table below holds the same values";
}

function xOf(i: number, count: number): number {
  return count === 1 ? WIDTH / 2 : SIDE + i * ((WIDTH - 2 * SIDE) / (count - 1));
}

function yOf(at: number): number {
  return TOP + at * (HEIGHT - TOP - BOTTOM);
}

/** Draws an axis. Tick labels are on its right, those of the last axis on its left. */
function axisMarkup(
  { name, marks, kind }: Axis,
  x: number,
  { isLast, isBy }: { readonly isLast: boolean; readonly isBy: boolean },
): Html {
  const [textX, anchor] = isLast ? [x - 6, "end"] : [x + 6, "start"];
  return html`
    <g class="axis ${kind}">
      <text class="${isBy ? "name by" : "name"}" x="${x}" y="16" text-anchor="middle">${name}</text>
      <line x1="${x}" x2="${x}" y1="${yOf(0)}" y2="${yOf(1)}"/>
      ${marks.map(({ at, text }) =>
        html`<text x="${textX}" y="${yOf(at) + 4}" text-anchor="${anchor}">${text}</text>`
      )}
    </g>
  `;
}

/** The path of a line, with a gap where a value is missing. */
function pathOf(places: readonly (number | null)[]): string {
  let isDrawing = false;
  return places.map((at, i) => {
    if (at === null) {
      isDrawing = false;
      return "";
    }
    const step = `${isDrawing ? "L" : "M"}${round(xOf(i, places.length))} ${round(yOf(at))}`;
    isDrawing = true;
    return step;
  }).join("");
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
