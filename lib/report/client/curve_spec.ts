/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The content of a chart of curves over epochs.
 *
 * @module
 */

/** One curve. Values are `null` where they are missing. */
export interface Curve {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** The content of a chart. */
export interface CurveChartSpec {
  readonly name: string;
  /** The text alternative of the picture. */
  readonly title: string;
  /** Label of the vertical axis, with its unit. */
  readonly axis: string;
  /** Bounds of the vertical axis; `null` is no bound. */
  readonly limits: readonly [lowest: number, highest: number | null];
  /** Whether a logarithmic scale is offered. */
  readonly canBeLog: boolean;
  readonly epochs: readonly number[];
  /** The epoch whose weights the model has. */
  readonly chosenEpoch: number;
  /** Formats a value for the legend. */
  readonly format: (value: number | null) => string;
  readonly curves: readonly Curve[];
}

/**
 * The columns of a chart, epochs first. On a logarithmic scale, values of at most 0 become `null`.
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
