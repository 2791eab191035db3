/**
 * The learning curves of both runs: figures for the script's charts, and the same numbers as a table.
 *
 * @module
 */
import { decimal, integer, percent } from "../../format.ts";
import { type Html, html } from "../../html.ts";
import { scrollable, type Section } from "../../section.ts";
import { chartsOf, type OverlaidChart } from "../charts.ts";
import type { ComparisonData } from "../data.ts";

/** Learning curves of both runs, overlaid. */
export const curves: Section<ComparisonData> = { id: "learning", title: "Learning", render };

function render({ a, b }: ComparisonData): Html {
  const charts = chartsOf(a.history.epochs, b.history.epochs);
  if (charts.length === 0) {
    return html`<p>At least one of the runs has no epoch to show.</p>`;
  }
  return html`
    <p>${lengths(
      a.history.epochs.length,
      b.history.epochs.length,
    )} ${charts.some(({ split }) => split === "validation")
      ? "Validation curves are on the images that each run held out."
      : "Validation curves would need a validation split in both runs."}</p>
    <div class="charts">${charts.map(chart)}</div>
    <details>
      <summary>Every epoch as a table</summary>
      ${scrollable("Losses and accuracies of both runs by epoch", table(charts))}
    </details>
  `;
}

function lengths(a: number, b: number): string {
  const words = (n: number): string => `${integer(n)} ${n === 1 ? "epoch" : "epochs"}`;
  return a === b
    ? `Both runs trained for ${words(a)}.`
    : `A trained for ${words(a)}, B for ${words(b)}.`;
}

function chart({ name, title }: OverlaidChart): Html {
  return html`
    <figure class="chart" data-chart="${name}">
      <figcaption><strong>${title}</strong> after each epoch</figcaption>
      <noscript><p class="note">The curve is drawn by the page's script; the table below holds its
      numbers.</p></noscript>
    </figure>
  `;
}

function table(charts: readonly OverlaidChart[]): Html {
  const epochs = charts[0]!.epochs;
  return html`
    <table class="numbers" id="epochs">
      <caption>At the end of each epoch</caption>
      <thead>
        <tr>
          <th scope="col">Epoch</th>
          ${charts.map(({ title }) =>
            html`
              <th scope="col">A: ${title.toLowerCase()}</th>
              <th scope="col">B</th>
            `
          )}
        </tr>
      </thead>
      <tbody>${epochs.map((epoch, i) =>
        html`<tr><th scope="row">${integer(epoch)}</th>${
          charts.map(({ unit, a, b }) =>
            [a, b].map((values) => html`<td>${text(unit, values[i] ?? null)}</td>`)
          )
        }</tr>`
      )}
      </tbody>
    </table>
  `;
}

function text(unit: OverlaidChart["unit"], value: number | null): string {
  return unit === "nats" ? decimal(value, 4) : percent(value);
}
