/**
 * The ids by which the script of the comparison page finds elements.
 *
 * @module
 */

/** Flipped images by direction: only A predicts `lost` images correctly, only B `gained` ones. */
export type Direction = "lost" | "gained";

/** The list of flipped images. */
export function cardsId(direction: Direction): string {
  return `${direction}-cards`;
}

/** The number of flipped images that are shown. */
export function statusId(direction: Direction): string {
  return `${direction}-status`;
}

/** The button that shows more flipped images. */
export function moreId(direction: Direction): string {
  return `more-${direction}`;
}
