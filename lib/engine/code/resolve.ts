/**
 * Where an import leads when a stage is bundled: to a file of the project or of an npm package.
 * Anything that would be fetched or built in is refused, because it could not be hashed.
 *
 * @module
 */
import { createRequire } from "node:module";
import { fromFileUrl, toFileUrl } from "../paths.ts";

/**
 * Absolute path of the file that `specifier` means in the file `importer`.
 *
 * @throws {Error} if it is no file: `node:`, `jsr:`, `https:` and the like, or not found.
 */
export function resolveImport(specifier: string, importer: string): string {
  const target = isInPackage(importer)
    ? createRequire(toFileUrl(importer)).resolve(specifier)
    : /^\.{0,2}\//.test(specifier)
    ? new URL(specifier, toFileUrl(importer)).href
    : import.meta.resolve(specifier);
  if (target.startsWith("file:")) return fromFileUrl(target);
  if (isInPackage(target)) return target.replaceAll("\\", "/");
  throw new Error(
    `Cannot bundle "${specifier}": it leads to "${target}", but a stage may import project files ` +
      `and npm packages only`,
  );
}

function isInPackage(path: string): boolean {
  return path.includes("/node_modules/");
}
