/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The chart library. Its own minified script stands before ours and leaves it in a global variable:
 * bundled by our bundler, which keeps names, it would be half as large again.
 *
 * @module
 */
import type uPlot from "uplot";

/** The class of a chart. */
export const Plot: typeof uPlot = Reflect.get(globalThis, "uPlot");
