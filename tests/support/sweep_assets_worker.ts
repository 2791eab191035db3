/**
 * Bundles the assets of the page on a sweep and posts them. A worker of its own, because the bundler
 * keeps timers that would look like a test's leaks.
 *
 * @module
 */
import { bundleAssets } from "../../lib/engine/code/bundle.ts";
import { sweepPage } from "../../lib/report/sweep/sweep.ts";
import { REPOSITORY } from "./project.ts";

Reflect.get(globalThis, "postMessage")(await bundleAssets(sweepPage, REPOSITORY));
