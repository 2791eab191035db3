/**
 * Where an import inside an npm package leads, as Node's documentation of modules and packages says and
 * Deno does it: paths without an ending, `index` files, `main`, `exports` and `imports`, `node_modules`
 * of the folders above. Each place that is looked at is noted, so that a file that would be taken
 * instead is noticed when it comes.
 *
 * Node's own `require.resolve` does not tell where it has looked, and remembers what it has found.
 *
 * @module
 */
import { folderOf, resolvePath } from "../paths.ts";
import type { Lookups } from "./lookups.ts";
import { exportsTarget, importsTarget } from "./package_exports.ts";

/** How a module asks for another one; `exports` may tell the two apart. */
export type ImportKind = "import" | "require";

/** The conditions that Deno sets, besides `default`. */
const CONDITIONS: { readonly [K in ImportKind]: ReadonlySet<string> } = {
  import: new Set(["deno", "node", "import", "module-sync"]),
  require: new Set(["node", "require", "module-sync"]),
};

/** Endings that `require` puts behind a path, in the order in which Deno tries them. */
const ENDINGS = [".js", ".cjs", ".mjs", ".wasm", ".json", ".node"];

/**
 * The file that `specifier` means in the file `importer`, links not yet followed; `null` if there is
 * none.
 *
 * @throws {Error} if a `package.json` on the way is malformed.
 */
export function nodeLookup(
  specifier: string,
  importer: string,
  kind: ImportKind,
  lookups: Lookups,
): string | null {
  const folder = folderOf(importer);
  if (/^\.{0,2}\/|^\.\.?$/.test(specifier)) {
    const path = joined(folder, specifier);
    return /(^|\/)\.{0,2}$/.test(specifier)
      ? folderTarget(path, lookups)
      : pathTarget(path, lookups);
  }
  if (specifier.startsWith("#")) return ownName(specifier, importer, kind, lookups);
  const [name, subpath] = nameAndSubpath(specifier);
  return ownExport(name, subpath, importer, kind, lookups) ??
    installed(name, subpath, folder, kind, lookups);
}

/** The file that stands for a folder: what its `package.json` calls `main`, or `index`. */
export function folderTarget(folder: string, lookups: Lookups): string | null {
  if (lookups.kind(folder) !== "folder") return null;
  const main = lookups.packageJson(folder)?.["main"];
  if (typeof main === "string" && main !== "") {
    const path = joined(folder, main);
    const target = fileTarget(path, lookups) ?? fileTarget(`${path}/index`, lookups, false);
    if (target !== null) return target;
  }
  return fileTarget(`${folder}/index`, lookups, false);
}

/** The folder of the nearest `package.json` at or above a file. */
export function packageFolder(file: string, lookups: Lookups): string | null {
  for (const folder of foldersAbove(file)) {
    if (folder.endsWith("/node_modules")) return null;
    if (lookups.packageJson(folder) !== null) return folder;
  }
  return null;
}

/** The folders that a file lies in, from its own upwards. */
export function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(file); folders.at(-1) !== folder; folder = folderOf(folder)) {
    folders.push(folder);
  }
  return folders;
}

/** The name of a package and the path inside it, `.` or what begins with `./`. */
export function nameAndSubpath(specifier: string): [name: string, subpath: string] {
  const [, name = specifier, rest = ""] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(specifier) ?? [];
  return [name, `.${rest}`];
}

/** Without a slash at the end. */
function joined(folder: string, path: string): string {
  return resolvePath(folder, path).replace(/(?<=.)\/+$/, "");
}

function pathTarget(path: string, lookups: Lookups): string | null {
  return fileTarget(path, lookups) ?? folderTarget(path, lookups);
}

function fileTarget(path: string, lookups: Lookups, asItIs = true): string | null {
  const candidates = [...(asItIs ? [path] : []), ...ENDINGS.map((ending) => path + ending)];
  return candidates.find((candidate) => lookups.kind(candidate) === "file") ?? null;
}

/** A name of the importing package's own `imports`. */
function ownName(
  name: string,
  importer: string,
  kind: ImportKind,
  lookups: Lookups,
): string | null {
  const folder = packageFolder(importer, lookups);
  if (folder === null) return null;
  const imports = lookups.packageJson(folder)?.["imports"];
  const target = importsTarget(imports, name, CONDITIONS[kind]);
  return target === null || target.startsWith("#")
    ? null
    : nodeLookup(target, `${folder}/package.json`, kind, lookups);
}

/** A package that imports itself by its name. */
function ownExport(
  name: string,
  subpath: string,
  importer: string,
  kind: ImportKind,
  lookups: Lookups,
): string | null {
  const folder = packageFolder(importer, lookups);
  const { name: ownName, exports = null } = folder === null
    ? {}
    : lookups.packageJson(folder) ?? {};
  if (folder === null || exports === null || ownName !== name) return null;
  const target = exportsTarget(exports, subpath, CONDITIONS[kind]);
  return target === null ? null : resolvePath(folder, target);
}

/** A package in a `node_modules` of the folders above. */
function installed(
  name: string,
  subpath: string,
  from: string,
  kind: ImportKind,
  lookups: Lookups,
): string | null {
  for (const folder of foldersAbove(`${from}/file`)) {
    const modules = `${folder === "/" ? "" : folder}/node_modules`;
    if (folder.endsWith("/node_modules") || lookups.kind(modules) !== "folder") continue;
    const home = `${modules}/${name}`;
    const { exports = null } = lookups.packageJson(home) ?? {};
    if (exports !== null) {
      const target = exportsTarget(exports, subpath, CONDITIONS[kind]);
      return target === null ? null : resolvePath(home, target);
    }
    const target = pathTarget(joined(home, subpath), lookups);
    if (target !== null) return target;
  }
  return null;
}
