/**
 * L-BFGS: minimises a smooth function from its values and gradients. It keeps the last few steps and
 * the change of the gradient over each, which approximate the curvature.
 *
 * @module
 */

/** Value and gradient of a function at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A point of L-BFGS's sequence, with the fields that `evaluate` returned. */
export type Iterate<E extends Evaluation> = E & {
  readonly x: Float64Array;
  /** Multiple of the search direction that led here: 1 unless the line search shortened the step. */
  readonly stepLength: number;
};

/** One step, from an iterate to the next. */
interface Step {
  /** The change of x. */
  readonly s: Float64Array;
  /** The change of the gradient. */
  readonly y: Float64Array;
  /** s·y, above 0. */
  readonly sy: number;
}

/** Steps that are kept. */
const HISTORY_SIZE = 10;
/** A step must lower the value by at least this share of step length × slope (Armijo's condition). */
const SUFFICIENT_DECREASE = 1e-4;
const MAX_HALVINGS = 20;

/**
 * Yields iterates with ever lower values. Ends when no step along the search direction lowers the value:
 * then the gradient is as small as rounding allows.
 *
 * @param x the starting point; not changed
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
export function* lbfgs<E extends Evaluation>(
  evaluate: (x: Float64Array) => E,
  x: Float64Array,
): Generator<Iterate<E>> {
  let current: Iterate<E> = { ...evaluate(x), x, stepLength: 0 };
  let steps: Step[] = [];
  while (true) {
    const direction = searchDirection(current.gradient, steps);
    const slope = dot(direction, current.gradient);
    if (!(slope < 0)) return;
    const first = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const next = lineSearch(evaluate, current, direction, slope, first);
    if (next === null) return;
    steps = [...steps, stepBetween(current, next)].filter(({ sy }) => sy > 0).slice(-HISTORY_SIZE);
    current = next;
    yield current;
  }
}

/** Halves the step length until the value is low enough; `null` after `MAX_HALVINGS` attempts. */
function lineSearch<E extends Evaluation>(
  evaluate: (x: Float64Array) => E,
  from: Iterate<E>,
  direction: Float64Array,
  slope: number,
  first: number,
): Iterate<E> | null {
  let stepLength = first;
  for (let i = 0; i < MAX_HALVINGS; i++) {
    const x = from.x.map((value, j) => value + stepLength * direction[j]!);
    const evaluation = evaluate(x);
    if (evaluation.value < from.value + SUFFICIENT_DECREASE * stepLength * slope) {
      return { ...evaluation, x, stepLength };
    }
    stepLength /= 2;
  }
  return null;
}

function stepBetween(from: Iterate<Evaluation>, to: Iterate<Evaluation>): Step {
  const s = to.x.map((value, j) => value - from.x[j]!);
  const y = to.gradient.map((value, j) => value - from.gradient[j]!);
  return { s, y, sy: dot(s, y) };
}

/** -H g, where H approximates the inverse Hessian from the steps (the two-loop recursion). */
function searchDirection(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const alphas = steps.map(() => 0);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { s, y, sy } = steps[i]!;
    alphas[i] = dot(s, direction) / sy;
    addScaled(direction, -alphas[i]!, y);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const scale = last.sy / dot(last.y, last.y);
    for (let j = 0; j < direction.length; j++) direction[j]! *= scale;
  }
  steps.forEach(({ s, y, sy }, i) => {
    addScaled(direction, alphas[i]! - dot(y, direction) / sy, s);
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
