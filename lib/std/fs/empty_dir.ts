/**
 * Empties a folder. If the path is not a folder, it throws Deno's own error.
 *
 * @module
 */
import { join } from "node:path";
import { pathOf } from "./file_type.ts";

/**
 * Removes everything in the folder but not the folder; makes the folder if it is missing.
 *
 * Needs read and write permission.
 *
 * @example
 * ```ts
 * import { emptyDir } from "@std/fs";
 * import { assertEquals } from "@std/assert";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${root}/a.txt`, "a");
 * await emptyDir(root);
 * assertEquals(await Array.fromAsync(Deno.readDir(root)), []);
 * await Deno.remove(root);
 * ```
 */
export async function emptyDir(dir: string | URL): Promise<void> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(dir));
    await Promise.all(
      entries.map(({ name }) => Deno.remove(join(pathOf(dir), name), { recursive: true })),
    );
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await Deno.mkdir(dir, { recursive: true });
  }
}
