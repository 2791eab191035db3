/**
 * Formats values and runs for the comparison page.
 *
 * @module
 */
import { shortName } from "../class_name.ts";
import { decimal, integer, MISSING } from "../format.ts";
import { type Html, html, trusted } from "../html.ts";
import type { RunName } from "./facts.ts";

/**
 * A run's name, or its id if it has no name.
 *
 * @example
 * ```ts
 * import { runTitle } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const run = { id: "2026", name: null, startedAt: "", elapsedMs: null, command: null };
 * assertEquals([runTitle(run), runTitle({ ...run, name: "base" })], ["2026", "base"]);
 * ```
 */
export function runTitle({ id, name }: RunName): string {
  return name === null ? id : shortName(name);
}

/**
 * The value of a metric: an integer as it is, another number with four decimals.
 *
 * @example
 * ```ts
 * import { figureText } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([748, 0.26524, null].map(figureText), ["748", "0.2652", "–"]);
 * ```
 */
export function figureText(value: number | null): string {
  return value === null || !Number.isInteger(value) ? decimal(value, 4) : integer(value);
}

/**
 * A difference with its sign; `=` for 0.
 *
 * @example
 * ```ts
 * import { deltaText } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([29, -0.0029, 0, null].map(deltaText), ["+29", "\u22120.0029", "=", "–"]);
 * ```
 */
export function deltaText(delta: number | null): string {
  if (delta === null) return MISSING;
  if (delta === 0) return "=";
  return delta > 0 ? `+${figureText(delta)}` : figureText(delta);
}

/** Smaller probabilities are written with a power of ten. */
const SMALLEST_PLAIN = 0.001;

/**
 * A probability with two significant digits.
 *
 * @example
 * ```ts
 * import { probabilityText } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(`${probabilityText(0.0864)}`, "0.086");
 * assertEquals(`${probabilityText(8.5e-9)}`, "8.5\u00A0×\u00A010<sup>\u22129</sup>");
 * assertEquals(`${probabilityText(0)}`, "less than 10<sup>\u2212300</sup>");
 * ```
 */
export function probabilityText(p: number): Html {
  if (p >= SMALLEST_PLAIN) return html`${String(Number(p.toPrecision(2)))}`;
  if (p < 1e-300) return html`less than 10<sup>\u2212300</sup>`;
  const [mantissa, exponent] = p.toExponential(1).split("e-");
  return html`${mantissa!}\u00A0×\u00A010<sup>\u2212${exponent!}</sup>`;
}

/**
 * An instant without its fraction of a second.
 *
 * @param iso ISO 8601, UTC
 *
 * @example
 * ```ts
 * import { instantText } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(instantText("2026-10-17T12:00:09.120Z"), "2026-10-17 12:00:09 UTC");
 * ```
 */
export function instantText(iso: string): string {
  return iso.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
}

/**
 * A dotted name or a path that a narrow window may break after points and slashes, and before capitals.
 *
 * @example
 * ```ts
 * import { breakable } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(`${breakable("test.loss")}`, "<bdi>test.<wbr>loss</bdi>");
 * ```
 */
export function breakable(name: string): Html {
  const parts = name.split(/(?<=[./])|(?<=[a-z])(?=[A-Z])/);
  return html`<bdi>${parts.map((part, i) => [i === 0 ? null : trusted("<wbr>"), part])}</bdi>`;
}
