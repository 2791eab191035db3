/**
 * A damaged input stops an execution before it starts, so that the executor can have it made again.
 *
 * @module
 */
import type { Digest } from "../codec/digest.ts";
import type { StageRecord, Store } from "../store/store.ts";
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

/**
 * Sets aside the artifacts of a record that are damaged. Whoever calls holds the lock of its key: what
 * another process has made good before is whole, and must stay.
 *
 * @returns whether there were any, or some are missing.
 */
export async function setAsideDamaged({ outputs }: StageRecord, store: Store): Promise<boolean> {
  const { isWhole } = await import("../store/verify.ts");
  let areAllWhole = true;
  for (const { digest } of outputs) {
    if (await isWhole(store, digest)) continue;
    areAllWhole = false;
    await store.quarantineObject(digest);
  }
  return !areAllWhole;
}
