/**
 * What the page on a sweep and its script must agree on: the places that the script looks for.
 *
 * @module
 */

/** The figure that curves are drawn into. */
export const CURVES_ID = "curves";

/** The choice of what the curves show. */
export const CURVE_KIND_ID = "curve-kind";

/** Where the chosen combination is told. */
export const CHOSEN_ID = "chosen";

/** The table of combinations. */
export const TABLE_ID = "combinations";
