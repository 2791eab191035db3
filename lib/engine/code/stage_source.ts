/**
 * What of a stage is bundled.
 *
 * @module
 */
import type { AnyStage } from "../graph.ts";
import type { AssetSource } from "../stage.ts";

/** What bundling needs to know of a stage; plain, so that it can be sent to a worker. */
export interface StageSource {
  /** `file:` URL of the module. */
  readonly module: string;
  readonly exports: readonly ("run" | "thread")[];
  readonly assets: { readonly [name: string]: AssetSource };
}

/** What is to be bundled of a stage. */
export function sourceOf({ module, thread, assets = {} }: AnyStage): StageSource {
  return { module, exports: thread === undefined ? ["run"] : ["run", "thread"], assets };
}
