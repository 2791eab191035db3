/**
 * A stage's code in one piece: what `run` reaches, and nothing else. Types, comments, formatting and
 * unused functions are gone, so the bundle's digest changes when what runs changes. Names are kept:
 * esbuild's identifier minification picks names from letter counts of the whole source, types included.
 *
 * @module
 */
import type { BuildFailure, BuildOptions, OutputFile, Plugin } from "esbuild-wasm";
import { type CodeDigest, codeDigest, sha256Hex } from "../../codec/digest.ts";
import { BundleError } from "../errors.ts";
import { fromFileUrl, relativePath, resolvePath, toFileUrl } from "../paths.ts";
import type { AssetSource } from "../stage.ts";
import { esbuild } from "./esbuild.ts";
import { refusePower, WITHOUT_POWER } from "./refuse_power.ts";
import { type NamedImport, namedImport, resolveImport } from "./resolve.ts";
import { type Source, type SourcePart, sourceParts } from "./source_part.ts";
import type { AssetsSource, StageSource } from "./stage_source.ts";

/** A bundled stage. */
export interface Bundle {
  /** A script that sets the global `stage` to `{ run, assets }`. */
  readonly code: string;
  readonly digest: CodeDigest;
  /** Source map, version 3; sources are relative to the project. */
  readonly map: string;
  /** In code-unit order of their paths. */
  readonly sources: readonly SourcePart[];
}

/** A stage that has just been bundled. */
export interface FreshBundle extends Bundle {
  readonly imports: readonly NamedImport[];
}

/** What every build of ours has in common; the digests depend on all of it. */
const OPTIONS = {
  bundle: true,
  write: false,
  treeShaking: true,
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: false,
  legalComments: "none",
  charset: "utf8",
  target: "esnext",
  platform: "neutral",
  logLevel: "silent",
  tsconfigRaw: "{}",
} as const satisfies BuildOptions;

/**
 * Bundles a stage of the project in the absolute folder `root`.
 *
 * @throws {Error} if a file is missing or malformed, or code would be loaded at run time: a computed
 * `import()` or `require()`, an import of something that is no file; or if `run` reaches the operator
 * `**`.
 */
export async function bundleStage(stage: StageSource, root: string): Promise<FreshBundle> {
  const read: Read = { texts: new Map(), imports: [] };
  const module = relativePath(root, fromFileUrl(stage.module));
  const assets = await bundleAssets(stage, root, read);
  const entry = `export { ${stage.exports.join(", ")} } from ${JSON.stringify(`./${module}`)};\n` +
    `export const assets = ${JSON.stringify(assets)};`;
  const outputs = await build({
    entry,
    root,
    read,
    options: {
      ...WITHOUT_POWER,
      format: "iife",
      globalName: "stage",
      sourcemap: "external",
      sourcesContent: false,
      define: { "import.meta.url": JSON.stringify(module) },
      logOverride: {
        "unsupported-dynamic-import": "error",
        "unsupported-require-call": "error",
        "indirect-require": "error",
      },
    },
  });
  const code = outputNamed(outputs, ".js");
  const map = JSON.parse(outputNamed(outputs, ".js.map"));
  map.sources = map.sources.map(withoutNamespace);
  refusePower(code, map);
  return {
    code,
    digest: await codeDigest(utf8(code)),
    map: JSON.stringify(map),
    sources: await sourceParts(code, map, await digested(read)),
    imports: read.imports,
  };
}

/** What a bundle is made of. */
interface Read {
  /** Every file that was read, by its path relative to the project. */
  readonly texts: Map<string, Uint8Array<ArrayBuffer>>;
  readonly imports: NamedImport[];
}

/** In code-unit order of their paths. */
function digested({ texts }: Read): Promise<Source[]> {
  const byPath = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(
    byPath.map(async ([path, bytes]) => ({ path, textDigest: await sha256Hex(bytes) })),
  );
}

/**
 * The text of each asset of a module: a bundled browser script, or a file as it is. What is read goes
 * into `read`.
 *
 * @throws {Error} as {@linkcode bundleStage} does.
 */
export async function bundleAssets(
  { module, assets }: AssetsSource,
  root: string,
  read: Read = { texts: new Map(), imports: [] },
): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, source] of Object.entries(assets)) {
    texts[name] = await assetText(source, fromFileUrl(module), root, read);
  }
  return texts;
}

