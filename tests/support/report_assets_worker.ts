/**
 * Bundles the report stage and posts its assets. A worker of its own, because the bundler keeps timers
 * that would look like a test's leaks.
 *
 * @module
 */
import { bundleStage } from "../../lib/engine/code/bundle.ts";
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { report } from "../../stages/report.ts";

const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const { code } = await bundleStage(report, root);

// The bundle sets a variable; a module of it gives the variable away.
const module = `${code}\nexport const { assets } = stage;`;
const { assets } = await import(`data:text/javascript,${encodeURIComponent(module)}`);

Reflect.get(globalThis, "postMessage")(assets);
