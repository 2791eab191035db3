/**
 * The section with a picture of the weights of each class.
 *
 * @module
 */
import { SCRUBBER_ID, WEIGHTS_ID } from "../anchors.ts";
import { nameTag, nameText } from "../class_name.ts";
import { decimal, integer } from "../format.ts";
import { type Html, html } from "../html.ts";
import { litPixels } from "../pixel_sums.ts";
import type { ReportData } from "../report_data.ts";
import type { Section } from "../section.ts";
import { colourLimit, weightsPicture } from "../weights_picture.ts";

/** The section on weights. */
export const weights: Section<ReportData> = {
  id: "weights",
  title: "What the model looks for",
  short: "Weights",
  render,
};

function render({ model, names, test, pixelSums }: ReportData): Html {
  const all = model.weights.data;
  const features = model.weights.shape[1]!;
  const limit = colourLimit(all);
  const lit = litPixels(pixelSums);
  const dark = lit.filter((is) => is === 0).length;
  return html`
    <p>The weights of each class, laid out like the image. A bright pixel on
    <span class="for">blue</span> speaks for the class, on <span class="against">orange</span>
    against it, on blank ground it does not matter.${dark > 0 &&
      ` Grey are the ${
        integer(dark)
      } pixels that no test image lights: weights there are not put to the test.`}</p>
    <div class="scrubber" id="${SCRUBBER_ID}"></div>
    <ul class="weights" id="${WEIGHTS_ID}">
      ${names.map((name, k) =>
        html`
          <li>${picture(
            name,
            all.subarray(k * features, (k + 1) * features),
            test.imageShape,
            limit,
            lit,
          )}
            <span>${nameTag(name)} <small>bias ${decimal(
              model.bias.data[k]!,
              2,
            )}</small></span></li>
        `
      )}
    </ul>
    ${scale(limit)}
  `;
}

function picture(
  name: string,
  row: Float32Array,
  shape: readonly [height: number, width: number],
  limit: number,
  lit: Uint8Array,
): Html {
  const [most, least] = [row.indexOf(Math.max(...row)), row.indexOf(Math.min(...row))];
  const text = `Weights of class ${nameText(name)}: the largest, ${decimal(row[most]!, 2)}, at ` +
    `${place(most, shape[1])}; the smallest, ${decimal(row[least]!, 2)}, at ${
      place(least, shape[1])
    }`;
  return html`<img src="${weightsPicture(row, shape, limit, lit)}" alt="${text}" width="${
    shape[1]
  }" height="${shape[0]}">`;
}

function place(pixel: number, width: number): string {
  return `row ${Math.floor(pixel / width) + 1}, column ${(pixel % width) + 1}`;
}

function scale(limit: number): Html {
  return html`
    <p
      class="scale"><span>${decimal(
        -limit,
        2,
      )} and less</span><span class="ramp"></span><span>${decimal(limit, 2)} and more</span></p>
  `;
}
