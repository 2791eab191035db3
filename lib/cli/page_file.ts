/**
 * Writes a page that the pipeline draws: bundles its files, in a worker, and hands their texts over.
 *
 * @module
 */
import { Bundler } from "../engine/code/bundler.ts";
import type { AssetsSource } from "../engine/code/stage_source.ts";
import { writeFile } from "./write_file.ts";

/** Where a page goes. */
export interface PagePlace {
  /** Absolute path of the project folder. */
  readonly root: string;
  /** Absolute path of the page. */
  readonly file: string;
}

/**
 * Writes the page that `render` gives; gives its size in bytes.
 *
 * @param page Its files.
 * @throws {BundleError} if one of them is missing or malformed.
 * @throws {EnvironmentError} if the page cannot be written.
 */
export async function writePage(
  page: AssetsSource,
  { root, file }: PagePlace,
  render: (assets: { readonly [asset: string]: string }) => Promise<string>,
): Promise<number> {
  using bundler = new Bundler(root);
  const text = await render(await bundler.assets(page));
  const bytes = new TextEncoder().encode(text);
  await writeFile(file, bytes);
  return bytes.length;
}
