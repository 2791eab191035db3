/**
 * L-BFGS: minimises a smooth function from its values and gradients. It remembers the last few steps
 * and how the gradient changed over each, which stands for the curvature.
 *
 * @module
 */

/** A function at a point. */
export interface Evaluated {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A point that L-BFGS has reached, with all that `evaluate` said of it. */
export type Reached<E extends Evaluated> = E & {
  readonly x: Float64Array;
  /** How far along the direction it went: 1 where the remembered curvature was right. */
  readonly stepLength: number;
};

/** One step that was taken. */
interface Step {
  /** s: how x changed. */
  readonly s: Float64Array;
  /** y: how the gradient changed. */
  readonly y: Float64Array;
  /** s·y, above 0. */
  readonly sy: number;
}

const MEMORY = 10;
/** A step must gain at least this share of what the slope promises. */
const SUFFICIENT = 1e-4;
const MOST_HALVINGS = 20;

/**
 * Goes down step by step. Ends when no step along the direction lowers the value: then the gradient
 * is as small as rounding lets it become.
 *
 * @param x where to start; not changed
 *
 * @example The lowest point of (x - 3)²
 * ```ts
 * import { lbfgs } from "./lbfgs.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const square = (x: Float64Array) => ({
 *   value: (x[0]! - 3) * (x[0]! - 3),
 *   gradient: Float64Array.of(2 * (x[0]! - 3)),
 * });
 * const points = [...lbfgs(square, Float64Array.of(0))];
 * assertAlmostEquals(points.at(-1)!.x[0]!, 3, 1e-9);
 * ```
 */
export function* lbfgs<E extends Evaluated>(
  evaluate: (x: Float64Array) => E,
  x: Float64Array,
): Generator<Reached<E>> {
  let at: Reached<E> = { ...evaluate(x), x, stepLength: 0 };
  let steps: Step[] = [];
  while (true) {
    const direction = downhill(at.gradient, steps);
    const slope = dot(direction, at.gradient);
    if (!(slope < 0)) return;
    const first = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const next = search(evaluate, at, direction, slope, first);
    if (next === null) return;
    steps = [...steps, stepBetween(at, next)].filter(({ sy }) => sy > 0).slice(-MEMORY);
    at = next;
    yield at;
  }
}

/** Halves the step until the value is low enough. */
function search<E extends Evaluated>(
  evaluate: (x: Float64Array) => E,
  from: Reached<E>,
  direction: Float64Array,
  slope: number,
  first: number,
): Reached<E> | null {
  let stepLength = first;
  for (let i = 0; i < MOST_HALVINGS; i++) {
    const x = from.x.map((value, j) => value + stepLength * direction[j]!);
    const evaluated = evaluate(x);
    if (evaluated.value < from.value + SUFFICIENT * stepLength * slope) {
      return { ...evaluated, x, stepLength };
    }
    stepLength /= 2;
  }
  return null;
}

function stepBetween(from: Reached<Evaluated>, to: Reached<Evaluated>): Step {
  const s = to.x.map((value, j) => value - from.x[j]!);
  const y = to.gradient.map((value, j) => value - from.gradient[j]!);
  return { s, y, sy: dot(s, y) };
}

/** -H g, with H the inverse of the curvature that the steps showed (the two-loop recursion). */
function downhill(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares = steps.map(() => 0);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { s, y, sy } = steps[i]!;
    shares[i] = dot(s, direction) / sy;
    addScaled(direction, -shares[i]!, y);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const scale = last.sy / dot(last.y, last.y);
    for (let j = 0; j < direction.length; j++) direction[j]! *= scale;
  }
  steps.forEach(({ s, y, sy }, i) => {
    addScaled(direction, shares[i]! - dot(y, direction) / sy, s);
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

function addScaled(target: Float64Array, scale: number, v: Float64Array): void {
  for (let j = 0; j < target.length; j++) target[j]! += scale * v[j]!;
}
