/**
 * How far a stage has come, as one line.
 *
 * @module
 */
import type { Progress } from "../engine/stage.ts";
import { columnsOf, shortened } from "./columns.ts";
import { printable } from "./printable.ts";
import { duration, size } from "./units.ts";

const LONGEST_BAR = 24;
const SHORTEST_BAR = 5;

/**
 * What is done of what: `epoch 12 of 30`, or for bytes `12.3 MB of 47.0 MB`; then the note.
 *
 * @example
 * ```ts
 * import { progressWords } from "./progress_words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const words = progressWords({ done: 12, total: 30, unit: "epoch", note: "loss 0.2744" });
 * assertEquals(words, "epoch 12 of 30, loss 0.2744");
 * ```
 */
export function progressWords({ done, total, unit, note }: Progress): string {
  const words = unit === "byte"
    ? `${size(done)} of ${size(total)}`
    : `${printable(unit)} ${done} of ${total}`;
  return note === undefined || note === "" ? words : `${words}, ${printable(note)}`;
}

/**
 * The same with a percentage, the time left and, as far as there is room, a bar, in at most `columns`
 * columns.
 *
 * @param leftMs Milliseconds left; `null` where that is not known.
 *
 * @example
 * ```ts
 * import { progressLine } from "./progress_words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const progress = { done: 3, total: 6, unit: "epoch" };
 * assertEquals(progressLine(progress, 2_000, 40), "████░░░░  50 %  epoch 3 of 6, 2.0 s left");
 * assertEquals(progressLine(progress, null, 24), " 50 %  epoch 3 of 6");
 * ```
 */
export function progressLine(progress: Progress, leftMs: number | null, columns: number): string {
  const share = shareOf(progress);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const left = leftMs === null ? "" : `, ${duration(leftMs)} left`;
  const words = `${percent}  ${progressWords(progress)}${left}`;
  const room = Math.min(LONGEST_BAR, columns - columnsOf(words) - 1);
  return room < SHORTEST_BAR ? shortened(words, columns) : `${bar(share, room)} ${words}`;
}

/** How much of the work is done, from 0 to 1. */
export function shareOf({ done, total }: Progress): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
}

function bar(share: number, width: number): string {
  const filled = Math.floor(share * width);
  return "█".repeat(filled) + "░".repeat(width - filled);
}
