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
  readonly epochs: readonly number[];
  /** A value as the legend writes it. */
  readonly format: (value: number | null) => string;
  readonly curves: readonly Curve[];
}
