/**
 * How far a stage has come, as one line.
 *
 * @module
 */
import type { Progress } from "../engine/stage.ts";
import { printable } from "./printable.ts";
import { duration, size } from "./units.ts";

const BAR_WIDTH = 20;

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
 * The same with a bar, a percentage and the time left, in at most `columns` characters. The bar is
 * left out where it does not fit.
 *
 * @param elapsedMs Since the stage started; the time left is in proportion to it.
 */
export function progressLine(progress: Progress, elapsedMs: number, columns: number): string {
  const share = progress.total > 0 ? Math.min(1, Math.max(0, progress.done / progress.total)) : 0;
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const left = share > 0 && share < 1 ? `, ${duration(elapsedMs * (1 - share) / share)} left` : "";
  const words = `${percent}  ${progressWords(progress)}${left}`;
  const line = `${bar(share)} ${words}`;
  return shortened([...line].length <= columns ? line : words.trimStart(), columns);
}

function bar(share: number): string {
  const filled = Math.floor(share * BAR_WIDTH);
  return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
}

/** `text` with an ellipsis in place of what is beyond `columns` characters. */
export function shortened(text: string, columns: number): string {
  const characters = [...text];
  if (characters.length <= columns) return text;
  return characters.slice(0, Math.max(0, columns - 1)).join("") + (columns > 0 ? "…" : "");
}
