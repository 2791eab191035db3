/**
 * The very assets of a page, as the bundler makes them.
 *
 * @module
 */
import { Bundler } from "../../lib/engine/code/bundler.ts";
import type { AssetsSource } from "../../lib/engine/code/stage_source.ts";
import { REPOSITORY } from "./project.ts";

/** The texts of the assets that a module of this repository declares, by name. */
export async function bundledAssets<Name extends string>(
  source: AssetsSource<Name>,
): Promise<Readonly<Record<Name, string>>> {
  using bundler = new Bundler(REPOSITORY);
  return await bundler.assets(source);
}
