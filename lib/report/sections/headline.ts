/**
 * The head of the report: a summary and four metrics.
 *
 * @module
 */
import { nameTag } from "../class_name.ts";
import { decimal, integer, percent } from "../format.ts";
import { type Html, html } from "../html.ts";
import { intervalStrip } from "../interval_strip.ts";
import { besideLecture, LECTURE } from "../lecture.ts";
import type { ReportData } from "../report_data.ts";

/** One metric of the headline. */
interface Figure {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly note: string;
  readonly lecture: string;
}

/**
 * Renders the headline; for MNIST, the lecture's metrics are beside ours.
 *
 * @example
 * ```ts
 * import { headline } from "./headline.ts";
 * import { reportData } from "../report_data.ts";
 * import { fixture } from "../../../tests/report/fixture.ts";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(`${headline(reportData(fixture({})))}`, /<h1>Softmax regression on/);
 * ```
 */
export function headline(data: ReportData): Html {
  const compared = besideLecture(data);
  return html`
    <header class="hero">
      <h1>Softmax regression on ${nameTag(dataSetTitle(data.catalogue.dataset))}</h1>
      <p class="lede">${inPlainWords(data)}</p>
      <dl class="figures">
        ${figures(data).map((figure) => figureMarkup(figure, compared))}
      </dl>
      ${compared && html`
        <figure class="beside">
          <figcaption><strong>Chance or progress?</strong> The accuracy in its 95 % interval, and the
          lecture's two runs</figcaption>
          ${intervalStrip(data.metrics.accuracy, data.metrics.accuracyInterval)}
        </figure>
      `}
    </header>
  `;
}

function figureMarkup(
  { name, label, value, text, note, lecture }: Figure,
  compared: boolean,
): Html {
  return html`
    <div class="figure">
      <dt>${label}</dt>
      <dd class="value"><data value="${value}" data-metric="${name}">${text}</data></dd>
      <dd class="note">${note}</dd>
      ${compared && html`<dd class="lecture">Lecture: ${lecture}</dd>`}
    </div>
  `;
}

function figures({ metrics }: ReportData): Figure[] {
  const { accuracy, accuracyInterval: [lower, upper], errors, examples, loss } = metrics;
  const { expectedCalibrationError } = metrics.calibration;
  const lectureErrors = LECTURE.accuracies.map((a) => integer((1 - a) * LECTURE.examples));
  return [{
    name: "accuracy",
    label: "Test accuracy",
    value: accuracy,
    text: percent(accuracy),
    note: `95 % interval ${percent(lower)} to ${percent(upper)}`,
    lecture: LECTURE.accuracies.map((a) => percent(a)).join(" and "),
  }, {
    name: "errors",
    label: "Errors",
    value: errors,
    text: integer(errors),
    note: `of ${integer(examples)} test images`,
    lecture: lectureErrors.join(" and "),
  }, {
    name: "loss",
    label: "Test loss",
    value: loss,
    text: decimal(loss, 4),
    note: "mean cross-entropy, in nats",
    lecture: LECTURE.losses.map((l) => decimal(l, 3)).join(" to "),
  }, {
    name: "calibration-error",
    label: "Calibration error",
    value: expectedCalibrationError,
    text: decimal(expectedCalibrationError, 4),
    note: "expected gap of confidence and accuracy",
    lecture: decimal(LECTURE.expectedCalibrationError, 3),
  }];
}

function inPlainWords({ metrics, model, history, names, test }: ReportData): string {
  const pixels = integer(test.imageShape[0] * test.imageShape[1]);
  const learned = integer(model.weights.data.length + model.bias.data.length);
  const passes = history.epochs.length;
  const right = integer(metrics.examples - metrics.errors);
  return `${learned} learned numbers: for each of ${names.length} classes one weight for each of ` +
    `${pixels} pixels, and a bias. After ${integer(passes)} ${passes === 1 ? "pass" : "passes"} ` +
    `over the training images the model correctly names ${right} of ${
      integer(metrics.examples)
    } images that it has never seen${howOftenWrong(metrics.errors, metrics.examples)}.`;
}

function howOftenWrong(errors: number, examples: number): string {
  if (errors === 0) return ": all of them";
  const every = Math.round(examples / errors);
  return every < 3 ? "" : `, and errs on about one in ${integer(every)}`;
}

const TITLES: ReadonlyMap<string, string> = new Map([
  ["mnist", "MNIST"],
  ["fashion-mnist", "Fashion-MNIST"],
  ["kmnist", "KMNIST"],
]);

/**
 * The usual spelling of a data set's name; other names are unchanged.
 *
 * @example
 * ```ts
 * import { dataSetTitle } from "./headline.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["mnist", "mine"].map(dataSetTitle), ["MNIST", "mine"]);
 * ```
 */
export function dataSetTitle(dataset: string): string {
  return TITLES.get(dataset) ?? dataset;
}
