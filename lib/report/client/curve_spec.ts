/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * What a chart of curves over epochs is made of.
 *
 * @module
 */

/** One line. `null` where there is no value. */
export interface Curve {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** What a chart shows. */
export interface CurveChartSpec {
  readonly name: string;
  /** Read out in place of the picture. */
  readonly title: string;
  /** Label of the vertical axis, with its unit. */
  readonly axis: string;
  /** What the vertical axis never goes beyond; `null` is no limit. */
  readonly limits: readonly [lowest: number, highest: number | null];
  /** Whether a logarithmic scale is offered. */
  readonly canBeLog: boolean;
  readonly epochs: readonly number[];
  /** The epoch whose weights the model has. */
  readonly chosenEpoch: number;
  /** A value as the legend writes it. */
  readonly format: (value: number | null) => string;
  readonly curves: readonly Curve[];
}

/**
 * The numbers of a chart, epochs first. A logarithmic scale has no place for 0.
 *
 * @example
 * ```ts
 * import { columnsOf } from "./curve_spec.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = { epochs: [1, 2], curves: [{ label: "loss", values: [0.5, 0] }] };
 * assertEquals(columnsOf(chart, true), [[1, 2], [0.5, null]]);
 * ```
 */
export function columnsOf(
  { epochs, curves }: Pick<CurveChartSpec, "epochs" | "curves">,
  log: boolean,
): (number | null)[][] {
  const shown = (value: number | null) => log && value !== null && value <= 0 ? null : value;
  return [[...epochs], ...curves.map(({ values }) => values.map(shown))];
}
