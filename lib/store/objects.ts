/**
 * Objects: immutable files named by the SHA-256 of their bytes, `objects/ab/abcd….msgpack`. A file
 * gets its name only when its bytes are complete and on the disk, so what has a name is whole, unless
 * the disk or a person damaged it later; reading finds that out.
 *
 * @module
 */
import { type Digest, parseDigest, sha256Hex } from "../codec/digest.ts";
import { makeFolders, refuseLink, writeDurably } from "./durable.ts";
import { IntegrityError } from "./errors.ts";
import type { FileSystem } from "./file_system.ts";
import type { ObjectState, StoredObject } from "./store.ts";
import { systemFailure } from "./system_error.ts";

/** Path of an object below the store's folder. */
export function objectPath(digest: Digest): string {
  return `${objectFolder(digest)}/${digest}.msgpack`;
}

function objectFolder(digest: Digest): string {
  return `objects/${digest.slice(0, 2)}`;
}

/** The objects in a folder. */
export class Objects {
  readonly #folder: string;
  readonly #files: FileSystem;

  constructor(folder: string, files: FileSystem) {
    this.#folder = folder;
    this.#files = files;
  }

  /** Looks at an object's size without reading it. Anything but a regular file counts as damaged. */
  state(digest: Digest, sizeBytes: number): ObjectState {
    try {
      const folder = this.#files.look(`${this.#folder}/${objectFolder(digest)}`);
      if (folder === null) return "missing";
      if (folder.kind !== "folder") return "damaged";
      const entry = this.#files.look(this.#pathOf(digest));
      if (entry === null) return "missing";
      return entry.kind === "file" && entry.sizeBytes === sizeBytes ? "present" : "damaged";
    } catch (error) {
      throw systemFailure(`Cannot look at object ${digest} in "${this.#folder}"`, error);
    }
  }

  /**
   * The bytes of an object, checked.
   *
   * @throws {IntegrityError} if there is no such file, or its bytes have another digest.
   */
  async read(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    const path = this.#pathOf(digest);
    const bytes = await this.#readRegular(digest, path);
    const found = await sha256Hex(bytes);
    if (found === digest) return bytes;
    throw new IntegrityError(
      `Object "${path}" is damaged: its bytes have SHA-256 ${found}; run "verify --repair"`,
    );
  }

  async #readRegular(digest: Digest, path: string): Promise<Uint8Array<ArrayBuffer>> {
    refuseLink(this.#files, `${this.#folder}/${objectFolder(digest)}`);
    const entry = this.#files.look(path);
    if (entry === null) {
      throw new IntegrityError(`Object "${path}" is missing; run the pipeline to make it again`);
    }
    if (entry.kind !== "file") throw new IntegrityError(`Object "${path}" is not a regular file`);
    try {
      return await this.#files.read(path);
    } catch (error) {
      throw systemFailure(`Cannot read object "${path}"`, error);
    }
  }

  /** Keeps bytes under their digest. An object that is there already is read before it is trusted. */
  async write(digest: Digest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.state(digest, bytes.byteLength) !== "missing") {
      if (await this.read(digest).then(() => true, () => false)) return;
      await this.quarantine(digest);
    }
    await writeDurably(this.#files, this.#folder, objectPath(digest), bytes);
  }

  /** Moves an object to `quarantine/`, under a name of its own. */
  async quarantine(digest: Digest): Promise<void> {
    refuseLink(this.#files, `${this.#folder}/${objectFolder(digest)}`);
    if (this.#files.look(this.#pathOf(digest)) === null) return;
    await makeFolders(this.#files, this.#folder, "quarantine");
    const aside = `${this.#folder}/quarantine/${digest}.${crypto.randomUUID()}`;
    try {
      await this.#files.rename(this.#pathOf(digest), aside);
    } catch (error) {
      // Another process set it aside in between.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /** Every object that is there. Files with other names are none of ours and left alone. */
  async list(): Promise<StoredObject[]> {
    const found: StoredObject[] = [];
    refuseLink(this.#files, `${this.#folder}/objects`);
    for (const name of await this.#files.list(`${this.#folder}/objects`)) {
      const path = `${this.#folder}/objects/${name}`;
      if (refuseLink(this.#files, path)?.kind !== "folder") continue;
      for (const file of await this.#files.list(path)) {
        const entry = this.#files.look(`${path}/${file}`);
        const digest = digestOfName(name, file);
        if (entry !== null && digest !== null) found.push({ digest, sizeBytes: entry.sizeBytes });
      }
    }
    return found;
  }

  /** Removes objects for good. */
  async remove(digests: Iterable<Digest>): Promise<void> {
    for (const digest of digests) await this.#files.remove(this.#pathOf(digest));
  }

  #pathOf(digest: Digest): string {
    return `${this.#folder}/${objectPath(digest)}`;
  }
}

function digestOfName(folder: string, file: string): Digest | null {
  const [, text] = /^([0-9a-f]{64})\.msgpack$/.exec(file) ?? [];
  return text?.startsWith(folder) === true && folder.length === 2 ? parseDigest(text) : null;
}
