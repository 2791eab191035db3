/**
 * Which npm package a file belongs to, in every layout of `node_modules`: npm's flat one, Deno's, pnpm's.
 *
 * @module
 */
import type { Lookups } from "./lookups.ts";
import { foldersAbove } from "./node_lookup.ts";

/** An npm package. */
export interface Package {
  readonly name: string;
  /** `null` if no `package.json` says it. */
  readonly version: string | null;
}

/**
 * The package of an absolute path, as the nearest `package.json` with a name says; without one, as the
 * folder in `node_modules` is called. `null` for a file of the project itself.
 */
export function packageOf(path: string, lookups: Lookups): Package | null {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  if (name === undefined) return null;
  return namedPackage(path, lookups) ?? { name, version: null };
}

/** The nearest `package.json` with a name at or above a file, but none above its `node_modules`. */
export function namedPackage(path: string, lookups: Lookups): Package | null {
  for (const folder of foldersAbove(path)) {
    if (folder.endsWith("/node_modules")) return null;
    const { name, version } = lookups.packageJson(folder) ?? {};
    if (typeof name === "string") {
      return { name, version: typeof version === "string" ? version : null };
    }
  }
  return null;
}
