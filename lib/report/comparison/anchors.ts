/**
 * What the page on two runs and its script must agree on: the places that the script looks for.
 *
 * @module
 */

/** Which way images flipped: `lost` are named correctly by A only, `gained` by B only. */
export type Direction = "lost" | "gained";

/** The list of flipped images. */
export function cardsId(direction: Direction): string {
  return `${direction}-cards`;
}

/** How many of them are shown. */
export function statusId(direction: Direction): string {
  return `${direction}-status`;
}

/** The button that shows more of them. */
export function moreId(direction: Direction): string {
  return `more-${direction}`;
}
