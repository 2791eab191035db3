/**
 * The section on the lecture: the computation of one prediction step by step, and the worked example of
 * cross-entropy, which the script makes editable.
 *
 * @module
 */
import { WORKED_GAP_ID, WORKED_GRADIENT_ID, WORKED_ID, WORKED_TOTALS_ID } from "../anchors.ts";
import { nameTag, nameText } from "../class_name.ts";
import { argmax } from "../../ml/argmax.ts";
import { pixelNetInputs } from "../../ml/pixel_regression.ts";
import { softmax } from "../../ml/softmax.ts";
import { transpose } from "../../ml/transpose.ts";
import { digitPicture } from "../digit_picture.ts";
import { pixelsOf } from "../example.ts";
import { decimal, integer, percent } from "../format.ts";
import { type Html, html } from "../html.ts";
import type { ReportData } from "../report_data.ts";
import { scrollable, type Section } from "../section.ts";
import {
  gapText,
  gradientTexts,
  K,
  LABELS,
  NET_INPUTS,
  rowTexts,
  totalsText,
  workOut,
} from "../worked_example.ts";

/** The section that explains the model step by step. */
export const lecture: Section<ReportData> = { id: "lecture", title: "How it works", render };

function render(data: ReportData): Html {
  const worked = workOut(NET_INPUTS, LABELS);
  return html`
    ${predictionSteps(data)}
    <h3>The loss, worked out</h3>
    <p>Four examples, three classes, numbered from 1. The true class of each is one-hot encoded; its
    loss is −log of the probability that softmax gives to that class. Training minimises the mean over
    the batch rather than the sum, which would grow with the batch.<span class="needs-script"> Change a
    net input or a class and see what follows.</span></p>
    ${scrollable(
      "Worked example",
      html`
        <table class="worked" id="${WORKED_ID}">
          <caption>From net inputs to losses</caption>
          <thead>
            <tr>
            <th scope="col">Example</th>
            <th scope="col">True class</th>
            ${[1, 2, 3].map((k) => html`<th scope="col">Net input ${k}</th>`)}
            <th scope="col">One-hot</th>
            <th scope="col">Softmax</th>
            <th scope="col">Loss</th>
            <th scope="col">Read as</th>
          </tr>
          </thead>
          <tbody>${LABELS.map((label, i) =>
            html`
              <tr>
                <th scope="row">${i + 1}</th>
                <td data-label="${label}">${label + 1}</td>
                ${NET_INPUTS.slice(i * K, (i + 1) * K).map((z) =>
                  html`<td data-input="${z}">${decimal(z, 2)}</td>`
                )}
                ${rowTexts(worked, i).map((text) => html`<td class="out">${text}</td>`)}
              </tr>
            `
          )}
          </tbody>
        </table>
      `,
    )}
    <p><output id="${WORKED_TOTALS_ID}">${totalsText(worked)}</output></p>
    <h3>The gradient, checked</h3>
    <p>By its formula, (softmax − one-hot) / 4, and by moving each net input a little up and down.
    <output id="${WORKED_GAP_ID}">${gapText(worked)}</output></p>
    ${scrollable(
      "Gradient check",
      html`
        <table id="${WORKED_GRADIENT_ID}">
          <caption>Gradient of the mean loss by the net inputs</caption>
          <thead>
            <tr>
              <th scope="col">Example</th>
              <th scope="col">By formula</th>
              <th scope="col">By differences</th>
            </tr>
          </thead>
          <tbody>${LABELS.map((_, i) =>
            html`<tr><th scope="row">${i + 1}</th>${
              gradientTexts(worked, i).map((text) => html`<td class="out">${text}</td>`)
            }</tr>`
          )}
          </tbody>
        </table>
      `,
    )}
  `;
}

/** The computation of the first test image's prediction, step by step. */
function predictionSteps({ test, model, normalization, names }: ReportData): Html {
  const [height, width] = test.imageShape;
  const image = pixelsOf(test, 0);
  const { scale, offset } = normalization;
  const D = height * width;
  const weightsT = transpose(model.weights.data, D);
  const bias = Float64Array.from(model.bias.data);
  const z = pixelNetInputs({ q: image, D, scale, offset }, [0], { weightsT, bias });
  const a = softmax(z, names.length);
  const predicted = argmax(z, names.length)[0]!;
  return html`
    <p>Test image ${test.indices.data[0]!} on its way through this model.</p>
    <ol class="way">
      <li>
        <h3>Image</h3>
        <img class="ink" src="${digitPicture(
          image,
          test.imageShape,
        )}" alt="Test image of class ${nameText(names[test.labels.data[0]!]!)}" width="${width}"
          height="${height}">
        <p class="note">${height} rows of ${width} pixels</p>
      </li>
      <li>
        <h3>Rows concatenated</h3>
        <img class="ink strip-image" src="${digitPicture(image, [
          1,
          D,
        ])}" alt="The same pixels in one row, first row first"
          width="${D}" height="1">
        <p class="note">one vector of ${integer(D)} features, first row first</p>
      </li>
      <li><h3>Net inputs, softmax, argmax</h3>
        ${scrollable(
          "Net inputs and probabilities",
          html`
            <table class="numbers" id="way">
              <caption>z = W x + b, exp(z) / Σ exp(z)</caption>
              <thead>
                <tr>
                  <th scope="col">Class</th>
                  <th scope="col">Net input</th>
                  <th scope="col">Softmax</th>
                  <th scope="col">Argmax</th>
                </tr>
              </thead>
              <tbody>${names.map((name, k) =>
                html`
                  <tr>
                    <th scope="row">${nameTag(name)}</th>
                    <td>${decimal(z[k]!, 3)}</td>
                    <td>${percent(a[k]!, 2)}</td>
                    <td>${k === predicted && "largest"}</td>
                  </tr>
                `
              )}</tbody>
            </table>
          `,
        )}</li>
      <li>
        <h3>Answer</h3>
        <p class="way-answer">${nameTag(names[predicted]!)}</p>
        <p class="note">labelled ${nameTag(names[test.labels.data[0]!]!)}</p>
      </li>
    </ol>
  `;
}
