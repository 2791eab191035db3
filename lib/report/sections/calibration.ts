/**
 * Whether the model's confidence can be believed: the reliability diagram and its table.
 *
 * @module
 */
import type { CalibrationBin } from "../../data/artifacts.ts";
import { decimal, integer, percent } from "../format.ts";
import { type Html, html } from "../html.ts";
import { reliabilityDiagram } from "../reliability_diagram.ts";
import type { ReportData } from "../report_data.ts";
import { scrollable, type Section } from "../section.ts";

/** Confidence against accuracy. */
export const calibration: Section = {
  id: "calibration",
  title: "Can its confidence be trusted?",
  render,
};

function render({ metrics }: ReportData): Html {
  const { bins, expectedCalibrationError, brierScore } = metrics.calibration;
  return html`
    <p>Of the images on which the model is 80 % sure it should get 80 % right.
    ${verdict(bins, metrics.accuracy)} The expected calibration error, the mean gap over the bins
    weighted by their counts, is ${decimal(
      expectedCalibrationError,
      4,
    )}; the Brier score (0 is best,
    2 worst) is ${decimal(brierScore, 4)}.</p>
    <div class="side-by-side">
      <figure>
        <figcaption><strong>Reliability</strong> accuracy by confidence; on the dashed line both are
        equal</figcaption>
        ${reliabilityDiagram(bins)}
      </figure>
      ${scrollable("Calibration by bin", table(bins))}
    </div>
  `;
}

function verdict(bins: readonly CalibrationBin[], accuracy: number): string {
  const examples = bins.reduce((sum, { count }) => sum + count, 0);
  const sum = bins.reduce((s, { count, meanConfidence }) => s + count * (meanConfidence ?? 0), 0);
  if (examples === 0) return "";
  const confidence = sum / examples;
  const told = Math.abs(confidence - accuracy) < 0.005
    ? "On the whole it is neither too sure nor too cautious"
    : confidence < accuracy
    ? "On the whole it is too cautious"
    : "On the whole it is too sure of itself";
  return `${told}: mean confidence ${percent(confidence, 1)}, accuracy ${percent(accuracy, 1)}.`;
}

function table(bins: readonly CalibrationBin[]): Html {
  return html`
    <table class="numbers" id="reliability">
      <caption>Answers by confidence</caption>
      <thead>
        <tr>
          <th scope="col">Confidence</th>
          <th scope="col">Answers</th>
          <th scope="col">Mean confidence</th>
          <th scope="col">Accuracy</th>
          <th scope="col">Gap (points)</th>
        </tr>
      </thead>
      <tbody>${bins.map((bin) =>
        html`
          <tr>
            <th scope="row">${percent(bin.lower, 1)} to ${percent(bin.upper, 1)}</th>
            <td>${integer(bin.count)}</td>
            <td>${percent(bin.meanConfidence, 1)}</td>
            <td>${percent(bin.accuracy, 1)}</td>
            <td>${decimal(gap(bin), 1)}</td>
          </tr>
        `
      )}
      </tbody>
    </table>
  `;
}

/** Accuracy minus confidence in percentage points. */
function gap({ accuracy, meanConfidence }: CalibrationBin): number | null {
  return accuracy === null || meanConfidence === null ? null : (accuracy - meanConfidence) * 100;
}
