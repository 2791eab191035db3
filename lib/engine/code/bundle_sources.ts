/**
 * The files that a bundle is made of: found, read, and kept with what is needed to find them again.
 *
 * @module
 */
import { sha256Hex } from "../../codec/digest.ts";
import { relativePath, resolvePath } from "../paths.ts";
import { Lookups } from "./lookups.ts";
import type { ImportKind } from "./node_lookup.ts";
import { packageOf } from "./package_of.ts";
import { ImportResolver } from "./resolve.ts";
import type { OwnedSource } from "./source_part.ts";

/** The sources of one bundle, by their paths relative to the project. */
export class BundleSources {
  readonly #root: string;
  readonly #resolver: ImportResolver;
  readonly #bytes = new Map<string, Uint8Array<ArrayBuffer>>();
  /** What was looked at to find them. */
  readonly lookups: Lookups;

  /** `root` is the project's absolute folder. */
  constructor(root: string) {
    this.#root = root;
    this.lookups = new Lookups(root);
    this.#resolver = new ImportResolver(root, this.lookups);
  }

  /** The absolute path of a path relative to the project. */
  absolute(path: string): string {
    return resolvePath(this.#root, path);
  }

  /** The file that `specifier` means in the file `importer`, an absolute path. Throws as the resolver does. */
  async resolve(specifier: string, importer: string, kind: ImportKind): Promise<string> {
    return relativePath(this.#root, await this.#resolver.resolve(specifier, importer, kind));
  }

  /**
   * The text of a file. Its lines end with LF: how a checkout ends them is no part of the code. Reads
   * synchronously, because the bundler's worker has nothing else to do.
   *
   * @throws {Error} if it cannot be read, or is not UTF-8.
   */
  read(path: string): string {
    const bytes = Deno.readFileSync(this.absolute(path));
    this.#bytes.set(path, bytes);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  }

  /** All that was read, in code-unit order of paths. */
  async digested(): Promise<OwnedSource[]> {
    const byPath = [...this.#bytes].sort(([a], [b]) => (a < b ? -1 : 1));
    return await Promise.all(byPath.map(async ([path, bytes]) => ({
      path,
      textDigest: await sha256Hex(bytes),
      owner: packageOf(this.absolute(path), this.lookups),
    })));
  }
}
