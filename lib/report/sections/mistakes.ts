/**
 * The images that the model gets wrong. The first ones stand in the page; the script shows the
 * others and filters them.
 *
 * @module
 */
import { CARDS_AT_A_TIME, CARDS_ID, FILTERS_ID, MORE_ID, STATUS_ID } from "../anchors.ts";
import { nameTag, nameText, shortName } from "../class_name.ts";
import { digitPicture } from "../digit_picture.ts";
import { integer, percent } from "../format.ts";
import { type Html, html } from "../html.ts";
import { findMistakes, type Mistake } from "../mistakes.ts";
import type { ReportData } from "../report_data.ts";
import type { Section } from "../section.ts";

/** The gallery of wrong answers. */
export const mistakes: Section = { id: "mistakes", title: "What it gets wrong", render };

function render(data: ReportData): Html {
  const wrong = findMistakes(data.test, data.predictions);
  if (wrong.length === 0) return html`<p>Nothing: every test image is named correctly.</p>`;
  return html`
    <p>Most confident mistakes first. The percentage is the probability that the model gives to its own
    answer; # is the image's place in the test file, from 0.</p>
    ${filters(data.names)}
    <p class="status" id="${STATUS_ID}" role="status">Showing ${integer(
      Math.min(CARDS_AT_A_TIME, wrong.length),
    )} of ${integer(wrong.length)} mistakes</p>
    <ol class="cards" id="${CARDS_ID}">
      ${wrong.slice(0, CARDS_AT_A_TIME).map((mistake) => card(data, mistake))}
    </ol>
    <button type="button" id="${MORE_ID}" hidden>Show more</button>
    <noscript><p class="note">The other mistakes are shown by the page's script.</p></noscript>
  `;
}

function card({ test, names }: ReportData, mistake: Mistake): Html {
  const [height, width] = test.imageShape;
  const size = height * width;
  const pixels = test.images.data.subarray(mistake.row * size, (mistake.row + 1) * size);
  const [label, predicted] = [names[mistake.label]!, names[mistake.predicted]!];
  const text = `Test image ${mistake.index}: ${nameText(label)} read as ${nameText(predicted)}`;
  return html`
    <li>
      <img class="ink" src="${digitPicture(
        pixels,
        test.imageShape,
      )}" alt="${text}" width="${width}" height="${height}">
      <span class="answer">${nameTag(label)} <span class="arrow">read as</span> ${nameTag(
        predicted,
      )}</span>
      <span class="sure">${percent(mistake.confidence, 1)} sure</span>
      <span class="index">#${mistake.index}</span>
    </li>
  `;
}

function filters(names: readonly string[]): Html {
  return html`
    <form class="filters" id="${FILTERS_ID}" hidden>
      ${select("label", "True class", ["any", ...names], -1)}
      ${select("predicted", "Read as", ["any", ...names], -1)}
      ${select("order", "Order", ["most confident first", "least confident first", "by index"], 0)}
    </form>
  `;
}

/** Options have whole numbers from `first` on as their values. */
function select(name: string, title: string, options: readonly string[], first: number): Html {
  return html`<label>${title}
    <select name="${name}">${
    options.map((option, i) =>
      html`
        <option value="${first + i}" dir="auto">${shortName(option)}</option>
      `
    )
  }
    </select></label>`;
}
