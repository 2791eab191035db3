/**
 * Files for people in the store's folder, such as the report: written at once or not at all, and what a
 * writer that died has left of one is swept by the next.
 *
 * @module
 */
import { sweepTemporary, writeBeside, writeDurably } from "../store/durable.ts";
import { localFileSystem } from "../store/local_file_system.ts";

/**
 * Puts `bytes` at `name` in `folder`, over what was there. A reader never sees half of it.
 *
 * @param folder Absolute path of a store; it exists.
 * @param name Of the file, without folders.
 * @throws {EnvironmentError} if the folder cannot be written, the disk is full, or a folder is in the
 * place of the file.
 *
 * @example
 * ```ts
 * import { publish } from "./publish.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * await publish(folder, "page.html", new TextEncoder().encode("<p>hello</p>"));
 * assertEquals(await Deno.readTextFile(`${folder}/page.html`), "<p>hello</p>");
 * ```
 */
export async function publish(
  folder: string,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await writeDurably(localFileSystem, folder, name, bytes);
  // The file is there: who cannot sweep leaves it to the next.
  await sweepTemporary(localFileSystem, folder).catch(() => {});
}

/**
 * Puts `bytes` at `path`, which is no part of a store, over what was there: at once or not at all.
 *
 * @param path Absolute, or relative to the current folder. Its folder exists.
 * @throws what the system says; nothing is left behind then.
 *
 * @example
 * ```ts
 * import { writeWhole } from "./publish.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * await writeWhole(`${folder}/a.txt`, new TextEncoder().encode("hello"));
 * assertEquals(await Deno.readTextFile(`${folder}/a.txt`), "hello");
 * ```
 */
export async function writeWhole(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await writeBeside(localFileSystem, `${path}.${crypto.randomUUID()}.tmp`, path, bytes);
}
