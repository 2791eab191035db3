/**
 * What of a stage is bundled.
 *
 * @module
 */
import type { AnyStage } from "../graph.ts";
import type { AssetSource } from "../stage.ts";

/** A module and the assets that it declares. */
export interface AssetsSource<Name extends string = string> {
  /** `file:` URL of the module. */
  readonly module: string;
  readonly assets: Readonly<Record<Name, AssetSource>>;
}

/** What bundling needs to know of a stage; plain, so that it can be sent to a worker. */
export interface StageSource extends AssetsSource {
  readonly exports: readonly ("run" | "thread")[];
}

/** What is to be bundled of a stage. */
export function sourceOf({ module, thread, assets = {} }: AnyStage): StageSource {
  return { module, exports: thread === undefined ? ["run"] : ["run", "thread"], assets };
}
