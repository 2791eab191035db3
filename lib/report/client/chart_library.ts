/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The chart library uPlot. Its own minified script precedes ours in the page and sets a global variable.
 * Bundled with our script, whose bundler keeps names, it would be 1.5 times as large.
 *
 * @module
 */
import type uPlot from "uplot";

/** The class of charts. */
export const Plot: typeof uPlot = Reflect.get(globalThis, "uPlot");
