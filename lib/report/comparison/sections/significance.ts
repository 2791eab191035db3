/**
 * McNemar's test: whether two models differ by more than chance.
 *
 * @module
 */
import { mcnemarTest } from "../../../ml/mcnemar.ts";
import { integer } from "../../format.ts";
import { type Html, html } from "../../html.ts";
import { scrollable, type Section } from "../../section.ts";
import type { ComparisonData } from "../data.ts";
import type { Pairing } from "../pairing.ts";
import { probabilityText } from "../words.ts";

/** Significance level; the page states it with the result. */
const LEVEL = 0.05;

/** The section with McNemar's test. */
export const significance: Section<ComparisonData> = {
  id: "significance",
  title: "Is one of them better?",
  short: "Better?",
  render: ({ pairing }) => pairing === null ? notPaired() : tested(pairing),
};

/** The text for runs whose test images differ. */
export function notPaired(): Html {
  return html`
    <p>The two runs were measured on different test images, so that no image can be followed from one
    run to the other. Compare runs of the same data set.</p>
  `;
}

function tested(pairing: Pairing): Html {
  const [b, c] = [pairing.lost.length, pairing.gained.length];
  const p = mcnemarTest(b, c);
  return html`
    <p id="verdict">${verdict(b, c, p)}</p>
    ${scrollable("Right and wrong answers of both runs", table(pairing))}
    <p
      class="note">McNemar’s test in its exact form, two-sided: of the b + c images that only one of the
    two names correctly, A has b and B has c. Were both equally good, each would go either way like a
    fair coin, so p = min(1, 2 · Σ<sub>i ≤ min(b, c)</sub> C(b + c, i) / 2<sup>b + c</sup>). It is about
    these two models on these images, and says nothing of other seeds. Psychometrika 12 (1947),
    153–157.</p>
  `;
}

function verdict(b: number, c: number, p: number): Html {
  if (b + c === 0) return html`Both runs name the very same images correctly.`;
  const split =
    `${integer(b + c)} ${b + c === 1 ? "image is" : "images are"} named correctly by one ` +
    `run only: ${integer(b)} by A, ${integer(c)} by B.`;
  const found = p >= LEVEL
    ? "That is no evidence that one of them is better."
    : `At the usual 5\u00A0% that is evidence that ${c > b ? "B" : "A"} is better.`;
  return html`
    ${split} If both were equally good, a split at least as uneven would come about with probability
    <strong class="p">p = ${probabilityText(p)}</strong>. ${found}
  `;
}

function table({ bothRight, bothWrong, lost, gained }: Pairing): Html {
  return html`
    <table class="numbers" id="pairs">
      <caption>Test images by who names them correctly</caption>
      <thead>
        <tr>
          <th scope="col">Images</th>
          <th scope="col">B right</th>
          <th scope="col">B wrong</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">A right</th>
          <td>${integer(bothRight)}</td>
          <td>${integer(lost.length)}</td>
        </tr>
        <tr>
          <th scope="row">A wrong</th>
          <td>${integer(gained.length)}</td>
          <td>${integer(bothWrong)}</td>
        </tr>
      </tbody>
    </table>
  `;
}
