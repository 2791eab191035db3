/**
 * The digest of a stage's code, without bundling it again where nothing that it was bundled from has
 * changed. What is remembered of a bundle is found by its whole identity, and may be reused if every
 * source file and all that decided where imports lead are as they were.
 *
 * @module
 */
import { type CodeDigest, codeDigest, parseCodeDigest } from "../../codec/digest.ts";
import type { Store, StoredBundle } from "../../store/store.ts";
import { EnvironmentError } from "../errors.ts";
import type { FileDigests } from "../file_digests.ts";
import type { AnyStage } from "../graph.ts";
import { fromFileUrl, resolvePath } from "../paths.ts";
import type { Bundle, FreshBundle } from "./bundle.ts";
import { Bundler } from "./bundler.ts";
import { areAll, areLookups, LookupCheck, type RememberedLookups } from "./remembered_lookups.ts";
import type { SourcePart } from "./source_part.ts";
import { type BundleIdentity, bundleIdentity, type Source, sourceOf } from "./stage_source.ts";

/** What is remembered of a bundling; JSON. */
interface CodeMemo {
  readonly digest: CodeDigest;
  readonly sources: readonly Source[];
  readonly lookups: RememberedLookups;
}

/** So many states of a bundle are remembered: going back to one bundles nothing. */
const MEMOS_OF_A_BUNDLE = 8;

/** Code digests and bundles of the stages of one project. Disposing of it ends the bundler. */
export class CodeDigests implements Disposable {
  readonly #root: string;
  readonly #files: FileDigests;
  readonly #store: Store;
  /** By identity of the bundle. */
  readonly #memos: ReadonlyMap<string, unknown>;
  readonly #bundler: Bundler;
  readonly #lookups: LookupCheck;
  readonly #building = new Map<BundleIdentity, Promise<FreshBundle>>();
  readonly #built = new Map<CodeDigest, Bundle>();
  readonly #fresh = new Map<BundleIdentity, readonly CodeMemo[]>();
  #bundlerVersion: Promise<string | null> | undefined;

  constructor(root: string, files: FileDigests, store: Store, memos: ReadonlyMap<string, unknown>) {
    this.#root = root;
    this.#files = files;
    this.#store = store;
    this.#memos = memos;
    this.#bundler = new Bundler(root);
    this.#lookups = new LookupCheck(root, files);
  }

  /** The digest of a stage's code. Loads the bundler only if something changed that a bundle depends on. */
  async digest(stage: AnyStage): Promise<CodeDigest> {
    const { identity, isTrusted } = await this.#identify(stage);
    const memos = isTrusted ? parseMemos(this.#memos.get(identity)) : [];
    for (const memo of memos) if (await this.#isCurrent(memo)) return memo.digest;
    const { digest, sources, lookups } = await this.#build(stage);
    if (!isTrusted) return digest;
    const memo: CodeMemo = {
      digest,
      sources: sources.map(({ path, textDigest }) => ({ path, textDigest })),
      lookups,
    };
    this.#fresh.set(identity, [memo, ...memos].slice(0, MEMOS_OF_A_BUNDLE));
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

  /** What was found out since the memos were read, by identity of the bundle. */
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

  async #isCurrent({ sources, lookups }: CodeMemo): Promise<boolean> {
    for (const { path, textDigest } of sources) {
      if (await this.#files.digest(resolvePath(this.#root, path)) !== textDigest) return false;
    }
    return await this.#lookups.isCurrent(lookups, sources);
  }

  /** What an unknown bundler made is not trusted: another one may be as unknown. */
  async #identify(stage: AnyStage): Promise<{ identity: BundleIdentity; isTrusted: boolean }> {
    const version = await (this.#bundlerVersion ??= bundlerVersion(this.#files));
    const identity = bundleIdentity(sourceOf(stage), this.#root, version ?? "unknown");
    return { identity, isTrusted: version !== null };
  }

  async #build(stage: AnyStage): Promise<FreshBundle> {
    const { identity } = await this.#identify(stage);
    const building = this.#building.get(identity) ?? this.#buildNow(stage);
    this.#building.set(identity, building);
    return await building;
  }

  async #buildNow(stage: AnyStage): Promise<FreshBundle> {
    const bundle = await this.#bundler.stage(stage);
    this.#built.set(bundle.digest, bundle);
    return bundle;
  }
}

/**
 * What tells the installed bundler from others: the digest of its `package.json`, which holds its name
 * and version, in every layout of `node_modules`; `null` if it is not found.
 */
async function bundlerVersion(files: FileDigests): Promise<string | null> {
  try {
    const digest = await files.digest(
      fromFileUrl(import.meta.resolve("esbuild-wasm/package.json")),
    );
    return digest === null ? null : `esbuild-wasm ${digest}`;
  } catch {
    return null;
  }
}

function digestOf(code: string): Promise<CodeDigest> {
  return Promise.resolve(codeDigest(new TextEncoder().encode(code)));
}

/** Only this file and `source_part.ts` know what the store keeps here; an odd one is as good as none. */
function parseMemos(json: unknown): CodeMemo[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((memo: Partial<CodeMemo> | null) => {
    const { digest, sources, lookups } = memo ?? {};
    const isWhole = isDigest(digest) && areAll(sources, isSource) && areLookups(lookups);
    return isWhole && sources !== undefined
      ? [{ digest: parseCodeDigest(digest), sources, lookups }]
      : [];
  });
}

/** Project-relative paths of the sources of what is remembered of a bundle, for each of its states. */
export function rememberedSources(memo: unknown): string[][] {
  return parseMemos(memo).map(({ sources }) => sources.map(({ path }) => path));
}

function isDigest(text: unknown): text is string {
  return typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
}

function isSource(json: unknown): boolean {
  return typeof json === "object" && json !== null && "path" in json && "textDigest" in json &&
    typeof json.path === "string" && typeof json.textDigest === "string";
}

function sourcesOf(bundle: StoredBundle): readonly SourcePart[] {
  return Array.isArray(bundle.sources) ? bundle.sources : [];
}
