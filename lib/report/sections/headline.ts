/**
 * The top of the page: what was trained, and how good it is, in four figures.
 *
 * @module
 */
import { nameTag } from "../class_name.ts";
import { decimal, integer, percent } from "../format.ts";
import { type Html, html } from "../html.ts";
import { intervalStrip } from "../interval_strip.ts";
import { besideLecture, LECTURE } from "../lecture.ts";
import type { ReportData } from "../report_data.ts";

interface Figure {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly note: string;
  readonly lecture: string;
}

/**
 * The headline with its figures and, for MNIST, the lecture's beside them.
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
      ${compared && intervalStrip(data.metrics.accuracy, data.metrics.accuracyInterval)}
    </header>`;
}

function figureMarkup({ name, label, value, text, note, lecture }: Figure, compared: boolean): Html {
  return html`
    <div class="figure">
      <dt>${label}</dt>
      <dd class="value"><data value="${value}" data-metric="${name}">${text}</data></dd>
      <dd class="note">${note}</dd>
      ${compared && html`<dd class="lecture">Lecture: ${lecture}</dd>`}
    </div>`;
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

function inPlainWords({ metrics, model, history, names, test }: ReportData): Html {
  const pixels = test.imageShape[0] * test.imageShape[1];
  const learned = model.weights.data.length + model.bias.data.length;
  const passes = history.epochs.length;
  const right = metrics.examples - metrics.errors;
  return html`One layer of ${integer(learned)} learned numbers, a weight for each of ${
    integer(pixels)
  } pixels and ${names.length} classes and a bias a class, after ${integer(passes)} ${
    passes === 1 ? "pass" : "passes"
  } over the training images: it names ${integer(right)} of ${
    integer(metrics.examples)
  } unseen images correctly${oneInHowMany(metrics.errors, metrics.examples)}.`;
}

function oneInHowMany(errors: number, examples: number): string {
  if (errors === 0) return ", all of them";
  const every = Math.round(examples / errors);
  return every < 3 ? "" : ` and errs on about one in ${integer(every)}`;
}

const TITLES: ReadonlyMap<string, string> = new Map([
  ["mnist", "MNIST"],
  ["fashion-mnist", "Fashion-MNIST"],
  ["kmnist", "KMNIST"],
]);

/**
 * A data set's name as it is usually written; an unknown one as it is.
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
