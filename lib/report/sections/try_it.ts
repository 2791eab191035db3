/**
 * The section where users draw a digit that the model predicts. The page's script adds the content.
 *
 * @module
 */
import { TRY_ID } from "../anchors.ts";
import { type Html, html } from "../html.ts";
import type { ReportData } from "../report_data.ts";
import type { Section } from "../section.ts";

/** The section with the drawing pad. */
export const tryIt: Section<ReportData> = { id: "try-it", title: "Try it", render };

function render({ test: { imageShape: [height, width] } }: ReportData): Html {
  return html`
    <p>Draw with mouse, finger or keyboard. As MNIST's digits were, the drawing is scaled into a box,
    smoothed into greys and centred by its mass in ${height} × ${width} pixels. This very model, with
    its own weights in single precision, then says what it is.</p>
    <noscript><p class="note">Drawing needs the page's script.</p></noscript>
    <div id="${TRY_ID}"></div>
  `;
}
