/**
 * The page on two runs as `diff --html` makes it, with its very assets.
 *
 * @module
 */
import { comparison } from "../../lib/report/comparison/comparison.ts";
import type { ComparedFixture } from "../report/comparison_fixture.ts";

type Assets = Parameters<typeof comparison.render>[0]["assets"];

const ASSETS = await bundledAssets();

/** The page that shows two runs. */
export async function comparisonPage(runs: ComparedFixture): Promise<string> {
  return await comparison.render({ ...runs, assets: ASSETS });
}

async function bundledAssets(): Promise<Assets> {
  const url = new URL("./comparison_assets_worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<Assets>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(`Cannot bundle the page: ${message}`));
  try {
    return await promise;
  } finally {
    worker.terminate();
  }
}
