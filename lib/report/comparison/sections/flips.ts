/**
 * The galleries of test images that exactly one run predicts correctly. The first images are in the markup;
 * the script shows all images of the payload.
 *
 * @module
 */
import { CARDS_AT_A_TIME } from "../../anchors.ts";
import { nameTag, nameText } from "../../class_name.ts";
import { digitPicture } from "../../digit_picture.ts";
import { type Example, pixelsOf } from "../../example.ts";
import { integer, percent } from "../../format.ts";
import { type Html, html } from "../../html.ts";
import type { Section } from "../../section.ts";
import { cardsId, type Direction, moreId, statusId } from "../anchors.ts";
import type { ComparisonData } from "../data.ts";
import type { Flip } from "../pairing.ts";
import { shownFlips } from "../payload.ts";
import { notPaired } from "./significance.ts";

/** A gallery of flipped images for each direction. */
export const flips: Section<ComparisonData> = {
  id: "flips",
  title: "What flipped",
  render: (data) => data.pairing === null ? notPaired() : galleries(data),
};

const TITLES: { readonly [D in Direction]: string } = {
  lost: "Only A is right",
  gained: "Only B is right",
};

function galleries(data: ComparisonData): Html {
  return html`
    <p>Most confident mistakes first. The percentages are the probabilities that the models give to
    their own answers; # is the image's place in the test file, from 0.</p>
    ${gallery(data, "lost")}
    ${gallery(data, "gained")}
  `;
}

function gallery(data: ComparisonData, direction: Direction): Html {
  const all = data.pairing![direction];
  const carried = shownFlips(data.pairing)[direction];
  const shown = carried.slice(0, CARDS_AT_A_TIME);
  return html`
    <h3 id="${direction}">${TITLES[direction]}: ${integer(all.length)}</h3>
    <p class="status" id="${statusId(direction)}" role="status">${status(
      shown.length,
      carried.length,
    )}</p>
    <ol class="cards flips" id="${cardsId(direction)}" aria-labelledby="${direction}">
      ${shown.map((flip) => card(data, flip))}
    </ol>
    <button type="button" id="${moreId(direction)}" hidden>Show more</button>
    ${carried.length < all.length && html`
      <p class="note">The page has room for ${integer(carried.length)} of the ${integer(
        all.length,
      )}.</p>
    `}
  `;
}

/**
 * The text on the number of images that a gallery shows.
 *
 * @example
 * ```ts
 * import { status } from "./flips.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([status(24, 150), status(0, 0)], ["Showing 24 of 150", "None"]);
 * ```
 */
export function status(shown: number, carried: number): string {
  return carried === 0 ? "None" : `Showing ${integer(shown)} of ${integer(carried)}`;
}

function card({ a: { test }, names }: ComparisonData, { a, b }: Flip): Html {
  const [height, width] = test.imageShape;
  const picture = digitPicture(pixelsOf(test, a.row), test.imageShape);
  const text = `Test image ${a.index}, class ${nameText(names[a.label]!)}`;
  return html`
    <li>
      <img class="ink" src="${picture}" alt="${text}" width="${width}" height="${height}">
      <span class="answer">${nameTag(names[a.label]!)}</span>
      ${answer("A", a, names)}
      ${answer("B", b, names)}
      <span class="index">#${a.index}</span>
    </li>
  `;
}

function answer(run: string, { predicted, confidence }: Example, names: readonly string[]): Html {
  return html`
    <span
      class="said"><span class="run run-${run.toLowerCase()}">${run}</span> ${nameTag(
        names[predicted]!,
      )} <span class="sure">${percent(confidence, 1)}</span></span>
  `;
}
