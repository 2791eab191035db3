/**
 * The gallery of mistakes and other images of the payload. The first mistakes are in the markup; the script
 * shows and filters all images.
 *
 * @module
 */
import { CARDS_AT_A_TIME, CARDS_ID, FILTERS_ID, MORE_ID, STATUS_ID } from "../anchors.ts";
import { nameTag, nameText, shortName } from "../class_name.ts";
import { digitPicture } from "../digit_picture.ts";
import { LEAST_SURE } from "../embedded.ts";
import { type Example, pixelsOf } from "../example.ts";
import { integer, percent } from "../format.ts";
import { type Html, html, trusted } from "../html.ts";
import { isMistake } from "../mistakes.ts";
import type { ReportData } from "../report_data.ts";
import type { Section } from "../section.ts";

/** The section with the gallery. */
export const mistakes: Section<ReportData> = {
  id: "mistakes",
  title: "What it gets wrong",
  short: "Examples",
  render,
};

function render(data: ReportData): Html {
  const wrong = data.ranked.filter(isMistake);
  return html`
    <p>${wrong.length === 0
      ? "Nothing: every test image is named correctly."
      : "Most confident mistakes first. The percentage is the probability that the model gives to " +
        "its own answer; # is the image's place in the test file, from 0."}<span class="needs-script"> Press an image to see why.</span></p>
    ${filters(data.names, wrong.length > 0)}
    <p class="status" id="${STATUS_ID}" role="status"
      tabindex="-1">Showing ${integer(
        Math.min(CARDS_AT_A_TIME, wrong.length),
      )} of ${integer(wrong.length)} mistakes</p>
    <ol class="cards" id="${CARDS_ID}">
      ${wrong.slice(0, CARDS_AT_A_TIME).map((mistake) => card(data, mistake))}
    </ol>
    <button type="button" id="${MORE_ID}" hidden>Show more</button>
    <noscript><p class="note">The others are shown by the page's script.</p></noscript>
    <p class="note">The page carries the mistakes, the ${LEAST_SURE} least sure images and a few right
    ones of each class. Any other: <code>deno task pipeline show preprocess.test --index 12</code></p>
  `;
}

function card({ test, names }: ReportData, mistake: Example): Html {
  const [height, width] = test.imageShape;
  const pixels = pixelsOf(test, mistake.row);
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

function filters(names: readonly string[], anyWrong: boolean): Html {
  return html`
    <form class="filters" id="${FILTERS_ID}" hidden>
      ${select("show", "Show", SHOWS, 0, anyWrong ? 0 : 2)}
      ${select("label", "True class", ["any", ...names], -1)}
      ${select("predicted", "Read as", ["any", ...names], -1)}
      ${select("order", "Order", ["most confident first", "least confident first", "by index"], 0)}
    </form>
  `;
}

const SHOWS = ["mistakes", "least sure", "all in this page"] as const;

/** A select element. The values of its options are integers from `first` on. */
function select(
  name: string,
  title: string,
  options: readonly string[],
  first: number,
  chosen = first,
): Html {
  return html`<label>${title}
    <select name="${name}">${
    options.map((option, i) =>
      html`
        <option value="${first + i}" dir="auto" ${first + i === chosen &&
          trusted(" selected")}>${shortName(option)}</option>
      `
    )
  }
    </select></label>`;
}
