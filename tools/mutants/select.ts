/**
 * Which mutants to try.
 *
 * @module
 */
import { walk } from "@std/fs";
import { random } from "../../lib/ml/random.ts";

/** The modules that mutants are made of. */
const MODULES = ["lib/cli", "lib/codec", "lib/data", "lib/engine", "lib/store"];

/**
 * Source files of the modules below `root`, in code-unit order; with `only`, those that are or lie
 * below one of these paths.
 */
export async function sourceFilesOf(root: string, only: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  const skip = [/\.d\.ts$/];
  for (const module of MODULES) {
    if (await isFolder(`${root}/${module}`)) {
      const found = walk(`${root}/${module}`, { exts: [".ts"], includeDirs: false, skip });
      for await (const { path } of found) files.push(path.slice(root.length + 1));
    }
  }
  const isWanted = (file: string) =>
    only.length === 0 || only.some((path) => file === path || file.startsWith(`${path}/`));
  return files.filter(isWanted).toSorted();
}

/** At most `size` of the items, in their order; the same for the same seed. */
export function sampleOf<T>(items: readonly T[], size: number, seed: number): T[] {
  if (size >= items.length) return [...items];
  const source = random(seed);
  const chosen = new Set<number>();
  while (chosen.size < size) chosen.add(source.below(items.length));
  return items.filter((_, i) => chosen.has(i));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
