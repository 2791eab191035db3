/**
 * An execution of a stage, as the store knows it: what it was made of, and what came out.
 *
 * @module
 */
import type { CacheKey, CodeDigest, Digest } from "../codec/digest.ts";
import type { StoredProgress } from "../store/store.ts";
import type { SourcePart } from "./code/source_part.ts";
import type { ReasonValue } from "./reason.ts";
import type { Artifacts } from "./result.ts";

/** An artifact that a stage read. */
export interface RecordedInput {
  /** The stage and the output of it, such as `preprocess.train`. */
  readonly stage: string;
  readonly output: string;
  readonly digest: Digest;
}

/** An external file that a stage read. */
export interface RecordedFile {
  /** Relative to the project where it lies in it. */
  readonly path: string;
  readonly sha256: string;
}

/** An execution of a stage. */
export interface RecordedStage {
  readonly key: CacheKey;
  readonly stage: string;
  /** Id of the run that executed it; it may have been removed since. */
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly elapsedMs: number;
  /** All params; `-0` as text. */
  readonly params: { readonly [name: string]: ReasonValue };
  readonly inputs: { readonly [input: string]: RecordedInput };
  /** By role. */
  readonly files: { readonly [role: string]: RecordedFile };
  readonly code: CodeDigest;
  /** What the code was bundled from; empty if the bundle is not kept. */
  readonly sources: readonly SourcePart[];
  /** Such as `deno 2.9.6`. */
  readonly runtime: string;
  /** Hosts that it was allowed to reach. */
  readonly net: readonly string[];
  readonly outputs: Artifacts;
  readonly metrics: { readonly [name: string]: number };
  readonly log: readonly string[];
  readonly progress: readonly StoredProgress[];
}
