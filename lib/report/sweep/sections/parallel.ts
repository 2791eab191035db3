/**
 * The section with parallel coordinates of all combinations.
 *
 * @module
 */
import { type Html, html } from "../../html.ts";
import { scrollable, type Section } from "../../section.ts";
import { CHOSEN_ID } from "../anchors.ts";
import type { SweepData } from "../data.ts";
import { parallelPicture } from "../parallel.ts";

/** The section with parallel coordinates. */
export const parallel: Section<SweepData> = {
  id: "parallel",
  title: "Values and figures",
  render,
};

function render(data: SweepData): Html {
  return html`
    <p>Each line is a combination: from the values that it was given to what came out, the better end
    of each figure on top. The best is drawn widest, the best fifth in colour. Point at a line, or
    choose a row of the table, to follow one.</p>
    ${scrollable("Parallel coordinates", parallelPicture(data))}
    <p class="note"><output id="${CHOSEN_ID}"></output></p>
  `;
}
