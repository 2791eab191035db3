/**
 * The placeholder for a run's facts: the facts go between these two marks. Data cannot forge them, because
 * `<` is escaped in data.
 *
 * @module
 */

/** Start of the placeholder. */
export const RUN_FACTS_BEGIN = "<!-- run facts -->";

/** End of the placeholder. */
export const RUN_FACTS_END = "<!-- end of run facts -->";
