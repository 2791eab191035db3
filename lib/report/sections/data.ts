/**
 * The section on the data: class balance, normalisation, mean images, and a gallery of one class.
 *
 * @module
 */
import { affineText } from "../affine_text.ts";
import { CLASS_CARDS_ID, CLASS_FORM_ID, CLASS_STATUS_ID } from "../anchors.ts";
import { nameTag, nameText, shortName } from "../class_name.ts";
import { pixelStatistics } from "../../data/normalization.ts";
import { digitPicture } from "../digit_picture.ts";
import { pixelsOf } from "../example.ts";
import { decimal, integer, percent } from "../format.ts";
import { type Html, html, trusted } from "../html.ts";
import { montage } from "../montage.ts";
import { meanImage } from "../pixel_sums.ts";
import type { ReportData } from "../report_data.ts";
import { scrollable, type Section } from "../section.ts";

/** The section on the test split. */
export const data: Section<ReportData> = { id: "data", title: "The data", render };

/** The gallery starts with sevens, whose shapes differ most. */
const FIRST_CLASS = 7;
const MONTAGE_COLUMNS = 10;

function render(data: ReportData): Html {
  const k = Math.min(FIRST_CLASS, data.names.length - 1);
  return html`
    <p>All figures and images here are of the ${integer(data.metrics.examples)} test images.</p>
    <div class="side-by-side">
      ${scrollable("Classes in the test split", balance(data))}
      ${scrollable("Pixels before and after normalisation", normalisation(data))}
    </div>
    <h3>Mean image of each class</h3>
    ${means(data)}
    <h3>The same class, written differently</h3>
    ${choice(data.names, k)}
    <p class="status" id="${CLASS_STATUS_ID}" role="status"></p>
    <ol class="cards" id="${CLASS_CARDS_ID}">${gallery(data, k)}</ol>
  `;
}

function balance({ metrics, names }: ReportData): Html {
  const most = Math.max(1, ...metrics.perClass.map(({ support }) => support));
  return html`
    <table class="numbers" id="balance">
      <caption>Images of each class</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Images</th>
          <th scope="col">Share</th>
          <th scope="col" class="missed">Compared</th>
        </tr>
      </thead>
      <tbody>${names.map((name, k) => {
        const { support } = metrics.perClass[k]!;
        return html`
          <tr>
            <th scope="row">${nameTag(name)}</th>
            <td>${integer(support)}</td>
            <td>${percent(support / metrics.examples, 1)}</td>
            <td><span class="bar"><svg aria-hidden="true"><rect class="amount" width="${decimal(
              (support / most) * 100,
              1,
            )}%" height="100%"/></svg></span></td>
          </tr>
        `;
      })}
      </tbody>
    </table>
  `;
}

function normalisation({ test, normalization }: ReportData): Html {
  const { scale, offset } = normalization;
  const { mean, standardDeviation } = pixelStatistics(test.images.data);
  const after = (q: number) => decimal(q * scale + offset, 4);
  const rows: readonly (readonly [string, string, string])[] = [
    ["dark", "0", after(0)],
    ["full ink", "255", after(255)],
    ["mean", decimal(mean, 2), after(mean)],
    ["standard deviation", decimal(standardDeviation, 2), decimal(standardDeviation * scale, 4)],
  ];
  return html`
    <table class="numbers" id="normalisation">
      <caption>A pixel q becomes x = ${affineText(normalization)}</caption>
      <thead>
        <tr>
          <th scope="col">Pixel</th>
          <th scope="col">Before, q</th>
          <th scope="col">After, x</th>
        </tr>
      </thead>
      <tbody>${rows.map(([name, before, afterwards]) =>
        html`
          <tr>
            <th scope="row">${name}</th>
            <td>${before}</td>
            <td>${afterwards}</td>
          </tr>
        `
      )}
      </tbody>
    </table>
  `;
}

function means({ test, names, pixelSums }: ReportData): Html {
  return html`
    <ul class="weights" id="means">${pixelSums.map(meanImage).map((mean, k) =>
      html`
        <li>${mean === null ? html`<span class="note">no image</span>` : html`
          <img class="ink" src="${digitPicture(
            mean,
            test.imageShape,
          )}" alt="Mean image of class ${nameText(names[k]!)}" width="${test.imageShape[1]}"
            height="${test.imageShape[0]}">
        `}
        <span>${nameTag(names[k]!)}</span></li>
      `
    )}
    </ul>
  `;
}

function choice(names: readonly string[], chosen: number): Html {
  return html`
    <form class="filters" id="${CLASS_FORM_ID}" hidden><label>Class
      <select name="class">${names.map((name, k) =>
        html`
          <option value="${k}" dir="auto" ${k === chosen && trusted(" selected")}>${shortName(
            name,
          )}</option>
        `
      )}</select></label></form>
  `;
}

/** One picture of all images, for browsers without scripts. */
function gallery({ test, varied, names }: ReportData, k: number): Html | null {
  const chosen = varied[k]!.map(({ row }) => pixelsOf(test, row));
  if (chosen.length === 0) return null;
  const { pixels, shape } = montage(chosen, test.imageShape, MONTAGE_COLUMNS);
  return html`
    <li
      class="montage"><img class="ink" src="${digitPicture(pixels, shape)}" alt="${integer(
        chosen.length,
      )} test images of class ${nameText(names[k]!)}" width="${shape[1]}" height="${shape[0]}"></li>
  `;
}
