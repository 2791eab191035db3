/**
 * How many columns of a terminal text takes: wide characters take two, combining ones none. Plain text
 * is counted here; `string-width`, which takes 20 ms to load, measures all other.
 *
 * @module
 */

/** Latin letters, and the signs that the program itself writes: one column each. */
const PLAIN = /^[ -~\u00a1-\u00ac\u00ae-\u02ff–—‘’“”…→−█░·]*$/;

let measure: ((text: string) => number) | null = null;
let loading: Promise<void> | null = null;

/** Loads what measures `text`, if it takes more than counting. Needed before text is aligned. */
export async function readyToMeasure(text: string): Promise<void> {
  if (!PLAIN.test(text)) await load();
}

function load(): Promise<void> {
  return loading ??= import("./measured_width.ts").then(
    ({ measuredWidth }) => void (measure = measuredWidth),
    // Without it text is taken for wider than it is.
    () => {},
  );
}

/**
 * The columns that `text` takes, without those of colours and links. Before `readyToMeasure` was
 * awaited, at least as many as that: then this starts to load what measures.
 *
 * @example
 * ```ts
 * import { columnsOf, readyToMeasure } from "./columns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const texts = ["loss → 0.25", "精度", "e\u0301", "👩‍🔬"];
 * await readyToMeasure(texts.join());
 * assertEquals(texts.map(columnsOf), [11, 4, 1, 2]);
 * ```
 */
export function columnsOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  if (measure !== null) return measure(text);
  void load();
  return 2 * text.length;
}

/** `text` with spaces up to `columns`: behind it, or for `right` before it. */
export function padded(text: string, columns: number, align: "left" | "right" = "left"): string {
  const room = " ".repeat(Math.max(0, columns - columnsOf(text)));
  return align === "right" ? room + text : text + room;
}

/**
 * `text` with an ellipsis in place of what is beyond `columns` columns; no character is cut in two.
 *
 * @example
 * ```ts
 * import { readyToMeasure, shortened } from "./columns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await readyToMeasure("精度");
 * assertEquals([5, 4, 3, 1].map((columns) => shortened("精度が", columns)), ["精度…", "精…", "精…", "…"]);
 * ```
 */
export function shortened(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (columns <= 0) return "";
  if (PLAIN.test(text)) return `${text.slice(0, columns - 1)}…`;
  let kept = "";
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += columnsOf(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
