/**
 * The ids by which the script of the sweep page finds elements.
 *
 * @module
 */

/** The figure that curves are drawn into. */
export const CURVES_ID = "curves";

/** The control for the metric of the curves. */
export const CURVE_KIND_ID = "curve-kind";

/** The element that shows the highlighted combination. */
export const CHOSEN_ID = "chosen";

/** The table of combinations. */
export const TABLE_ID = "combinations";
