/**
 * Objects: immutable files named by the SHA-256 of their bytes, `objects/ab/abcd….msgpack`. A file
 * gets its name only when its bytes are complete and on the disk, so what has a name is whole, unless
 * the disk or a person damaged it later; reading finds that out.
 *
 * @module
 */
import { type Digest, sha256Hex } from "../codec/digest.ts";
import { EnvironmentError, IntegrityError } from "./errors.ts";
import { writeDurably } from "./durable.ts";
import type { ObjectState } from "./store.ts";

/** Path of an object below the store's folder. */
export function objectPath(digest: Digest): string {
  return `objects/${digest.slice(0, 2)}/${digest}.msgpack`;
}

/** Looks at an object's size without reading it. Anything but a regular file counts as damaged. */
export function objectState(folder: string, digest: Digest, sizeBytes: number): ObjectState {
  try {
    const info = Deno.lstatSync(`${folder}/${objectPath(digest)}`);
    return info.isFile && info.size === sizeBytes ? "present" : "damaged";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "missing";
    throw new EnvironmentError(`Cannot look at object ${digest} in "${folder}"`, { cause: error });
  }
}

/**
 * The bytes of an object, checked.
 *
 * @throws {IntegrityError} if there is no such file, or its bytes have another digest.
 */
export async function readObject(folder: string, digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
  const path = `${folder}/${objectPath(digest)}`;
  const bytes = await readRegularFile(path);
  const found = await sha256Hex(bytes);
  if (found === digest) return bytes;
  throw new IntegrityError(
    `Object "${path}" is damaged: its bytes have SHA-256 ${found}; run "verify --repair"`,
  );
}

async function readRegularFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (!Deno.lstatSync(path).isFile) {
      throw new IntegrityError(`Object "${path}" is not a regular file`);
    }
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new IntegrityError(`Object "${path}" is missing; run the pipeline to make it again`, {
        cause: error,
      });
    }
    if (error instanceof IntegrityError) throw error;
    throw new EnvironmentError(`Cannot read object "${path}"`, { cause: error });
  }
}

/** Keeps bytes under their digest. An object that is there already is read before it is trusted. */
export async function writeObject(
  folder: string,
  digest: Digest,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  if (objectState(folder, digest, bytes.byteLength) !== "missing") {
    if (await readObject(folder, digest).then(() => true, () => false)) return;
    await quarantineObject(folder, digest);
  }
  await writeDurably(folder, objectPath(digest), bytes);
}

/** Moves an object to `quarantine/`, under a name of its own. */
export async function quarantineObject(folder: string, digest: Digest): Promise<void> {
  await Deno.mkdir(`${folder}/quarantine`, { recursive: true });
  try {
    await Deno.rename(
      `${folder}/${objectPath(digest)}`,
      `${folder}/quarantine/${digest}.${crypto.randomUUID()}`,
    );
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
