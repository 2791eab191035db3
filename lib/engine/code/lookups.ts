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
  type RememberedLookups,
} from "./remembered_lookups.ts";

/** Looks at files, and notes each look. */
export class Lookups {
  readonly #root: string;
  readonly #imports = new Map<string, string | null>();
  readonly #kinds = new Map<string, EntryKind>();
  readonly #texts = new Map<string, Uint8Array<ArrayBuffer> | null>();
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

  /** The text of a file that configures resolution; `null` if there is none that can be read. */
  text(path: string): string | null {
    const known = this.#texts.get(path);
    const bytes = known === undefined ? readIfThere(path) : known;
    this.#texts.set(path, bytes);
    return bytes === null ? null : new TextDecoder().decode(bytes);
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

  /** All looks, to be remembered. */
  async remembered(): Promise<RememberedLookups> {
    const relative = (path: string): string => relativePath(this.#root, path);
    const pathsOf = <V>(map: ReadonlyMap<string, V>): [string, V][] =>
      [...map].map(([path, value]): [string, V] => [relative(path), value]).sort(byPath);
    return {
      imports: [...this.#imports].sort(byPath),
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

function readIfThere(path: string): Uint8Array<ArrayBuffer> | null {
  return kindOf(path) === "file" ? Deno.readFileSync(path) : null;
}
