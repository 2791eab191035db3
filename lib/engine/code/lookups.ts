/**
 * What was looked at to find out where the imports of a bundle lead. As long as all of it is as it was,
 * every import leads there again; `remembered_lookups.ts` checks that.
 *
 * @module
 */
import { sha256Hex } from "../../codec/digest.ts";
import { relativePath } from "../paths.ts";
import { isObject } from "./package_exports.ts";
import {
  decidingText,
  type EntryKind,
  kindOf,
  pathOf,
  type RememberedLookups,
} from "./remembered_lookups.ts";

/** Looks at files, and notes each look. */
export class Lookups {
  readonly #root: string;
  readonly #imports = new Map<string, string | null>();
  readonly #kinds = new Map<string, EntryKind>();
  readonly #texts = new Map<string, Uint8Array<ArrayBuffer> | null>();
  /** All that was read, noted or not. */
  readonly #seen = new Map<string, Uint8Array<ArrayBuffer> | null>();
  readonly #realPaths = new Map<string, string>();

  /** `root` is the project's absolute folder; all other paths are absolute, too. */
  constructor(root: string) {
    this.#root = root;
  }

  /** What lies at `path`. */
  kind(path: string): EntryKind {
    const kind = kindOf(path);
    this.#kinds.set(path, kind);
    return kind;
  }

  /**
   * The text of a file that configures resolution; `null` if there is none that can be read.
   *
   * @param isNoted Whether it counts, too, that there is none.
   */
  text(path: string, isNoted = true): string | null {
    const bytes = this.#read(path);
    if (isNoted || bytes !== null) this.#texts.set(path, bytes);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  #read(path: string): Uint8Array<ArrayBuffer> | null {
    const known = this.#seen.get(path);
    if (known !== undefined) return known;
    const bytes = kindOf(path) === "file" ? Deno.readFileSync(path) : null;
    this.#seen.set(path, bytes);
    return bytes;
  }

  /**
   * The `package.json` of a folder; `null` if there is none.
   *
   * @throws {Error} if it is malformed.
   */
  packageJson(folder: string): { readonly [field: string]: unknown } | null {
    const path = `${folder}/package.json`;
    const text = this.text(path);
    if (text === null) return null;
    try {
      const json: unknown = JSON.parse(text);
      return isObject(json) ? json : {};
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      throw new Error(`Cannot read "${path}": ${found}; mend it or install the package again`, {
        cause: error,
      });
    }
  }

  /** `path` without links. */
  realPath(path: string): string {
    const real = Deno.realPathSync(path).replaceAll("\\", "/");
    this.#realPaths.set(path, real);
    return real;
  }

  /** Notes that Deno, asked by the engine for `asked`, gives `target`; `null` if it gives nothing. */
  noteImport(asked: string, target: string | null): void {
    this.#imports.set(asked, target);
  }

  /**
   * All looks, to be remembered beside the bundle's sources, whose paths relative to the project are
   * given: most imports are paths that lead to the source that they name.
   */
  async remembered(sources: readonly string[] = []): Promise<RememberedLookups> {
    const imports = [...this.#imports].sort(byPath);
    const isPlain = ([asked, target]: readonly [string, string | null]): boolean =>
      target !== null && asked === pathOf(target) && sources.includes(target);
    const plain = new Set(imports.filter(isPlain).map(([, target]) => target));
    const relative = (path: string): string => relativePath(this.#root, path);
    const pathsOf = <V>(map: ReadonlyMap<string, V>): [string, V][] =>
      [...map].map(([path, value]): [string, V] => [relative(path), value]).sort(byPath);
    return {
      imports: imports.filter((each) => !isPlain(each)),
      unasked: sources.filter((path) => !plain.has(path)),
      // A file that was found is a source, or its real path or text is noted.
      kinds: pathsOf(this.#kinds).filter(([, kind]) => kind !== "file"),
      texts: await Promise.all(
        pathsOf(this.#texts).map(async ([path, bytes]) => ({
          path,
          textDigest: bytes === null ? null : await sha256Hex(bytes),
          decidingDigest: bytes === null ? null : await sha256Hex(decidingText(bytes)),
        })),
      ),
      realPaths: pathsOf(this.#realPaths).map(([path, real]) => [path, relative(real)]),
    };
  }
}

function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
