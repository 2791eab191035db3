/**
 * The ids by which the report's script finds elements of the page.
 *
 * @module
 */

/** The element that contains the payload. */
export const PAYLOAD_ID = "report-data";

/** The confusion matrix. */
export const MATRIX_ID = "confusion-matrix";

/** The part of the matrix's caption that depends on the scale. */
export const MATRIX_NOTE_ID = "confusion-note";

/** The control for the scale of the matrix. */
export const MATRIX_SCALE_ID = "confusion-scale";

/** The element that the drawing pad is added to. */
export const TRY_ID = "try-it-place";

/** The control for the class in the gallery of one class. */
export const CLASS_FORM_ID = "class-choice";

/** The number of images in the gallery of one class. */
export const CLASS_STATUS_ID = "class-status";

/** The images in the gallery of one class. */
export const CLASS_CARDS_ID = "class-cards";

/** The table of the worked example. */
export const WORKED_ID = "worked-example";

/** Mean and sum of the worked example. */
export const WORKED_TOTALS_ID = "worked-totals";

/** The table of the worked example's gradient. */
export const WORKED_GRADIENT_ID = "worked-gradient";

/** The largest difference between formula and finite differences. */
export const WORKED_GAP_ID = "worked-gap";

/** The pictures of the weights. */
export const WEIGHTS_ID = "weight-pictures";

/** The slider over the epochs. */
export const SCRUBBER_ID = "weights-scrubber";

/** The list of downloads. */
export const DOWNLOADS_ID = "downloads";

/** The filters of the gallery of mistakes. They are hidden until the script runs. */
export const FILTERS_ID = "mistake-filters";

/** The number of examples that the gallery of mistakes shows. */
export const STATUS_ID = "mistakes-status";

/** The examples in the gallery of mistakes. */
export const CARDS_ID = "mistake-cards";

/** The button that shows more examples. */
export const MORE_ID = "more-mistakes";

/** Cards in the page's markup, and cards that the script adds per click. */
export const CARDS_AT_A_TIME = 24;
