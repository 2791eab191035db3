/**
 * The section with the scores of each class.
 *
 * @module
 */
import type { ClassMetrics } from "../../data/artifacts.ts";
import { nameTag } from "../class_name.ts";
import { decimal, integer, MISSING } from "../format.ts";
import { type Html, html } from "../html.ts";
import type { ReportData } from "../report_data.ts";
import { scrollable, type Section } from "../section.ts";

/** Precision, recall, F1 and support of each class. */
export const classes: Section<ReportData> = {
  id: "classes",
  title: "Class by class",
  short: "Classes",
  render,
};

function render(data: ReportData): Html {
  return html`
    <p>${extremes(data)} Precision is the share of right answers among those that name the class,
    recall the share of the class that is found, F1 their harmonic mean, support the number of test
    images of the class.</p>
    ${scrollable("Figures of each class", table(data))}
    ${hasGap(data.metrics.perClass) && html`
      <p class="note">${MISSING} stands where there is nothing to divide by: a class without test
      images, or one that was never predicted.</p>
    `}
  `;
}

function extremes({ metrics, names }: ReportData): Html | string {
  const ranked = metrics.perClass
    .flatMap(({ f1 }, k) => (f1 === null ? [] : [{ f1, k }]))
    .sort((a, b) => b.f1 - a.f1);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (!best || !worst || best.f1 === worst.f1) return "No class stands out.";
  return html`Easiest is ${nameTag(names[best.k]!)} (F1 ${decimal(best.f1, 3)}), hardest
    ${nameTag(names[worst.k]!)} (F1 ${decimal(worst.f1, 3)}).`;
}

function hasGap(perClass: readonly ClassMetrics[]): boolean {
  return perClass.some(({ precision, recall, f1 }) => [precision, recall, f1].includes(null));
}

function table({ metrics, names }: ReportData): Html {
  const missed = names.map((_, k) => missedOf(metrics.confusion.data, k, names.length));
  const most = Math.max(...missed);
  return html`
    <table class="numbers" id="per-class" data-sortable>
      <caption>Figures of each class</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Precision</th>
          <th scope="col">Recall</th>
          <th scope="col">F1</th>
          <th scope="col">Support</th>
          <th scope="col" class="missed">Missed</th>
        </tr>
      </thead>
      <tbody>
        ${metrics.perClass.map((of, k) => row(names[k]!, k, of, missed[k]!, most))}
      </tbody>
    </table>
  `;
}

function row(name: string, k: number, of: ClassMetrics, missed: number, most: number): Html {
  return html`
    <tr>
      <th scope="row" data-value="${k}"><bdi class="full-name">${name}</bdi></th>
      ${[of.precision, of.recall, of.f1].map(score)}
      <td data-value="${of.support}">${integer(of.support)}</td>
      <td data-value="${missed}"><span class="bar"><span>${integer(missed)}</span>${bar(
        most === 0 ? 0 : missed / most,
      )}</span></td>
    </tr>
  `;
}

function score(value: number | null): Html {
  return html`<td data-value="${value}">${decimal(value, 3)}</td>`;
}

function bar(share: number): Html {
  return html`
    <svg aria-hidden="true">
      <rect width="${decimal(share * 100, 1)}%" height="100%" />
    </svg>
  `;
}

function missedOf(confusion: Uint32Array, label: number, classes: number): number {
  const row = confusion.subarray(label * classes, (label + 1) * classes);
  return row.reduce((sum, count, predicted) => predicted === label ? sum : sum + count, 0);
}
