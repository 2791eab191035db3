/**
 * A damaged input stops an execution before it starts, so that the executor can have it made again.
 *
 * @module
 */
import type { Digest } from "../codec/digest.ts";
import type { IntegrityError } from "./errors.ts";
import type { Edge } from "./graph.ts";

/** An input that the store could not give. Whoever made it can make it again. */
export class DamagedInput extends Error {
  override readonly name = "DamagedInput";
  readonly edge: Edge<unknown>;
  readonly digest: Digest;
  constructor(edge: Edge<unknown>, digest: Digest, cause: IntegrityError) {
    super(cause.message, { cause });
    this.edge = edge;
    this.digest = digest;
  }
}
