/**
 * What came of executing stages again.
 *
 * @module
 */
import type { StageError } from "./errors.ts";
import type { ReasonValue } from "./reason.ts";
import type { ArtifactInfo } from "./result.ts";
import type { Causes } from "./unfenced.ts";

/** The first place where two documents differ. */
export interface Difference {
  readonly output: string;
  /** Of the first byte that differs, from 0; both files are equal up to it. */
  readonly byteOffset: number;
  /** The part of the value that differs, such as `$.model.weights`; `$` is the value itself. */
  readonly path: string;
  /**
   * Position inside that part, from 0: one number an axis of a tensor, one for text or bytes.
   * `null` if the part differs as a whole.
   */
  readonly index: readonly number[] | null;
  /** What stands there; NaN and infinities as text, containers in words. */
  readonly before: ReasonValue;
  readonly after: ReasonValue;
}

/** An output as it was recorded, and as it came out. */
export interface ReproducedOutput {
  readonly before: ArtifactInfo;
  readonly after: ArtifactInfo;
}

/** A stage that was executed again. */
export type ReproducedStage =
  & { readonly name: string; readonly elapsedMs: number }
  & (
    | {
      readonly state: "identical";
      readonly outputs: { readonly [output: string]: ReproducedOutput };
    }
    | {
      readonly state: "different";
      readonly outputs: { readonly [output: string]: ReproducedOutput };
      /** In the first output that differs. */
      readonly difference: Difference;
      readonly causes: Causes;
    }
    | { readonly state: "failed"; readonly error: StageError; readonly causes: Causes }
  );

/** What came of it. */
export interface Reproduction {
  /** The worst that happened; `cancelled` if it was told to stop before all was known. */
  readonly outcome: "identical" | "different" | "failed" | "cancelled";
  readonly elapsedMs: number;
  /** In topological order. */
  readonly stages: readonly ReproducedStage[];
}
