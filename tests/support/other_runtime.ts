/**
 * A store as a run under another version of the runtime would have left it.
 *
 * @module
 */
import { keyOf, type KeyParts, ownDigestOf } from "../../lib/engine/key.ts";
import type { StoredParts } from "../../lib/engine/stored_parts.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import type { StageRecord } from "../../lib/store/store.ts";

/** Replaces every record in `folder` by the one that `runtime` would have written in its place. */
export async function moveToRuntime(folder: string, runtime: string): Promise<void> {
  using store = new LocalStore(folder);
  const records = store.allRecords().toReversed();
  store.forgetRecords(records.map(({ key }) => key));
  for (const record of records) store.putRecord(await madeBy(record, runtime));
}

async function madeBy(record: StageRecord, runtime: string): Promise<StageRecord> {
  // What the engine stored, it can be asked to read.
  const parts = { ...record.parts as StoredParts, runtime };
  const { inputs, ...own } = keyParts(record.stage, parts);
  return {
    ...record,
    parts,
    key: await keyOf({ ...own, inputs }),
    ownDigest: await ownDigestOf(own),
  };
}

function keyParts(stage: string, parts: StoredParts): KeyParts {
  const bare = (part: object, field: string) =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [name, Reflect.get(value, field)]),
    );
  return {
    ...parts,
    schema: 1,
    stage,
    declaration: JSON.parse(parts.declaration),
    params: Object.fromEntries(
      Object.entries(parts.params).filter((entry): entry is [string, string | number | boolean] =>
        entry[1] !== null
      ),
    ),
    files: bare(parts.files, "sha256"),
    inputs: bare(parts.inputs, "digest"),
  };
}
