/**
 * The digest of a stage's code, without bundling it again where nothing that it was bundled from has
 * changed. What is remembered may be reused if all of these are as they were: the bundler, every source
 * file, and where each import by name leads, which import maps and installed packages decide.
 *
 * @module
 */
import { type CodeDigest, codeDigest, parseCodeDigest } from "../../codec/digest.ts";
import type { Store, StoredBundle } from "../../store/store.ts";
import { EnvironmentError } from "../errors.ts";
import type { FileDigests } from "../file_digests.ts";
import type { AnyStage } from "../graph.ts";
import { fromFileUrl, relativePath, resolvePath } from "../paths.ts";
import type { Bundle, FreshBundle } from "./bundle.ts";
import { Bundler } from "./bundler.ts";
import { packageOf } from "./package_of.ts";
import { leadsThere, type NamedImport } from "./resolve.ts";
import type { Source, SourcePart } from "./source_part.ts";

/** What is remembered of a bundling; JSON. */
interface CodeMemo {
  readonly bundler: string;
  readonly digest: CodeDigest;
  readonly sources: readonly Source[];
  readonly imports: readonly NamedImport[];
}

/** So many states of a module are remembered: going back to one bundles nothing. */
const MEMOS_OF_A_MODULE = 8;

/** Code digests and bundles of the stages of one project. Disposing of it ends the bundler. */
export class CodeDigests implements Disposable {
  readonly #root: string;
  readonly #bundlerVersion = bundlerVersion();
  readonly #files: FileDigests;
  readonly #store: Store;
  readonly #memos: ReadonlyMap<string, unknown>;
  readonly #bundler: Bundler;
  /** By module. */
  readonly #building = new Map<string, Promise<FreshBundle>>();
  readonly #built = new Map<CodeDigest, Bundle>();
  readonly #fresh = new Map<string, readonly CodeMemo[]>();

  constructor(root: string, files: FileDigests, store: Store, memos: ReadonlyMap<string, unknown>) {
    this.#root = root;
    this.#files = files;
    this.#store = store;
    this.#memos = memos;
    this.#bundler = new Bundler(root);
  }

  /** The digest of a stage's code. Loads the bundler only if a source file changed. */
  async digest(stage: AnyStage): Promise<CodeDigest> {
    const module = this.#moduleOf(stage);
    const memos = parseMemos(this.#memos.get(module));
    for (const memo of memos) if (await this.#isCurrent(memo)) return memo.digest;
    const { digest, sources, imports } = await this.#build(stage);
    const memo: CodeMemo = {
      bundler: this.#bundlerVersion,
      digest,
      sources: sources.map(({ path, textDigest }) => ({ path, textDigest })),
      imports,
    };
    this.#fresh.set(module, [memo, ...memos].slice(0, MEMOS_OF_A_MODULE));
    return digest;
  }

  /**
   * The bundle that `digest` names: kept by the store, or built again.
   *
   * @throws {EnvironmentError} if the sources make another one by now.
   */
  async bundle(stage: AnyStage, digest: CodeDigest): Promise<Bundle> {
    const stored = this.#built.has(digest) ? null : this.#store.bundle(digest);
    if (stored !== null && await digestOf(stored.code) === digest) {
      return { ...stored, sources: sourcesOf(stored) };
    }
    const built = this.#built.get(digest) ?? await this.#build(stage);
    if (built.digest === digest) return built;
    throw new EnvironmentError(
      `The code of stage "${stage.name}" changed while the run was going on; run again`,
    );
  }

  /** The sources of a bundle that was built in this process or is kept by the store; else none. */
  sources(digest: CodeDigest): readonly SourcePart[] {
    const known = this.#built.get(digest);
    if (known !== undefined) return known.sources;
    const stored = this.#store.bundle(digest);
    return stored === null ? [] : sourcesOf(stored);
  }

  /** What was found out since the memos were read, by module. */
  learned(): ReadonlyMap<string, unknown> {
    return this.#fresh;
  }

  /** The bundles that were built since. */
  built(): readonly Bundle[] {
    return [...this.#built.values()];
  }

  [Symbol.dispose](): void {
    this.#bundler[Symbol.dispose]();
  }

  async #isCurrent(memo: CodeMemo): Promise<boolean> {
    if (memo.bundler !== this.#bundlerVersion) return false;
    for (const { path, textDigest } of memo.sources) {
      if (await this.#files.digest(resolvePath(this.#root, path)) !== textDigest) return false;
    }
    for (const each of memo.imports) if (!await leadsThere(each, this.#root)) return false;
    return true;
  }

  #build(stage: AnyStage): Promise<FreshBundle> {
    const module = this.#moduleOf(stage);
    const building = this.#building.get(module) ?? this.#buildNow(stage);
    this.#building.set(module, building);
    return building;
  }

  async #buildNow(stage: AnyStage): Promise<FreshBundle> {
    const bundle = await this.#bundler.stage(stage);
    this.#built.set(bundle.digest, bundle);
    return bundle;
  }

  #moduleOf(stage: AnyStage): string {
    return relativePath(this.#root, fromFileUrl(stage.module));
  }
}

/** Of what `bundle.ts` asks of the bundler and refuses: what was found out by others is forgotten. */
const RULES_VERSION = 2;

/** Name and version of the bundler, read off the path that it would be loaded from, and of our rules. */
function bundlerVersion(): string {
  const owner = packageOf(fromFileUrl(import.meta.resolve("esbuild-wasm/")));
  return `${owner?.name} ${owner?.version} rules ${RULES_VERSION}`;
}

function digestOf(code: string): Promise<CodeDigest> {
  return Promise.resolve(codeDigest(new TextEncoder().encode(code)));
}

/** Only this file and `source_part.ts` know what the store keeps here; an odd one is as good as none. */
function parseMemos(json: unknown): CodeMemo[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((memo: Partial<CodeMemo> | null) => {
    const { bundler, digest, sources, imports } = memo ?? {};
    const isWhole = typeof bundler === "string" && isDigest(digest) && Array.isArray(sources) &&
      Array.isArray(imports);
    return isWhole ? [{ bundler, digest: parseCodeDigest(digest), sources, imports }] : [];
  });
}

/** Project-relative paths of the sources of what is remembered of a bundle, for each of its states. */
export function rememberedSources(memo: unknown): string[][] {
  return parseMemos(memo).map(({ sources }) => sources.map(({ path }) => path));
}

function isDigest(text: unknown): text is string {
  return typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
}

function sourcesOf(bundle: StoredBundle): readonly SourcePart[] {
  return Array.isArray(bundle.sources) ? bundle.sources : [];
}
