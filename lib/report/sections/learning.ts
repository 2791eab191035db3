/**
 * The section on learning: figures for the script's charts, and the same numbers as a table.
 *
 * @module
 */
import type { Epoch } from "../../data/artifacts.ts";
import { decimal, integer, percent } from "../format.ts";
import { type Html, html } from "../html.ts";
import type { ReportData } from "../report_data.ts";
import { scrollable, type Section } from "../section.ts";

/** Learning curves and their table. */
export const learning: Section<ReportData> = { id: "learning", title: "Learning", render };

function render({ history: { epochs, chosenEpoch } }: ReportData): Html {
  return html`
    <p>${summary(epochs)}${epochs.length > 0 &&
      ` The model has the weights of epoch ${integer(chosenEpoch)}.`}</p>
    <div class="charts">
      ${chart("loss", "Loss after each epoch", "mean cross-entropy in nats, lower is better")}
      ${chart("accuracy", "Accuracy after each epoch", "share of images named correctly")}
      ${chart("rate", "Learning rate", "how far a step goes down the gradient")}
      ${chart("gradient", "Gradient norm", "length of the gradient of the training loss")}
    </div>
    <details>
      <summary>Every epoch as a table</summary>
      ${scrollable("Loss and accuracy by epoch", table(epochs))}
    </details>
  `;
}

function chart(name: string, title: string, unit: string): Html {
  return html`
    <figure class="chart" data-chart="${name}">
      <figcaption><strong>${title}</strong> ${unit}</figcaption>
      <noscript><p class="note">The curve is drawn by the page's script; the table below holds its
      numbers.</p></noscript>
    </figure>
  `;
}

function summary(epochs: readonly Epoch[]): string {
  const [first, last] = [epochs[0], epochs.at(-1)];
  if (!first || !last) return "The model was not trained: there is no epoch to show.";
  const text = first === last
    ? `After its only epoch the training loss is ${decimal(last.trainLoss, 4)}.`
    : `The training loss ${last.trainLoss <= first.trainLoss ? "fell" : "rose"} from ${
      decimal(first.trainLoss, 4)
    } after the first epoch to ${decimal(last.trainLoss, 4)} after epoch ${integer(last.epoch)}.`;
  return `${text} ${aboutValidation(epochs)}`;
}

function aboutValidation(epochs: readonly Epoch[]): string {
  let best: { epoch: number; loss: number } | null = null;
  for (const { epoch, validationLoss: loss } of epochs) {
    if (loss !== null && (best === null || loss < best.loss)) best = { epoch, loss };
  }
  return best === null
    ? "No images were held out for validation."
    : `On held-out images it was lowest after epoch ${integer(best.epoch)}: ${
      decimal(best.loss, 4)
    }.`;
}

function table(epochs: readonly Epoch[]): Html {
  const validated = epochs.some((epoch) => epoch.validationLoss !== null);
  return html`
    <table class="numbers" id="epochs">
      <caption>At the end of each epoch, over the whole split</caption>
      <thead>
        <tr>
          <th scope="col">Epoch</th>
          <th scope="col">Learning rate</th>
          <th scope="col">Gradient norm</th>
          <th scope="col">Training loss</th>
          <th scope="col">Training accuracy</th>
          ${validated && html`
            <th scope="col">Validation loss</th>
            <th scope="col">Validation accuracy</th>
          `}
        </tr>
      </thead>
      <tbody>
        ${epochs.map((epoch) => row(epoch, validated))}
      </tbody>
    </table>
  `;
}

function row(epoch: Epoch, validated: boolean): Html {
  return html`<tr>
    <th scope="row">${integer(epoch.epoch)}</th>
    <td>${String(Number(epoch.learningRate.toPrecision(4)))}</td>
    <td>${decimal(epoch.gradientNorm, 4)}</td>
    <td>${decimal(epoch.trainLoss, 4)}</td>
    <td>${percent(epoch.trainAccuracy)}</td>
    ${
    validated && html`
      <td>${decimal(epoch.validationLoss, 4)}</td>
      <td>${percent(epoch.validationAccuracy)}</td>
    `
  }
  </tr>`;
}
