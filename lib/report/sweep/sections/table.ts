/**
 * The section with a table of all combinations on the page.
 *
 * @module
 */
import { duration, MISSING } from "../../format.ts";
import { type Html, html } from "../../html.ts";
import { scrollable, type Section } from "../../section.ts";
import { TABLE_ID } from "../anchors.ts";
import { shownName } from "../axes.ts";
import type { SweepData } from "../data.ts";
import type { Combination } from "../facts.ts";
import { figure, valueText } from "../words.ts";

/** The table of combinations. */
export const table: Section<SweepData> = { id: "table", title: "Combinations", render };

function render(data: SweepData): Html {
  const failed = data.shown.filter(({ error }) => error !== null);
  return html`
    ${scrollable("All combinations", combinations(data))}
    ${failed.length > 0 && html`
      <h3>What failed</h3>
      <ul>${failed.map(({ run, error }) =>
        html`<li>${run ?? MISSING}: <bdi>${error!.message}</bdi></li>`
      )}</ul>
    `}
  `;
}

function combinations({ shown, swept, metrics }: SweepData): Html {
  return html`
    <table class="numbers" id="${TABLE_ID}" data-sortable>
      <caption>The best first; press a heading to sort by it, a rank to follow the combination</caption>
      <thead>
        <tr>
          <th scope="col">Rank</th>
          ${swept.map((one) => html`<th scope="col">${shownName(one, swept)}</th>`)}
          ${metrics.map((name) => html`<th scope="col">${name}</th>`)}
          <th scope="col">Time</th>
          <th scope="col">Run</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((combination, place) => row(combination, place, { swept, metrics }))}
      </tbody>
    </table>
  `;
}

function row(
  combination: Combination,
  place: number,
  { swept, metrics }: Pick<SweepData, "swept" | "metrics">,
): Html {
  const { elapsedMs, run, best, outcome } = combination;
  return html`
    <tr data-place="${place}">
      <th scope="row" data-value="${place + 1}">${place + 1}${best &&
        " best"}${outcome === "failed" && " failed"}</th>
      ${swept.map((one) => {
        const text = valueText(combination, one);
        return html`<td data-value="${numberIn(text)}"><bdi>${text}</bdi></td>`;
      })}
      ${metrics.map((name) =>
        html`<td data-value="${combination.metrics[name] ?? ""}">${
          figure(combination.metrics[name])
        }</td>`
      )}
      <td data-value="${elapsedMs ?? ""}">${elapsedMs === null ? MISSING : duration(elapsedMs)}</td>
      <td><code>${run ?? MISSING}</code></td>
    </tr>
  `;
}

/** The sort value of a text: empty unless the text is a number. */
function numberIn(text: string): string {
  return text === "" || Number.isNaN(Number(text)) ? "" : text;
}
