/**
 * Where an import leads when a stage is bundled: to a file of the project or of an npm package.
 * Anything that would be fetched or built in is refused, because it could not be hashed.
 *
 * @module
 */
import { fromFileUrl, relativePath, resolvePath, toFileUrl } from "../paths.ts";

/** An import that does not say by itself where it leads: of a package, or by a name of the import map. */
export interface NamedImport {
  readonly specifier: string;
  /** The importing file and the one that it got, relative to the project. */
  readonly importer: string;
  readonly target: string;
}

/** What is to be remembered of an import of `target`, an absolute path; nothing of a path. */
export function namedImport(
  specifier: string,
  importer: string,
  target: string,
  root: string,
): NamedImport[] {
  if (isPath(specifier)) return [];
  return [{
    specifier,
    importer: relativePath(root, importer),
    target: relativePath(root, target),
  }];
}

/** Whether an import still leads where it did. */
export async function leadsThere(
  { specifier, importer, target }: NamedImport,
  root: string,
): Promise<boolean> {
  try {
    return await resolveImport(specifier, resolvePath(root, importer)) ===
      resolvePath(root, target);
  } catch {
    return false;
  }
}

function isPath(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier);
}

/**
 * Absolute path of the file that `specifier` means in the file `importer`.
 *
 * @throws {Error} if it is no file: `node:`, `jsr:`, `https:` and the like, or not found.
 */
export async function resolveImport(specifier: string, importer: string): Promise<string> {
  const target = await targetOf(specifier, importer);
  if (target.startsWith("file:")) return fromFileUrl(target);
  if (isInPackage(target)) return target.replaceAll("\\", "/");
  throw new Error(
    `Cannot bundle "${specifier}": it leads to "${target}", but a stage may import project files ` +
      `and npm packages only`,
  );
}

async function targetOf(specifier: string, importer: string): Promise<string> {
  if (isInPackage(importer)) {
    // Only now: to load it takes longer than all that a run of hits does.
    const { createRequire } = await import("node:module");
    return createRequire(toFileUrl(importer)).resolve(specifier);
  }
  return isPath(specifier)
    ? new URL(specifier, toFileUrl(importer)).href
    : import.meta.resolve(specifier);
}

function isInPackage(path: string): boolean {
  return path.includes("/node_modules/");
}
