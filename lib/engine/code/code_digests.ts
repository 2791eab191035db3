/**
 * The digest of a stage's code, without bundling it again where nothing that it was bundled from has
 * changed. What is remembered may be reused if all of these are as they were: the bundler, the import
 * map (`deno.json`), and every source file.
 *
 * @module
 */
import { type CodeDigest, codeDigest, parseCodeDigest } from "../../codec/digest.ts";
import type { Store, StoredBundle } from "../../store/store.ts";
import type { FileDigests } from "../file_digests.ts";
import type { AnyStage } from "../graph.ts";
import { fromFileUrl, relativePath, resolvePath } from "../paths.ts";
import type { Bundle } from "./bundle.ts";
import { packageOf } from "./package_of.ts";
import type { Source, SourcePart } from "./source_part.ts";

/** What is remembered of a bundling; JSON. */
interface CodeMemo {
  readonly bundler: string;
  readonly importMap: string | null;
  readonly digest: CodeDigest;
  readonly sources: readonly Source[];
}

/** Code digests and bundles of the stages of one project. */
export class CodeDigests {
  readonly #root: string;
  readonly #bundler = bundlerVersion();
  readonly #files: FileDigests;
  readonly #store: Store;
  readonly #memos: ReadonlyMap<string, unknown>;
  readonly #bundles = new Map<string, Promise<Bundle>>();
  readonly #fresh = new Map<string, CodeMemo>();
  #importMapDigest: Promise<string | null> | undefined;

  constructor(root: string, files: FileDigests, store: Store, memos: ReadonlyMap<string, unknown>) {
    this.#root = root;
    this.#files = files;
    this.#store = store;
    this.#memos = memos;
  }

  /** The digest of a stage's code. Loads the bundler only if a source file changed. */
  async digest(stage: AnyStage): Promise<CodeDigest> {
    const module = this.#moduleOf(stage);
    const memo = parseMemo(this.#memos.get(module));
    if (memo !== null && await this.#isCurrent(memo)) return memo.digest;
    const { digest, sources } = await this.#build(stage);
    this.#fresh.set(module, {
      bundler: this.#bundler,
      importMap: await this.#importMap(),
      digest,
      sources: sources.map(({ path, textDigest }) => ({ path, textDigest })),
    });
    return digest;
  }

  /** The bundle with a stage's current digest: kept by the store, or built again. */
  async bundle(stage: AnyStage, digest: CodeDigest): Promise<Bundle> {
    const stored = this.#bundles.has(this.#moduleOf(stage)) ? null : this.#store.bundle(digest);
    if (stored === null || await digestOf(stored.code) !== digest) return await this.#build(stage);
    return { ...stored, sources: sourcesOf(stored) };
  }

  /** The sources of a bundle that was built in this process or is kept by the store; else none. */
  async sources(digest: CodeDigest): Promise<readonly SourcePart[]> {
    for (const bundle of await Promise.all(this.#bundles.values())) {
      if (bundle.digest === digest) return bundle.sources;
    }
    const stored = this.#store.bundle(digest);
    return stored === null ? [] : sourcesOf(stored);
  }

  /** What was found out since the memos were read, by module. */
  learned(): ReadonlyMap<string, unknown> {
    return this.#fresh;
  }

  /** The bundles that were built since. */
  built(): Promise<readonly Bundle[]> {
    return Promise.all(this.#bundles.values());
  }

  async #isCurrent(memo: CodeMemo): Promise<boolean> {
    if (memo.bundler !== this.#bundler || memo.importMap !== await this.#importMap()) {
      return false;
    }
    for (const { path, textDigest } of memo.sources) {
      if (await this.#files.digest(resolvePath(this.#root, path)) !== textDigest) return false;
    }
    return true;
  }

  /** Of the nearest `deno.json`, upwards: that is where Deno finds it. */
  #importMap(): Promise<string | null> {
    return this.#importMapDigest ??= this.#nearestImportMap();
  }

  async #nearestImportMap(): Promise<string | null> {
    for (let folder = this.#root;; folder = folder.slice(0, folder.lastIndexOf("/"))) {
      const digest = await this.#files.digest(`${folder}/deno.json`);
      if (digest !== null || !folder.includes("/")) return digest;
    }
  }

  async #build(stage: AnyStage): Promise<Bundle> {
    const module = this.#moduleOf(stage);
    const { bundleStage } = await import("./bundle.ts");
    const building = this.#bundles.get(module) ?? bundleStage(stage, this.#root);
    this.#bundles.set(module, building);
    return await building;
  }

  #moduleOf(stage: AnyStage): string {
    return relativePath(this.#root, fromFileUrl(stage.module));
  }
}

/** Name and version of the bundler, read off the path that it would be loaded from. */
function bundlerVersion(): string {
  const owner = packageOf(fromFileUrl(import.meta.resolve("esbuild-wasm/")));
  return `${owner?.name} ${owner?.version}`;
}

function digestOf(code: string): Promise<CodeDigest> {
  return Promise.resolve(codeDigest(new TextEncoder().encode(code)));
}

/** Only this file and `source_part.ts` know what the store keeps here; an odd one is as good as none. */
function parseMemo(json: unknown): CodeMemo | null {
  if (typeof json !== "object" || json === null) return null;
  const { bundler, importMap, digest, sources } = json as Partial<CodeMemo>;
  if (typeof bundler !== "string" || typeof digest !== "string" || !Array.isArray(sources)) {
    return null;
  }
  return { bundler, importMap: importMap ?? null, digest: parseCodeDigest(digest), sources };
}

function sourcesOf(bundle: StoredBundle): readonly SourcePart[] {
  return Array.isArray(bundle.sources) ? bundle.sources : [];
}
