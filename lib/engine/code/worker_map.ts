/**
 * The source map of a bundle as the sandbox needs it.
 *
 * @module
 */
import { resolvePath, toFileUrl } from "../paths.ts";

/** Makes the map's sources absolute, and moves it down by `lines` that stand before the bundle. */
export function mapForWorker(map: string, root: string, lines: number): string {
  const parsed = JSON.parse(map);
  return JSON.stringify({
    ...parsed,
    sources: parsed.sources.map((source: string) => toFileUrl(resolvePath(root, source))),
    sourcesContent: undefined,
    mappings: ";".repeat(lines) + parsed.mappings,
  });
}
