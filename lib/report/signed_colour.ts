/**
 * The colour scale of weights and evidence: positive values are blue, negative values orange, and zero is
 * transparent, so that it has the page's background in the light and in the dark theme.
 *
 * @module
 */
import type { Rgba } from "./png.ts";

/** Number of steps of opacity on each side of zero. */
export const LEVELS = 15;

/** The colour of a pixel that is never lit. */
export const NEVER_LIT: Rgba = [128, 128, 128, 96];

// Distinguishable with every kind of colour blindness, with enough contrast on white and on near-black.
const FOR = [38, 118, 200] as const;
const AGAINST = [214, 96, 24] as const;

/**
 * The colour of `value`. Values of size `limit` and more have the full colour.
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
  // Round the absolute value, so that the scale is symmetric: Math.round rounds -0.5 up.
  const level = limit === 0 ? 0 : Math.min(LEVELS, Math.round((Math.abs(value) / limit) * LEVELS));
  return value < 0 && level > 0 ? -level : level;
}
