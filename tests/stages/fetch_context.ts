/**
 * Contexts to run the fetch stage in, without the engine.
 *
 * @module
 */
import type { IdxFiles } from "../../lib/data/artifacts.ts";
import type { fetch, run } from "../../stages/fetch.ts";
import { type RecordingContext, stageContext } from "../support/stage_context.ts";

type Context = Parameters<typeof run>[0];
/** The params of the stage. */
export type Params = Context["params"];
/** What the engine reads for it. */
export type Files = Context["files"];
type Schema = typeof fetch.params;
type Settings = NonNullable<typeof fetch.settings>;
type Recording = RecordingContext<Context["inputs"], Schema, keyof IdxFiles, never, Settings>;

/** The params as they are unless set. */
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

/** A context with the defaults, and waits that take no time. */
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