async function assetText(
  asset: AssetSource,
  importer: string,
  root: string,
  read: Read,
): Promise<string> {
  const specifier = "text" in asset ? asset.text : asset.script;
  const target = await resolveImport(specifier, importer);
  read.imports.push(...namedImport(specifier, importer, target, root));
  if ("text" in asset) return readSource(target, root, read);
  const entry = `import ${JSON.stringify(target)};`;
  return outputNamed(await build({ entry, root, read, options: { format: "iife" } }), ".js");
}

/** Synchronously: whoever bundles has nothing else to do. */
function readSource(path: string, root: string, { texts }: Read): string {
  const bytes = Deno.readFileSync(path);
  texts.set(relativePath(root, path), bytes);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

interface Build {
  /** Text of the entry module, which stands in the project's folder. */
  readonly entry: string;
  readonly root: string;
  /** Gets every file that is read. */
  readonly read: Read;
  readonly options: BuildOptions;
}

async function build({ entry, root, read, options }: Build): Promise<OutputFile[]> {
  const bundler = await esbuild();
  const build = bundler.build({
    ...OPTIONS,
    ...options,
    entryPoints: ["entry"],
    outfile: "bundle.js",
    plugins: [filesPlugin(entry, root, read)],
  });
  const { outputFiles = [] } = await build.catch((error: unknown) => {
    throw new BundleError(`Cannot bundle: ${messagesOf(error)}`, locationOf(error), error);
  });
  return outputFiles;
}

/** What esbuild complains of, each as `file:line:column: text`. */
function messagesOf(error: unknown): string {
  const { errors = [] } = error as Partial<BuildFailure>;
  if (errors.length === 0) return error instanceof Error ? error.message : String(error);
  return errors.map(({ text, location }) =>
    location === null
      ? text
      : `${withoutNamespace(location.file)}:${location.line}:${location.column + 1}: ${text}`
  ).join("\n");
}

function locationOf(error: unknown): string | null {
  const location = (error as Partial<BuildFailure>).errors?.[0]?.location ?? null;
  return location === null ? null : `${withoutNamespace(location.file)}:${location.line}`;
}

/** Paths given to esbuild are relative to the project: it writes them into CommonJS wrappers. */
function filesPlugin(entry: string, root: string, read: Read): Plugin {
  return {
    name: "project-files",
    setup(build): void {
      build.onResolve({ filter: /.*/ }, async ({ path, importer, kind }) => {
        if (kind === "entry-point") return { path, namespace: "entry" };
        const from = importer === "entry" ? `${root}/entry.ts` : resolvePath(root, importer);
        const target = await resolveImport(path, from);
        read.imports.push(...namedImport(path, from, target, root));
        return { path: relativePath(root, target), namespace: "project" };
      });
      build.onLoad({ filter: /.*/, namespace: "entry" }, () => ({ contents: entry, loader: "ts" }));
      build.onLoad({ filter: /.*/, namespace: "project" }, ({ path }) => {
        const contents = readSource(resolvePath(root, path), root, read);
        return { contents: withoutDeclarations(contents), loader: loaderOf(path) };
      });
    },
  };
}

/**
 * Says that declaring a stage has no effect, so that the declaration is dropped from the bundle where
 * only `run` is used. esbuild's own options for this do not reach an imported function.
 */
function withoutDeclarations(source: string): string {
  return source.replaceAll(/^((?:export )?const \w+ = )(?=defineStage\()/gm, "$1/* @__PURE__ */ ");
}

function loaderOf(path: string): "ts" | "js" | "json" {
  if (path.endsWith(".json")) return "json";
  return /\.[mc]?ts$/.test(path) ? "ts" : "js";
}

function outputNamed(outputs: readonly OutputFile[], ending: string): string {
  const output = outputs.find(({ path }) => path.endsWith(`bundle${ending}`));
  if (output === undefined) throw new Error(`Cannot bundle: esbuild gave no "bundle${ending}"`);
  return output.text;
}

/** esbuild writes a source as `namespace:path`. */
function withoutNamespace(source: string): string {
  return source.replace(/^(project|entry):/, "");
}

/** Makes the map's sources absolute, and moves it down by `lines` that stand before the bundle. */
export function mapForWorker(map: string, root: string, lines: number): string {
  const parsed = JSON.parse(map);
  return JSON.stringify({
    ...parsed,
    sources: parsed.sources.map((source: string) => toFileUrl(resolvePath(root, source))),
    sourcesContent: undefined,
    mappings: ";".repeat(lines) + parsed.mappings,
  });
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
