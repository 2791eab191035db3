/**
 * Picks how the course of a run is shown: on a terminal, elsewhere, or not at all.
 *
 * @module
 */
import { narrationOn } from "./narration.ts";
import type { Output } from "./output.ts";
import { plainView, type RunView } from "./plain_view.ts";
import { terminalView } from "./terminal_view.ts";

/** A view of a run on `output`, until it is closed. */
export function runView(output: Output, now: () => number): RunView {
  if (output.quiet) return { observe: narrationOn(output), close: () => {} };
  return output.people.isTerminal ? terminalView(output, now) : plainView(output, now);
}
