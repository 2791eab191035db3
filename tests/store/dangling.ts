/**
 * What a store must never hold after a collection.
 *
 * @module
 */
import type { Digest } from "../../lib/codec/digest.ts";
import { LocalStore } from "../../lib/store/local_store.ts";

/** Records whose object is gone, and objects without a record, in words. */
export async function danglingIn(folder: string): Promise<string[]> {
  using store = new LocalStore(folder);
  const named = new Set<Digest>();
  const problems: string[] = [];
  for (const { stage, outputs } of store.allRecords()) {
    for (const { name, digest, sizeBytes } of outputs) {
      named.add(digest);
      const state = store.objectState(digest, sizeBytes);
      if (state !== "present") problems.push(`${stage}.${name} is ${state}`);
    }
  }
  for (const { digest } of await store.objects()) {
    if (!named.has(digest)) problems.push(`no record names ${digest}`);
  }
  return problems;
}
