/**
 * Times, sizes and numbers as people read them. The same text on every machine: no locale, no time
 * zone.
 *
 * @module
 */

/**
 * A span of time: `31 ms`, `4.2 s`, `2 min 05 s`, `1 h 02 min`.
 *
 * @param elapsedMs Milliseconds, from 0.
 *
 * @example
 * ```ts
 * import { duration } from "./units.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.4, 999.6, 4_249, 125_000].map(duration), ["0 ms", "1.0 s", "4.2 s", "2 min 05 s"]);
 * ```
 */
export function duration(elapsedMs: number): string {
  if (Math.round(elapsedMs) < 1000) return `${Math.round(elapsedMs)} ms`;
  if (elapsedMs < 59_950) return `${(elapsedMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(elapsedMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, "0");
}

const SIZE_UNITS = ["kB", "MB", "GB", "TB"] as const;

/**
 * A number of bytes in decimal units.
 *
 * @example
 * ```ts
 * import { size } from "./units.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([999, 31_400, 47_040_016].map(size), ["999 B", "31.4 kB", "47.0 MB"]);
 * ```
 */
export function size(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  let value = sizeBytes / 1000;
  let unit = 0;
  // 999.95 would be printed as 1000.0.
  while (value >= 999.95 && unit < SIZE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${SIZE_UNITS[unit]}`;
}

/**
 * A headline figure with at most four digits after the point; tiny ones with four significant
 * digits. Trailing zeros are left out.
 *
 * @example
 * ```ts
 * import { figure } from "./units.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.92431, 5, 0.25, 0.0000123456].map(figure), ["0.9243", "5", "0.25", "0.00001235"]);
 * ```
 */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  if (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-6) {
    return String(Number(value.toPrecision(4)));
  }
  const digits = Math.abs(value) >= 0.001 ? 4 : 3 - Math.floor(Math.log10(Math.abs(value)));
  return String(Number(value.toFixed(digits)));
}

/**
 * A count with its noun: `1 stage`, `3 stages`.
 *
 * @example
 * ```ts
 * import { count } from "./units.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0, 1, 2].map((n) => count(n, "stage")), ["0 stages", "1 stage", "2 stages"]);
 * ```
 */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/**
 * An instant without its fraction of a second: `2026-10-17 12:00:09 UTC`.
 *
 * @param iso ISO 8601 in UTC, such as `2026-10-17T12:00:09.120Z`.
 *
 * @example
 * ```ts
 * import { instant } from "./units.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(instant("2026-10-17T12:00:09.120Z"), "2026-10-17 12:00:09 UTC");
 * ```
 */
export function instant(iso: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return parts === null ? iso : `${parts[1]} ${parts[2]} UTC`;
}
