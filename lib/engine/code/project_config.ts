/**
 * The files that configure where imports of a project lead, and which folder is the project's.
 *
 * @module
 */
import { orNull } from "../../store/parse.ts";
import { fromFileUrl, relativePath, resolvePath, toFileUrl } from "../paths.ts";
import type { Lookups } from "./lookups.ts";
import { foldersAbove } from "./node_lookup.ts";

const CONFIGS = ["deno.json", "deno.jsonc", "package.json"];

/** Notes the configuration of the folders above every file that imports something. */
export class ProjectConfig {
  readonly #root: string;
  readonly #lookups: Lookups;
  readonly #seen = new Set<string>();
  #folder: string | undefined;
  #hasMembers = false;

  /** `root` is the absolute folder of the pipeline. */
  constructor(root: string, lookups: Lookups) {
    this.#root = root;
    this.#lookups = lookups;
  }

  /**
   * Looks at every file that may decide where an import of the file `importer` leads. Below the
   * project's folder those that are not there count only in a workspace, whose members may be named by
   * a pattern.
   */
  note(importer: string): void {
    for (const folder of readableAbove(importer)) {
      if (this.#seen.has(folder)) return;
      this.#seen.add(folder);
      const isBelow = folder !== this.folder && isIn(this.folder, folder);
      this.#textsOf(folder, !isBelow || this.#hasMembers);
    }
  }

  /** Looks at each `package.json` that may define a name which begins with `#`. */
  noteOwnNames(importer: string): void {
    for (const folder of readableAbove(importer)) {
      this.#lookups.text(inFolder(folder, "package.json"));
    }
  }

  /**
   * Whether one of the files that can be read may lead an import of `importer` elsewhere than the same
   * import of the engine. Notes the lock files, which then decide, too.
   */
  mayDiffer(importer: string): boolean {
    const ours = foldersAbove(fromFileUrl(import.meta.url));
    return readableAbove(importer).some((folder) => {
      const texts = this.#textsOf(folder, true);
      if (texts.length > 0) this.#lookups.text(inFolder(folder, "deno.lock"));
      return texts.some(({ name, text }) =>
        name === "package.json" || !ours.includes(folder) ||
        /"(scopes|workspace)"\s*:/.test(text)
      );
    });
  }

  /**
   * The folder that packages have to lie in: that of the nearest configuration above the pipeline, or
   * that of the workspace which this belongs to.
   */
  get folder(): string {
    return this.#folder ??= this.#find();
  }

  #find(): string {
    const configured = readableAbove(`${this.#root}/pipeline.ts`).map((folder) => ({
      folder,
      texts: this.#textsOf(folder, true),
    })).filter(({ texts }) => texts.length > 0);
    const workspace = configured.findLast(({ texts }) =>
      texts.some(({ text }) => /"workspaces?"\s*:/.test(text))
    );
    this.#hasMembers = workspace !== undefined;
    return (workspace ?? configured[0])?.folder ?? this.#root;
  }

  /** The configuration in a folder; an import map counts as part of the `deno.json` that names it. */
  #textsOf(folder: string, isAbsenceNoted: boolean): { name: string; text: string }[] {
    return CONFIGS.flatMap((name) => {
      const text = this.#lookups.text(inFolder(folder, name), isAbsenceNoted);
      if (text === null) return [];
      const maps = importMapsIn(text, folder).map((path) => this.#lookups.text(path) ?? "");
      return [{ name, text: text + maps.join("") }];
    });
  }
}

/**
 * Absolute paths of the import maps that the configuration in `folder` names. A name in a comment counts,
 * too: it only makes one more file count.
 */
function importMapsIn(text: string, folder: string): string[] {
  const names = text.matchAll(/"importMap"\s*:\s*("(?:[^"\\\n]|\\.)+")/g);
  return [...names].flatMap(([, literal = ""]) => {
    const name = orNull(() => String(JSON.parse(literal)));
    if (name === null) return [];
    const url = orNull(() => new URL(name, toFileUrl(`${folder}/`)));
    const byUrl = url?.protocol === "file:" ? [fromFileUrl(url)] : [];
    return [...new Set([resolvePath(folder, name), ...byUrl])];
  });
}

/** Whether the absolute `path` lies in the absolute `folder`. */
export function isIn(folder: string, path: string): boolean {
  return !relativePath(folder, path).startsWith("..");
}

/** The folders above a file, as far up as they may be looked at. */
function readableAbove(file: string): string[] {
  const folders = foldersAbove(file);
  const end = folders.findIndex((folder) => !mayLook(folder));
  return end < 0 ? folders : folders.slice(0, end);
}

/** Asks, instead of trying: a run uses no right that it does not have. */
function mayLook(path: string): boolean {
  return Deno.permissions.querySync({ name: "read", path }).state === "granted";
}

function inFolder(folder: string, name: string): string {
  return `${folder === "/" ? "" : folder}/${name}`;
}
