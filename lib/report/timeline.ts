/**
 * When the stages of a run were executed, as bars on one line of time. A picture of the table below.
 *
 * @module
 */
import { nameText } from "./class_name.ts";
import { decimal, duration } from "./format.ts";
import { type Html, html } from "./html.ts";

/** A bar. */
export interface Span {
  readonly name: string;
  /** Since the start of the run. */
  readonly startMs: number;
  readonly elapsedMs: number;
}

const ROW = 44;

/**
 * The drawing; places are in per cent of the width.
 *
 * @param totalMs how long the run took
 *
 * @example
 * ```ts
 * import { timeline } from "./timeline.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const picture = timeline([{ name: "train", startMs: 250, elapsedMs: 500 }], 1000);
 * assertMatch(`${picture}`, /x="25.00%"[^>]*width="50.00%"/);
 * ```
 */
export function timeline(spans: readonly Span[], totalMs: number): Html {
  const share = (ms: number) => `${decimal(Math.min(1, Math.max(0, ms / totalMs)) * 100, 2)}%`;
  const words = spans.map(({ name, startMs, elapsedMs }) =>
    `${nameText(name)} from ${duration(startMs)} for ${duration(elapsedMs)}`
  );
  return html`
    <svg class="timeline" height="${spans.length * ROW}" role="img" aria-label="${words.join(
      "; ",
    )}">
      ${spans.map(({ name, startMs, elapsedMs }, i) => {
        const top = i * ROW;
        return html`
          <text x="0" y="${top + 15}">${nameText(name)}</text>
          <line class="grid" x1="0" x2="100%" y1="${top + 30}" y2="${top + 30}" />
          <rect class="span" x="${share(startMs)}" y="${top + 21}" width="${share(
            elapsedMs,
          )}" height="18" rx="3" />
        `;
      })}
    </svg>
  `;
}
