/**
 * A stage's code in one piece: what `run` reaches, and nothing else. Types, comments, formatting and
 * unused functions are gone, so the bundle's digest changes when what runs changes. Names are kept:
 * esbuild's identifier minification picks names from letter counts of the whole source, types included.
 *
 * @module
 */
import type { BuildFailure, BuildOptions, OutputFile, Plugin } from "esbuild-wasm";
import { type CodeDigest, codeDigest } from "../../codec/digest.ts";
import { BundleError } from "../errors.ts";
import { fromFileUrl, relativePath } from "../paths.ts";
import { OPTIONS, STAGE_OPTIONS } from "./bundle_options.ts";
import { BundleSources } from "./bundle_sources.ts";
import { esbuild } from "./esbuild.ts";
import { withPureDeclarations } from "./pure_declarations.ts";
import { refusePower } from "./refuse_power.ts";
import type { RememberedLookups } from "./remembered_lookups.ts";
import { type SourcePart, sourceParts } from "./source_part.ts";
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
  /** What decided where its imports lead. */
  readonly lookups: RememberedLookups;
}

/**
 * Bundles a stage of the project in the absolute folder `root`.
 *
 * @throws {Error} if a file is missing or malformed, or code would be loaded at run time: a computed
 * `import()` or `require()`, an import of something that is no file; or if `run` reaches the operator
 * `**`.
 */
export async function bundleStage(stage: StageSource, root: string): Promise<FreshBundle> {
  const sources = new BundleSources(root);
  const module = relativePath(root, fromFileUrl(stage.module));
  const assets = await assetTexts(stage, sources);
  const entry = `export { ${stage.exports.join(", ")} } from ${JSON.stringify(`./${module}`)};\n` +
    `export const assets = ${JSON.stringify(assets)};`;
  const outputs = await build(entry, sources, {
    ...STAGE_OPTIONS,
    define: { "import.meta.url": JSON.stringify(module) },
  });
  const code = outputNamed(outputs, ".js");
  const map = JSON.parse(outputNamed(outputs, ".js.map"));
  map.sources = map.sources.map(withoutNamespace);
  refusePower(code, map);
  const digested = await sources.digested();
  return {
    code,
    digest: await codeDigest(new TextEncoder().encode(code)),
    map: JSON.stringify(map),
    sources: await sourceParts(code, map, digested),
    lookups: await sources.lookups.remembered(digested.map(({ path }) => path)),
  };
}

/**
 * The text of each asset of a module: a bundled browser script, or a file as it is, its lines ended by
 * LF.
 *
 * @throws {Error} as {@linkcode bundleStage} does.
 */
export async function bundleAssets(
  source: AssetsSource,
  root: string,
): Promise<Record<string, string>> {
  return await assetTexts(source, new BundleSources(root));
}

async function assetTexts(
  { module, assets }: AssetsSource,
  sources: BundleSources,
): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, asset] of Object.entries(assets)) {
    const specifier = "text" in asset ? asset.text : asset.script;
    const target = await sources.resolve(specifier, fromFileUrl(module), "import");
    texts[name] = "text" in asset
      ? sources.read(target)
      : outputNamed(await build(`import ${JSON.stringify(`./${target}`)};`, sources, {}), ".js");
  }
  return texts;
}

/** @param entry Text of the entry module, which stands in the project's folder. */
async function build(
  entry: string,
  sources: BundleSources,
  options: BuildOptions,
): Promise<OutputFile[]> {
  const bundler = await esbuild();
  const build = bundler.build({
    ...OPTIONS,
    ...options,
    entryPoints: ["entry"],
    outfile: "bundle.js",
    plugins: [filesPlugin(entry, sources)],
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
function filesPlugin(entry: string, sources: BundleSources): Plugin {
  return {
    name: "project-files",
    setup(build): void {
      build.onResolve({ filter: /.*/ }, async ({ path, importer, kind }) => {
        if (kind === "entry-point") return { path, namespace: "entry" };
        // What the entry imports is known already, and no import map leads it elsewhere once more.
        if (importer === "entry") return { path: path.slice("./".length), namespace: "project" };
        const from = sources.absolute(importer);
        const isRequired = kind === "require-call" || kind === "require-resolve";
        const target = await sources.resolve(path, from, isRequired ? "require" : "import");
        return { path: target, namespace: "project" };
      });
      build.onLoad({ filter: /.*/, namespace: "entry" }, () => ({ contents: entry, loader: "ts" }));
      build.onLoad({ filter: /.*/, namespace: "project" }, ({ path, with: attributes }) => {
        const loader = loaderOf(path, attributes["type"]);
        const text = sources.read(path);
        const isCode = loader === "ts" || loader === "js";
        return { contents: isCode ? withPureDeclarations(text) : text, loader };
      });
    },
  };
}

/**
 * How a file is read.
 *
 * @param type The import attribute of that name: what Deno imports it as, whatever its ending is.
 * @throws {Error} if it is one that stages cannot import.
 */
function loaderOf(path: string, type: string | undefined): "ts" | "js" | "json" | "text" {
  switch (type) {
    case undefined:
      if (path.endsWith(".json")) return "json";
      return /\.[mc]?ts$/.test(path) ? "ts" : "js";
    case "json":
    case "text":
      return type;
    default:
      throw new Error(
        `Cannot bundle "${path}", imported as "${type}": a stage imports code, "json" and "text"; ` +
          "declare other files in `files`",
      );
  }
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
