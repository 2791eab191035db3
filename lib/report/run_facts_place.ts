/**
 * The marks between which the command line puts a run's facts. Nothing from outside can forge them:
 * its `<` is escaped.
 *
 * @module
 */

/** Opens the place. */
export const RUN_FACTS_BEGIN = "<!-- run facts -->";

/** Closes it. */
export const RUN_FACTS_END = "<!-- end of run facts -->";
