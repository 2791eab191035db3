/**
 * What of a stage is bundled, and all that identifies the bundle.
 *
 * @module
 */
import type { AnyStage } from "../graph.ts";
import { fromFileUrl, relativePath } from "../paths.ts";
import type { AssetSource } from "../stage.ts";
import { RULES } from "./bundle_options.ts";

/** A source file that was read for a bundle. */
export interface Source {
  /** Relative to the project. */
  readonly path: string;
  /** SHA-256 of its text. */
  readonly textDigest: string;
}

/** A module and the assets that it declares. */
export interface AssetsSource<Name extends string = string> {
  /** `file:` URL of the module. */
  readonly module: string;
  readonly assets: Readonly<Record<Name, AssetSource>>;
}

/** What bundling needs to know of a stage; plain, so that it can be sent to a worker. */
export interface StageSource extends AssetsSource {
  readonly exports: readonly ("run" | "thread")[];
}

/** What is to be bundled of a stage. */
export function sourceOf({ module, thread, assets = {} }: AnyStage): StageSource {
  return { module, exports: thread === undefined ? ["run"] : ["run", "thread"], assets };
}

declare const identityBrand: unique symbol;

/**
 * A text that is equal for two bundlings only if they make the same bundle of the same files: module,
 * exported names, assets in their order, bundler and rules. Which files these are is remembered under
 * it, with all that decided where their imports lead. Nothing is found by less than this.
 */
export type BundleIdentity = string & { readonly [identityBrand]: true };

/**
 * The identity of a bundle.
 *
 * @param root The absolute folder that paths are relative to.
 * @param bundler Tells one version of the bundler from another.
 */
export function bundleIdentity(
  { module, exports, assets }: StageSource,
  root: string,
  bundler: string,
): BundleIdentity {
  const text = JSON.stringify({
    module: relativePath(root, fromFileUrl(module)),
    exports,
    // As a list: the order counts, and that of an object's fields is not always the written one.
    assets: Object.entries(assets).map(([name, source]) =>
      "text" in source ? [name, "text", source.text] : [name, "script", source.script]
    ),
    bundler,
    rules: RULES,
  });
  return text as BundleIdentity;
}
