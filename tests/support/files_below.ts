/**
 * What a folder holds, to see whether something changed in it.
 *
 * @module
 */
import { walk } from "@std/fs";

/** Path, size and time of change of every file below a folder, in order of their paths. */
export async function filesBelow(folder: string): Promise<[string, number, number][]> {
  const found: [string, number, number][] = [];
  for await (const { path, isFile } of walk(folder)) {
    const { size, mtime } = await Deno.stat(path);
    if (isFile) found.push([path, size, mtime?.getTime() ?? 0]);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}
