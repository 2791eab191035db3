/**
 * One colour scale for everything that speaks for or against a class: blue for, orange against, clear
 * where it says nothing. Clear rather than white, so that zero is the page's own ground in light and
 * dark.
 *
 * @module
 */
import type { Rgba } from "./png.ts";

/** Steps of opacity on each side of zero. */
export const LEVELS = 15;

/** For a pixel that is never lit. */
export const NEVER_LIT: Rgba = [128, 128, 128, 96];

/** Told apart with every kind of colour blindness; both stand out on white and on near-black. */
const FOR = [38, 118, 200] as const;
const AGAINST = [214, 96, 24] as const;

/**
 * The colour of `value`; values of `limit` and more, on either side, have the full colour.
 *
 * @example
 * ```ts
 * import { signedColour } from "./signed_colour.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(signedColour(2, 1), [38, 118, 200, 255]);
 * assertEquals(signedColour(0, 1)[3], 0);
 * ```
 */
export function signedColour(value: number, limit: number): Rgba {
  const level = levelOf(value, limit);
  const [red, green, blue] = level < 0 ? AGAINST : FOR;
  return [red, green, blue, Math.round((Math.abs(level) / LEVELS) * 255)];
}

/**
 * The step of `value`, from -LEVELS to LEVELS.
 *
 * @example
 * ```ts
 * import { LEVELS, levelOf } from "./signed_colour.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([-2, 0, 1].map((value) => levelOf(value, 1)), [-LEVELS, 0, LEVELS]);
 * ```
 */
export function levelOf(value: number, limit: number): number {
  // The size is rounded, not the value: half steps would go up on both sides of zero.
  const level = limit === 0 ? 0 : Math.min(LEVELS, Math.round((Math.abs(value) / limit) * LEVELS));
  return value < 0 && level > 0 ? -level : level;
}
