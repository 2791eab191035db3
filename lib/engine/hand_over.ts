/**
 * The store as the executions of one run see it: what one of them has just written, the next one need
 * not read back and check.
 *
 * @module
 */
import type { Digest } from "../codec/digest.ts";
import type { StageRecord, StoredBundle } from "../store/store.ts";
import type { ExecutionStore } from "./execute_stage.ts";

/** So many bytes are held at most; the oldest objects go first. */
const HELD_BYTES = 64 * 2 ** 20;

/** Hands each object that is written to the first who reads it, and to nobody else: it may be moved. */
export class HandOver implements ExecutionStore {
  readonly #store: ExecutionStore;
  /** In the order of writing. */
  readonly #held = new Map<Digest, Uint8Array<ArrayBuffer>>();
  #heldBytes = 0;

  constructor(store: ExecutionStore) {
    this.#store = store;
  }

  async readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    return this.#take(digest) ?? await this.#store.readObject(digest);
  }

  async writeObject(digest: Digest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#store.writeObject(digest, bytes);
    this.#take(digest);
    this.#held.set(digest, bytes);
    this.#heldBytes += bytes.byteLength;
    for (const oldest of this.#held.keys()) {
      if (this.#heldBytes <= HELD_BYTES) break;
      this.#take(oldest);
    }
  }

  putBundle(bundle: StoredBundle): void {
    this.#store.putBundle(bundle);
  }

  putRecord(record: StageRecord): void {
    this.#store.putRecord(record);
  }

  #take(digest: Digest): Uint8Array<ArrayBuffer> | undefined {
    const bytes = this.#held.get(digest);
    if (bytes !== undefined && this.#held.delete(digest)) this.#heldBytes -= bytes.byteLength;
    return bytes;
  }
}
