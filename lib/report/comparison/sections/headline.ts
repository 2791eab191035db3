/**
 * The head of the comparison page: the two runs and their metrics.
 *
 * @module
 */
import { integer } from "../../format.ts";
import { type Html, html } from "../../html.ts";
import { scrollable } from "../../section.ts";
import type { ComparisonData } from "../data.ts";
import type { MetricChange, RunName } from "../facts.ts";
import { breakable, deltaText, figureText, instantText, runTitle } from "../words.ts";

/**
 * Renders the headline of a comparison.
 *
 * @example
 * ```ts
 * import { headline } from "./headline.ts";
 * import { comparisonData } from "../data.ts";
 * import { compared } from "../../../../tests/report/comparison_fixture.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const { before, after, facts } = compared({});
 * assertMatch(`${headline(comparisonData(before, after, facts))}`, /<h1>.*base.*against/s);
 * ```
 */
export function headline(data: ComparisonData): Html {
  const { before, after, metrics } = data.facts;
  return html`
    <header class="hero">
      <h1><bdi>${runTitle(before)}</bdi> against <bdi>${runTitle(after)}</bdi></h1>
      <p class="lede">${inPlainWords(data)}</p>
      <dl class="facts">
        ${runMarkup("A", before)}
        ${runMarkup("B", after)}
      </dl>
      ${scrollable("Headline figures of both runs", table(metrics))}
    </header>
  `;
}

function inPlainWords({ a, b }: ComparisonData): string {
  const [right, wasRight] = [b, a].map(({ metrics }) => metrics.examples - metrics.errors);
  const more = right! - wasRight!;
  const text = `A correctly names ${integer(wasRight!)} of ${integer(a.metrics.examples)} test ` +
    `images, B ${integer(right!)} of ${integer(b.metrics.examples)}`;
  if (a.metrics.examples !== b.metrics.examples) return `${text}.`;
  if (more === 0) return `${text}: as many.`;
  return `${text}: ${integer(Math.abs(more))} ${more > 0 ? "more" : "fewer"}.`;
}

function runMarkup(letter: string, { id, name, startedAt, command }: RunName): Html {
  return html`
    <div>
      <dt><span class="run run-${letter.toLowerCase()}">${letter}</span> ${name !== null &&
        html`<bdi>${name}</bdi>`}</dt>
      <dd><code>${id}</code>, <time datetime="${startedAt}">${instantText(
        startedAt,
      )}</time>${command !== null &&
        html`<br><code>${command}</code>`}</dd>
    </div>
  `;
}

function table(metrics: readonly MetricChange[]): Html {
  return html`
    <table class="numbers" id="metrics">
      <caption>Headline figures of both runs</caption>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">A</th>
          <th scope="col">B</th>
          <th scope="col">B − A</th>
          <th scope="col">Better</th>
        </tr>
      </thead>
      <tbody>${metrics.map(row)}
      </tbody>
    </table>
  `;
}

function row({ name, before, after, delta, better }: MetricChange): Html {
  const best = better === null ? "" : better === "after" ? "B" : "A";
  return html`
    <tr>
      <th scope="row">${breakable(name)}</th>
      <td>${figureText(before)}</td>
      <td>${figureText(after)}</td>
      <td>${deltaText(delta)}</td>
      <td>${best}</td>
    </tr>
  `;
}
