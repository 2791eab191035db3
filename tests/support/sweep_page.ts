/**
 * The page on a sweep as `sweep --html` makes it, with its very assets.
 *
 * @module
 */
import { sweepPage } from "../../lib/report/sweep/sweep.ts";

type Swept = Parameters<typeof sweepPage.render>[0];

const ASSETS = await bundledAssets();

/** The page that shows a sweep. */
export async function sweptPage(
  { facts, learned }: { readonly facts: Swept["facts"]; readonly learned: Swept["parts"] },
): Promise<string> {
  return await sweepPage.render({ facts, parts: learned, assets: ASSETS });
}

async function bundledAssets(): Promise<Swept["assets"]> {
  const url = new URL("./sweep_assets_worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<Swept["assets"]>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(`Cannot bundle the page: ${message}`));
  try {
    return await promise;
  } finally {
    worker.terminate();
  }
}
