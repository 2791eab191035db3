/**
 * The section on learning: the figure where the script draws the curves of all combinations.
 *
 * @module
 */
import { type Html, html } from "../../html.ts";
import type { Section } from "../../section.ts";
import { CURVE_KIND_ID, CURVES_ID } from "../anchors.ts";
import type { SweepData } from "../data.ts";
import { kindsOf } from "../payload.ts";

/** Learning curves. */
export const curves: Section<SweepData> = { id: "learning", title: "Learning", render };

function render(data: SweepData): Html {
  const kinds = kindsOf(data);
  if (kinds.length === 0) return html`<p>No combination has an epoch to show.</p>`;
  return html`
    <p>A curve for each combination, in the colours of the lines above.</p>
    <p><label>What the curves show
      <select id="${CURVE_KIND_ID}">
        ${kinds.map(({ name, title }) => html`<option value="${name}">${title}</option>`)}
      </select>
    </label></p>
    <figure class="chart" id="${CURVES_ID}">
      <figcaption>After each epoch</figcaption>
      <noscript><p class="note">The curves are drawn by the page's script; the table below holds what
      they end with.</p></noscript>
    </figure>
  `;
}
