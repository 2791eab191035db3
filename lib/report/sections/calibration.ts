/**
 * The section on calibration: reliability, the histogram of confidence, and accuracy by coverage.
 *
 * @module
 */
import type { CalibrationBin } from "../../data/artifacts.ts";
import { confidenceHistogram } from "../confidence_histogram.ts";
import { accuracyByCoverage, type CoveragePoint } from "../coverage.ts";
import { coverageCurve } from "../coverage_curve.ts";
import { decimal, integer, percent } from "../format.ts";
import { type Html, html } from "../html.ts";
import { reliabilityDiagram } from "../reliability_diagram.ts";
import type { ReportData } from "../report_data.ts";
import { scrollable, type Section } from "../section.ts";

/** The section on calibration. */
export const calibration: Section<ReportData> = {
  id: "calibration",
  title: "Can its confidence be trusted?",
  short: "Trust",
  render,
};

/** Coverages in the table. */
const COVERAGES = [1, 0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.5] as const;
/** Coverages of the curve: enough that it looks smooth. */
const CURVE = Array.from({ length: 50 }, (_, i) => (i + 1) / 50);

function render({ metrics, ranked }: ReportData): Html {
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
      <div>
        <figure>
          <figcaption><strong>Reliability</strong> accuracy by confidence; on the dashed line both are
          equal</figcaption>
          ${reliabilityDiagram(bins)}
        </figure>
        <figure>
          <figcaption><strong>Confidence</strong> how many answers are how sure; the hatched part is
          wrong</figcaption>
          ${confidenceHistogram(bins)}
        </figure>
      </div>
      ${scrollable("Calibration by bin", table(bins))}
      <figure>
        <figcaption><strong>Accuracy by coverage</strong> if the model answered only where it is
        surest</figcaption>
        ${coverageCurve(accuracyByCoverage(ranked, CURVE))}
      </figure>
      ${scrollable("Accuracy by coverage", coverageTable(accuracyByCoverage(ranked, COVERAGES)))}
    </div>
  `;
}

function verdict(bins: readonly CalibrationBin[], accuracy: number): string {
  const examples = bins.reduce((sum, { count }) => sum + count, 0);
  const sum = bins.reduce((s, { count, meanConfidence }) => s + count * (meanConfidence ?? 0), 0);
  if (examples === 0) return "";
  const confidence = sum / examples;
  const text = Math.abs(confidence - accuracy) < 0.005
    ? "On the whole it is neither too sure nor too cautious"
    : confidence < accuracy
    ? "On the whole it is too cautious"
    : "On the whole it is too sure of itself";
  return `${text}: mean confidence ${percent(confidence, 1)}, accuracy ${percent(accuracy, 1)}.`;
}

function table(bins: readonly CalibrationBin[]): Html {
  return html`
    <table class="numbers" id="reliability">
      <caption>Answers by confidence</caption>
      <thead>
        <tr>
          <th scope="col">Confidence</th>
          <th scope="col">Answers</th>
          <th scope="col">Wrong</th>
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
            <td>${integer(Math.round(bin.count * (1 - (bin.accuracy ?? 1))))}</td>
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

function coverageTable(points: readonly CoveragePoint[]): Html {
  return html`
    <table class="numbers" id="coverage">
      <caption>Only the surest answers</caption>
      <thead>
        <tr>
          <th scope="col">Coverage</th>
          <th scope="col">Answers</th>
          <th scope="col">At least so sure</th>
          <th scope="col">Errors</th>
          <th scope="col">Accuracy</th>
        </tr>
      </thead>
      <tbody>${points.map(({ coverage, count, threshold, errors, accuracy }) =>
        html`
          <tr>
            <th scope="row">${percent(coverage, 0)}</th>
            <td>${integer(count)}</td>
            <td>${percent(threshold, 1)}</td>
            <td>${integer(errors)}</td>
            <td>${percent(accuracy)}</td>
          </tr>
        `
      )}
      </tbody>
    </table>
  `;
}
