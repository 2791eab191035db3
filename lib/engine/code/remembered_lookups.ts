/**
 * Whether the imports of a bundle still lead where they did. This asks Deno again what it was asked,
 * and looks with `stat` at what was looked at. It loads nothing, because a run of hits does this.
 *
 * @module
 */
import { sha256Hex } from "../../codec/digest.ts";
import { object } from "../../store/parse.ts";
import type { FileDigests } from "../file_digests.ts";
import { fromFileUrl, relativePath, resolvePath, toFileUrl } from "../paths.ts";
import type { Source } from "./stage_source.ts";

/** What a path leads to; `null` for nothing, or nothing that may be looked at. */
export type EntryKind = "file" | "folder" | null;

/** What decided where imports lead; JSON. Paths are relative to the project. */
export interface RememberedLookups {
  /**
   * What Deno gives the engine for a name, or for a path that begins with a dot: a path or a URL;
   * `null` if it finds nothing.
   */
  readonly imports: readonly (readonly [asked: string, target: string | null])[];
  /** Sources of which Deno was not asked whether their own path leads to them; of all others it was. */
  readonly unasked: readonly string[];
  /** Places where a file would have been taken, and none was. */
  readonly kinds: readonly (readonly [path: string, kind: EntryKind])[];
  /** Files that configure resolution: `deno.json`, import maps, `package.json`. */
  readonly texts: readonly RememberedText[];
  /** Paths through links, and what they lead to. */
  readonly realPaths: readonly (readonly [path: string, real: string | null])[];
}

/** A file that configures resolution; digests are SHA-256, `null` where there was no file. */
export interface RememberedText {
  readonly path: string;
  readonly textDigest: string | null;
  /** Of its {@linkcode decidingText}. */
  readonly decidingDigest: string | null;
}

/** Compares what is remembered of bundles with what is there now, looking at each place once. */
export class LookupCheck {
  readonly #root: string;
  readonly #files: FileDigests;
  readonly #import: (asked: string) => string | null;
  readonly #kind: (path: string) => EntryKind;
  readonly #realPath: (path: string) => string | null;

  /** `root` is the project's absolute folder. */
  constructor(root: string, files: FileDigests) {
    this.#root = root;
    this.#files = files;
    this.#import = once((asked) => askDeno(asked, root));
    this.#kind = once((path) => kindOf(resolvePath(root, path)));
    this.#realPath = once((path) => realPathIn(root, resolvePath(root, path)));
  }

  /** Whether every lookup gives what it gave to the bundle of `sources`. */
  async isCurrent(
    { imports, unasked, kinds, texts, realPaths }: RememberedLookups,
    sources: readonly Source[],
  ): Promise<boolean> {
    const leadsThere = imports.every(([asked, target]) => this.#import(asked) === target) &&
      sources.every(({ path }) => unasked.includes(path) || this.#import(pathOf(path)) === path) &&
      kinds.every(([path, kind]) => this.#kind(path) === kind) &&
      realPaths.every(([path, real]) => this.#realPath(path) === real);
    if (!leadsThere) return false;
    for (const text of texts) if (!await this.#decidesAlike(text)) return false;
    return true;
  }

  /** The text is read only if it is another one. */
  async #decidesAlike({ path, textDigest, decidingDigest }: RememberedText): Promise<boolean> {
    const absolute = resolvePath(this.#root, path);
    // A folder in its place is none, too.
    const digest = await this.#files.digest(absolute).catch(() => null);
    if (digest === textDigest) return true;
    if (digest === null || decidingDigest === null) return false;
    return await sha256Hex(decidingText(await Deno.readFile(absolute))) === decidingDigest;
  }
}

/**
 * What Deno gives the engine for a name, or for a path that begins with a dot and is relative to `root`:
 * a path relative to it, or a URL that is none of a file; `null` if it finds nothing.
 */
export function askDeno(asked: string, root: string): string | null {
  const specifier = asked.startsWith(".")
    ? toFileUrl(`${root}/${asked.replace(/^\.\//, "")}`)
    : asked;
  try {
    const target = import.meta.resolve(specifier);
    // Nearly all paths lead where they say, and there are many.
    if (target === specifier && asked.startsWith("./")) return asked.slice("./".length);
    return target.startsWith("file:") ? relativePath(root, fromFileUrl(target)) : target;
  } catch {
    return null;
  }
}

/** A path relative to the project as a specifier: it begins with a dot. */
export function pathOf(path: string): string {
  return path.startsWith("../") ? path : `./${path}`;
}

/** What lies at an absolute path. */
export function kindOf(path: string): EntryKind {
  try {
    const { isFile, isDirectory } = Deno.statSync(path);
    return isFile ? "file" : isDirectory ? "folder" : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
}

/** An absolute path without links, relative to `root`; `null` if there is nothing. */
function realPathIn(root: string, path: string): string | null {
  try {
    return relativePath(root, Deno.realPathSync(path).replaceAll("\\", "/"));
  } catch {
    return null;
  }
}

/** Fields of `deno.json` and `package.json` that lead no import anywhere. */
const UNDECIDING = [
  ..."tasks fmt lint test bench publish exclude license".split(" "),
  ..."scripts description keywords author homepage repository bugs funding".split(" "),
];

/** Of a file that configures resolution what may decide: all fields but a few, or the text as it is. */
export function decidingText(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    const fields = Object.entries(object(JSON.parse(new TextDecoder().decode(bytes))));
    const deciding = fields.filter(([name]) => !UNDECIDING.includes(name));
    return new TextEncoder().encode(JSON.stringify(deciding));
  } catch {
    return bytes;
  }
}

/** Whether a memo has lookups that read as such. */
export function areLookups(json: unknown): json is RememberedLookups {
  if (typeof json !== "object" || json === null) return false;
  if (!("imports" in json && "unasked" in json && "kinds" in json)) return false;
  if (!("texts" in json && "realPaths" in json)) return false;
  return areAll(json.imports, isPair) && areAll(json.unasked, isTextOrNull) &&
    areAll(json.kinds, isPair) &&
    areAll(json.texts, isText) && areAll(json.realPaths, isPair);
}

/** Whether `json` is a list of such. */
export function areAll(json: unknown, isSuch: (each: unknown) => boolean): boolean {
  return Array.isArray(json) && json.every(isSuch);
}

function isPair(json: unknown): boolean {
  return Array.isArray(json) && typeof json[0] === "string" && isTextOrNull(json[1]);
}

function isText(json: unknown): boolean {
  return typeof json === "object" && json !== null && "path" in json &&
    typeof json.path === "string" && "textDigest" in json && isTextOrNull(json.textDigest) &&
    "decidingDigest" in json && isTextOrNull(json.decidingDigest);
}

function isTextOrNull(json: unknown): boolean {
  return json === null || typeof json === "string";
}

function once<V>(look: (key: string) => V): (key: string) => V {
  const known = new Map<string, V>();
  return (key) => {
    const value = known.get(key);
    if (value !== undefined) return value;
    const found = look(key);
    known.set(key, found);
    return found;
  };
}
