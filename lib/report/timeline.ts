/**
 * Draws the executions of a run's stages as bars over time. It shows the numbers of the table below it.
 *
 * @module
 */
import { nameText } from "./class_name.ts";
import { decimal, duration } from "./format.ts";
import { type Html, html } from "./html.ts";

/** The execution of a stage. */
export interface Span {
  readonly name: string;
  /** Milliseconds since the start of the run. */
  readonly startMs: number;
  readonly elapsedMs: number;
}

/** Height of a row in pixels. */
const ROW = 44;

/**
 * Draws the timeline. Positions are in per cent of the width.
 *
 * @param totalMs duration of the run in milliseconds
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
