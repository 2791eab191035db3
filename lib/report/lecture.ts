/**
 * The results of the lecture's own training run, for comparison. Only a run on the same test images may be
 * compared with it.
 *
 * @module
 */
import type { ReportData } from "./report_data.ts";

/** Metrics of the lecture's recipe on MNIST's 10,000 test images. */
export const LECTURE = {
  examples: 10_000,
  /** With the same code and seed in 2021 and in 2019. */
  accuracies: [0.9216, 0.9221],
  /** Mean cross-entropy in nats over several shuffles. */
  losses: [0.278, 0.279],
  expectedCalibrationError: 0.025,
} as const;

/**
 * Whether the lecture's metrics are for the same test images.
 *
 * @example
 * ```ts
 * import { besideLecture } from "./lecture.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(besideLecture(reportData(fixture({ dataset: "kmnist" }))), false);
 * ```
 */
export function besideLecture({ catalogue, metrics }: ReportData): boolean {
  return catalogue.dataset === "mnist" && metrics.examples === LECTURE.examples;
}
