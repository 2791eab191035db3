/**
 * Makes contexts that run the fetch stage without the engine.
 *
 * @module
 */
import type { IdxFiles } from "../../lib/data/artifacts.ts";
import type { fetch, run } from "../../stages/fetch.ts";
import { type RecordingContext, stageContext } from "../support/stage_context.ts";

type Context = Parameters<typeof run>[0];
/** The params of the stage. */
export type Params = Context["params"];
/** The files that the engine reads for the stage. */
export type Files = Context["files"];
type Schema = typeof fetch.params;
type Settings = NonNullable<typeof fetch.settings>;
type Recording = RecordingContext<Context["inputs"], Schema, keyof IdxFiles, never, Settings>;

/** The default params. */
export const DEFAULTS: Params = {
  dataset: "mnist",
  source: "package",
  directory: "",
  mirrors: "",
  classNames: "",
};

const SETTINGS = {
  tries: 2,
  tryTimeoutMs: 30_000,
  stallTimeoutMs: 30_000,
  backoffMs: 0,
  maxWaitMs: 0,
};

/** Makes a context with the default params unless set, and without waits between attempts. */
export function fetchContext(params: Partial<Params>, files: Files = {}): Recording {
  const all = { ...DEFAULTS, ...params };
  return stageContext<Context["inputs"], Schema, keyof IdxFiles, never, Settings>({
    inputs: {},
    params: all,
    files,
    settings: SETTINGS,
    assets: {},
  });
}
