/**
 * The section with the confusion matrix and the most frequent confusions.
 *
 * @module
 */
import { MATRIX_ID, MATRIX_NOTE_ID, MATRIX_SCALE_ID } from "../anchors.ts";
import { nameTag } from "../class_name.ts";
import { SCALES, shadeOf } from "../confusion_shares.ts";
import { integer } from "../format.ts";
import { type Html, html, trusted } from "../html.ts";
import { confusedPairs, type Pair } from "../mistakes.ts";
import type { ReportData } from "../report_data.ts";
import { scrollable, type Section } from "../section.ts";

/** The confusion matrix and the most frequent confusions. */
export const confusion: Section<ReportData> = { id: "confusion", title: "Confusion", render };

/** Most frequent confusions in the list. */
const PAIRS_SHOWN = 8;

/** Column headings with more characters are vertical. */
const LEVEL_NAME_LENGTH = 2;

function render(data: ReportData): Html {
  const pairs = confusedPairs(data.metrics.confusion);
  return html`
    <p>Each row is a true class, each column what the model said. Right answers stand on the
    diagonal; the stronger the orange of a cell beside it, the more
    frequent the confusion.<span class="needs-script"> Press a cell to see the images in it.</span></p>
    ${scaleChoice()}
    <div class="matrix-and-pairs">
      ${scrollable("Confusion matrix", table(data, pairs[0]?.count ?? 0))}
      ${pairs.length > 0 && pairList(data, pairs.slice(0, PAIRS_SHOWN))}
    </div>
  `;
}

function pairList({ names }: ReportData, pairs: readonly Pair[]): Html {
  return html`
    <div>
      <h3>Most often confused</h3>
      <ol class="pairs">${pairs.map(({ label, predicted, count }) =>
        html`
          <li><span>${nameTag(names[label]!)} read as ${nameTag(names[predicted]!)}</span>
          <span class="thumbs" data-pair="${label} ${predicted}"></span>
          <span class="number">${integer(count)} ${count === 1 ? "time" : "times"}</span></li>
        `
      )}
      </ol>
    </div>
  `;
}

function table({ metrics, names }: ReportData, most: number): Html {
  const long = names.some((name) => name.length > LEVEL_NAME_LENGTH);
  const counts = metrics.confusion.data;
  return html`
    <table class="matrix${long && " long-names"}" id="${MATRIX_ID}">
      <caption>Counts over ${integer(metrics.examples)} test images<span
        id="${MATRIX_NOTE_ID}"></span></caption>
      <thead>
        <tr>
          <td></td>
          <th class="axis" scope="colgroup" colspan="${names.length}">read as</th>
        </tr>
        <tr>
          <th class="axis" scope="col">true</th>
          ${names.map((name) => html`<th scope="col">${nameTag(name)}</th>`)}
        </tr>
      </thead>
      <tbody>${names.map((name, label) =>
        html`
          <tr>
            <th scope="row">${nameTag(name)}</th>
            ${names.map((_, predicted) =>
              cell(counts[label * names.length + predicted]!, label === predicted, most)
            )}
          </tr>
        `
      )}
      </tbody>
    </table>
  `;
}

function cell(count: number, right: boolean, most: number): Html {
  return html`<td class="${shadeOf(count, most, right)}">${count}</td>`;
}

const SCALE_WORDS = { count: "counts", row: "% of each row", column: "% of each column" } as const;

function scaleChoice(): Html {
  return html`
    <fieldset class="choice" id="${MATRIX_SCALE_ID}" hidden>
      <legend>Show</legend>
      ${SCALES.map((scale) =>
        html`
          <label><input type="radio" name="scale" value="${scale}"${scale === "count" &&
            trusted(" checked")}> ${SCALE_WORDS[scale]}</label>
        `
      )}
    </fieldset>
  `;
}
