/**
 * The section on provenance: facts of the artifacts, downloads, and the placeholder where the command line
 * inserts the facts of the run.
 *
 * @module
 */
import { DOWNLOADS_ID } from "../anchors.ts";
import { nameTag } from "../class_name.ts";
import { affineText } from "../affine_text.ts";
import { integer, significant } from "../format.ts";
import { type Html, html, trusted } from "../html.ts";
import type { ReportData } from "../report_data.ts";
import { RUN_FACTS_BEGIN, RUN_FACTS_END } from "../run_facts_place.ts";
import type { Section } from "../section.ts";

/** The section on provenance. */
export const provenance: Section<ReportData> = {
  id: "provenance",
  title: "Where this comes from",
  short: "Origin",
  render,
};

function render(data: ReportData): Html {
  return html`
    <dl class="facts">${facts(data).map(([name, value]) =>
      html`
        <div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>
      `
    )}
    </dl>
    <div class="on-screen">
      <h3>Files to save</h3>
      <ul class="row" id="${DOWNLOADS_ID}"></ul>
      <noscript><p class="note">The page's script makes these files; <code>deno task pipeline
    export</code> writes every artifact.</p></noscript>
      <p
        class="note needs-script">Made in this page, without a request. Confidences have three decimals;
    <code>deno task pipeline export evaluate.predictions.probabilities</code> has all.</p>
    </div>
    <h3>The run</h3>
    ${trusted(RUN_FACTS_BEGIN)}
    <p class="note">This page shows no facts of a run: it is the bare artifact of the report stage.
    The command line adds them to the copy that it writes beside the artifacts.</p>
    ${trusted(RUN_FACTS_END)}
  `;
}

function facts(data: ReportData): [name: string, value: Html | string][] {
  const { catalogue, test, normalization, model, history } = data;
  const [first, last] = [history.epochs[0], history.epochs.at(-1)];
  const shape = test.imageShape.join(" × ");
  return [
    ["Data set", html`${nameTag(catalogue.dataset)}, ${data.names.length} classes`],
    ["Test images", `${integer(data.metrics.examples)} of ${shape} pixels`],
    [
      "Normalisation",
      `${normalization.method}: x = ${affineText(normalization)} for a pixel q from 0 to 255`,
    ],
    ["Model", `${model.weights.shape.join(" × ")} weights and ${model.bias.data.length} biases`],
    [
      "Training",
      first && last
        ? `${integer(last.epoch)} epochs, learning rate ${
          significant(first.learningRate)
        } at first, ` +
          `${significant(last.learningRate)} at last`
        : "none",
    ],
  ];
}
