/**
 * Bundles the assets of the page on two runs and posts them. A worker of its own, because the bundler
 * keeps timers that would look like a test's leaks.
 *
 * @module
 */
import { bundleAssets } from "../../lib/engine/code/bundle.ts";
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { comparison } from "../../lib/report/comparison/comparison.ts";

const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

Reflect.get(globalThis, "postMessage")(await bundleAssets(comparison, root));
