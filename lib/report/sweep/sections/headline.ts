/**
 * The head of the sweep page: a summary of the sweep.
 *
 * @module
 */
import { duration, integer } from "../../format.ts";
import { type Html, html } from "../../html.ts";
import type { SweepData } from "../data.ts";
import { figure, valuesText } from "../words.ts";

/** Renders the head of the page. */
export function headline({ facts, shown, swept }: SweepData): Html {
  const { combinations, by, metrics, sweep, elapsedMs, finishedAt, command, bestCommand } = facts;
  const best = combinations.find((one) => one.best);
  const failed = combinations.filter(({ outcome }) => outcome === "failed").length;
  const left = combinations.filter(({ outcome }) => outcome === "cancelled").length;
  const metric = metrics.find(({ name }) => name === by);
  return html`
    <header class="hero">
      <h1>${title(facts)}</h1>
      <p>${best === undefined || by === null
        ? "No combination is marked as the best."
        : `The best by ${by} (${metric?.description ?? ""}, ${metric?.better ?? ""} is better) is ${
          valuesText(best, swept)
        }: ${figure(best.metrics[by])}.`}</p>
      ${metric?.judges === true && html`
        <p class="caution"><strong>${metric.name} is there to judge what was chosen.</strong> Chosen
        by it, the best would look better than it is.</p>
      `}
      ${failed > 0 && html`<p>${integer(failed)} of them failed.</p>`}
      ${left > 0 && html`<p>${integer(left)} of them were not run: the sweep was stopped.</p>`}
      ${shown.length < combinations.length && html`
        <p>This page shows the best ${integer(shown.length)}; <code>--json</code> has all.</p>
      `}
      <dl class="facts">
        <div><dt>Sweep</dt><dd>${sweep ?? "everything was found done"}</dd></div>
        <div>
          <dt>Finished</dt>
          <dd><time>${finishedAt}</time>, after ${duration(elapsedMs)}</dd>
        </div>
        <div><dt>Typed</dt><dd><code>${command}</code></dd></div>
      </dl>
      ${bestCommand !== null && html`
        <p>To run the best as a whole, with its report:</p>
        <pre class="command"><code>${bestCommand}</code></pre>
      `}
    </header>
  `;
}

/** The page's title. */
export function title({ combinations, by }: SweepData["facts"]): string {
  const best = combinations.find((one) => one.best);
  const count = combinations.length;
  const text = `${integer(count)} ${count === 1 ? "combination" : "combinations"}`;
  return by === null || best === undefined
    ? text
    : `${text}, best ${by} ${figure(best.metrics[by])}`;
}
