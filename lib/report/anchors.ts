/**
 * What the page and its script must agree on: the places that the script looks for.
 *
 * @module
 */

/** The element that holds the payload. */
export const PAYLOAD_ID = "report-data";

/** The confusion matrix. */
export const MATRIX_ID = "confusion-matrix";

/** What the caption of the matrix adds. */
export const MATRIX_NOTE_ID = "confusion-note";

/** The choice of the scale of the matrix. */
export const MATRIX_SCALE_ID = "confusion-scale";

/** Where one can try the model. */
export const TRY_ID = "try-it-place";

/** The choice of the class in the gallery of one class. */
export const CLASS_FORM_ID = "class-choice";

/** How many there are of it. */
export const CLASS_STATUS_ID = "class-status";

/** The list of them. */
export const CLASS_CARDS_ID = "class-cards";

/** The table of the worked example. */
export const WORKED_ID = "worked-example";

/** Its mean and sum. */
export const WORKED_TOTALS_ID = "worked-totals";

/** The table of its gradient. */
export const WORKED_GRADIENT_ID = "worked-gradient";

/** How well formula and differences agree. */
export const WORKED_GAP_ID = "worked-gap";

/** The pictures of the weights. */
export const WEIGHTS_ID = "weight-pictures";

/** The slider over the epochs. */
export const SCRUBBER_ID = "weights-scrubber";

/** The list of files to save. */
export const DOWNLOADS_ID = "downloads";

/** The filters of the gallery, hidden until the script is there. */
export const FILTERS_ID = "mistake-filters";

/** How many examples are shown. */
export const STATUS_ID = "mistakes-status";

/** The list of examples. */
export const CARDS_ID = "mistake-cards";

/** The button that shows more of them. */
export const MORE_ID = "more-mistakes";

/** Cards that stand in the page without the script, and that the script adds at a time. */
export const CARDS_AT_A_TIME = 24;
