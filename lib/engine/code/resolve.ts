/**
 * Where an import leads when a stage is bundled: to a file of the project or of an npm package in it.
 * Anything that would be fetched or built in is refused, because it could not be hashed.
 *
 * @module
 */
import { isBuiltin } from "node:module";
import { fromFileUrl, relativePath, resolvePath, toFileUrl } from "../paths.ts";
import { askDenoFor, isPath } from "./deno_import.ts";
import type { Lookups } from "./lookups.ts";
import {
  foldersAbove,
  folderTarget,
  type ImportKind,
  nameAndSubpath,
  nodeLookup,
  packageFolder,
} from "./node_lookup.ts";
import { namedPackage } from "./package_of.ts";
import { isIn, ProjectConfig } from "./project_config.ts";
import { askDeno, kindOf, pathOf } from "./remembered_lookups.ts";

/** Resolves the imports of one bundle. */
export class ImportResolver {
  readonly #root: string;
  readonly #lookups: Lookups;
  readonly #config: ProjectConfig;

  /** `root` is the project's absolute folder; `lookups` is told of all that decides. */
  constructor(root: string, lookups: Lookups) {
    this.#root = root;
    this.#lookups = lookups;
    this.#config = new ProjectConfig(root, lookups);
  }

  /**
   * Absolute path of the file that `specifier` means in the file `importer`.
   *
   * @throws {Error} if it is no file: `node:`, `jsr:`, `https:` and the like, or not found; or if it
   * belongs to a package outside the project.
   */
  async resolve(specifier: string, importer: string, kind: ImportKind): Promise<string> {
    const isNode = isInPackage(importer) || kind === "require";
    const path = isNode
      ? this.#byNode(specifier, importer, kind)
      : await this.#byDeno(specifier, importer);
    return this.#inProject(path, { specifier, importer, isNode });
  }

  #byNode(specifier: string, importer: string, kind: ImportKind): string {
    if (specifier.startsWith("file:")) return fromFileUrl(specifier);
    if (isBuiltin(specifier) || /^[a-z][a-z0-9+.-]*:/i.test(specifier)) {
      return refuse(specifier, specifier);
    }
    const path = nodeLookup(specifier, importer, kind, this.#lookups);
    if (path !== null) return path;
    throw new Error(
      `Cannot find "${specifier}", which "${relativePath(this.#root, importer)}" imports; ` +
        `install what is missing`,
    );
  }

  /** Deno is asked twice: for the importer, and for the engine, which a run of hits can ask again. */
  async #byDeno(specifier: string, importer: string): Promise<string> {
    const asked = isPath(specifier) ? this.#dotted(specifier, importer) : specifier;
    const ours = askDeno(asked, this.#root);
    this.#lookups.noteImport(asked, ours);
    this.#config.note(importer);
    if (specifier.startsWith("#")) this.#config.noteOwnNames(importer);
    const target = await askDenoFor(specifier, importer, this.#root) ?? ours;
    // Asked once more for its message.
    if (target === null) return fromFileUrl(import.meta.resolve(specifier));
    if (/^[a-z][a-z0-9+.-]+:/i.test(target)) return refuse(specifier, target);
    const path = resolvePath(this.#root, target);
    if (!isPath(specifier)) this.#noteInstalled(specifier, importer, path);
    if (target !== ours) this.#refuseUnseen(specifier, importer, path);
    return path;
  }

  /** A path relative to the root that begins with a dot. */
  #dotted(specifier: string, importer: string): string {
    return pathOf(relativePath(this.#root, fromFileUrl(new URL(specifier, toFileUrl(importer)))));
  }

  /** A package comes from the nearest `node_modules`, and its main file may be one of several. */
  #noteInstalled(specifier: string, importer: string, target: string): void {
    const [name] = nameAndSubpath(specifier);
    const places = foldersAbove(importer).map((folder) => `${folder}/node_modules/${name}`);
    const place = places.find((path) => this.#lookups.kind(path) === "folder");
    if (place !== undefined) this.#lookups.realPath(place);
    const folder = isInPackage(target) ? packageFolder(target, this.#lookups) : null;
    if (folder !== null) folderTarget(folder, this.#lookups);
  }

  /** What cannot be looked at again must not decide. */
  #refuseUnseen(specifier: string, importer: string, target: string): void {
    if (this.#config.mayDiffer(importer)) return;
    if (nodeLookup(specifier, importer, "import", this.#lookups) === target) return;
    throw new Error(
      `Cannot bundle "${specifier}", which "${relativePath(this.#root, importer)}" imports: an ` +
        `import map that the engine cannot see leads it to "${relativePath(this.#root, target)}" ` +
        `there and elsewhere for other files; name the map as "importMap" in the project's ` +
        `deno.json, or put its "scopes" there`,
    );
  }

  /**
   * The path of a file as the project spells it, links followed where packages are concerned.
   *
   * @throws {Error} if it is a package's, and this lies outside the project.
   */
  #inProject(path: string, { specifier, importer, isNode }: Asked): string {
    const isOfPackage = isNode || isInPackage(path);
    if (!isOfPackage && isIn(this.#root, path)) return path;
    const exists = isOfPackage && kindOf(path) !== null;
    const real = exists ? this.#lookups.realPath(path) : path;
    const project = this.#config.folder;
    const spelled = this.#throughModules(real);
    if (isIn(this.#root, spelled) || isIn(project, spelled)) return spelled;
    const owner = namedPackage(real, this.#lookups);
    if (!isOfPackage && owner === null && kindOf(real) !== null) return real;
    const [name] = nameAndSubpath(specifier);
    throw new Error(
      `Cannot bundle "${specifier}", which "${
        relativePath(this.#root, importer)
      }" imports: it leads ` +
        `to the package ${owner?.name ?? name} in "${real}", outside the project "${project}"; ` +
        `packages must lie inside it: use "nodeModulesDir": "auto" in deno.json and run ` +
        `"deno install", or put a copy of a linked package there`,
    );
  }

  /** `node_modules` itself may be a link: what lies in it is spelled as if it were none. */
  #throughModules(real: string): string {
    for (const folder of foldersAbove(`${this.#root}/file`)) {
      if (!isIn(this.#config.folder, folder) && folder !== this.#root) break;
      const modules = `${folder}/node_modules`;
      if (kindOf(modules) !== "folder") continue;
      const realModules = this.#lookups.realPath(modules);
      if (isIn(realModules, real)) return `${modules}/${relativePath(realModules, real)}`;
    }
    return real;
  }
}

interface Asked {
  readonly specifier: string;
  readonly importer: string;
  /** Whether Node's lookup found it. */
  readonly isNode: boolean;
}

function refuse(specifier: string, target: string): never {
  throw new Error(
    `Cannot bundle "${specifier}": it leads to "${target}", but a stage may import project files ` +
      `and npm packages only`,
  );
}

function isInPackage(path: string): boolean {
  return path.includes("/node_modules/");
}
