/**
 * The combinations of a grid of values.
 *
 * @module
 */
import type { ParamOverrides, ParamValue } from "./params.ts";
import type { Grid } from "./sweep.ts";

/**
 * How many combinations grids have together, equal ones counted as often as they occur.
 *
 * @example
 * ```ts
 * import { gridSize } from "./grid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(gridSize([{ a: { x: [1, 2], y: [1, 2, 3] } }, { b: { z: [5] } }]), 7);
 * ```
 */
export function gridSize(grids: readonly Grid[]): number {
  return grids.reduce(
    (total, grid) =>
      total + axesOf(grid).reduce((product, axis) => product * axis.values.length, 1),
    0,
  );
}

/**
 * Every combination, grid after grid; of each grid the last param varies fastest.
 *
 * @example
 * ```ts
 * import { combinationsOf } from "./grid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(combinationsOf([{ a: { x: [1, 2] }, b: { y: [true, false] } }]), [
 *   { a: { x: 1 }, b: { y: true } },
 *   { a: { x: 1 }, b: { y: false } },
 *   { a: { x: 2 }, b: { y: true } },
 *   { a: { x: 2 }, b: { y: false } },
 * ]);
 * ```
 */
export function combinationsOf(grids: readonly Grid[]): ParamOverrides[] {
  return grids.flatMap((grid) =>
    axesOf(grid).reduce<ParamOverrides[]>(
      (combinations, { stage, param, values }) =>
        combinations.flatMap((one) => values.map((value) => withParam(one, stage, param, value))),
      [{}],
    )
  );
}

/** One param with its values. */
export interface Axis {
  readonly stage: string;
  readonly param: string;
  readonly values: readonly ParamValue[];
}

/** The swept params of a grid, in its order. */
export function axesOf(grid: Grid): Axis[] {
  return Object.entries(grid).flatMap(([stage, params]) =>
    Object.entries(params).map(([param, values]) => ({ stage, param, values }))
  );
}

function withParam(
  combination: ParamOverrides,
  stage: string,
  param: string,
  value: ParamValue,
): ParamOverrides {
  return { ...combination, [stage]: { ...combination[stage], [param]: value } };
}

/** `overrides` on top of `base`. */
export function merged(base: ParamOverrides, overrides: ParamOverrides): ParamOverrides {
  const stages = new Set([...Object.keys(base), ...Object.keys(overrides)]);
  return Object.fromEntries(
    [...stages].map((stage) => [stage, { ...base[stage], ...overrides[stage] }]),
  );
}

/**
 * Each param as it would be set.
 *
 * @example
 * ```ts
 * import { assignments } from "./grid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(assignments({ a: { x: -0, y: "up" } }), ["a.x=-0", "a.y=up"]);
 * ```
 */
export function assignments(params: ParamOverrides): string[] {
  return Object.entries(params).flatMap(([stage, values]) =>
    Object.entries(values).map(([param, value]) =>
      `${stage}.${param}=${Object.is(value, -0) ? "-0" : value}`
    )
  );
}
