/**
 * The bundler's worker: bundles one stage for each message, and replies in the same order.
 *
 * @module
 */
import { BundleError, type FailureKind, failureKind } from "../errors.ts";
import { type Bundle, bundleStage } from "./bundle.ts";
import type { StageSource } from "./stage_source.ts";

/** A stage to bundle, of the project in the absolute folder `root`. */
export interface BundleRequest {
  readonly stage: StageSource;
  readonly root: string;
}

/** A bundle, or why there is none; an error's class would be lost on the way. */
export type BundleReply =
  | { readonly type: "bundled"; readonly bundle: Bundle }
  | {
    readonly type: "failed";
    readonly kind: FailureKind;
    readonly message: string;
    readonly at: string | null;
    readonly cause: string | null;
  };

declare const self: Pick<Worker, "onmessage" | "postMessage">;

handOverAtOnce();
let previous: Promise<void> = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<BundleRequest>) => {
  previous = previous.then(async () => self.postMessage(await reply(data)));
};

async function reply({ stage, root }: BundleRequest): Promise<BundleReply> {
  try {
    return { type: "bundled", bundle: await bundleStage(stage, root) };
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    return {
      type: "failed",
      kind: failureKind(error),
      message,
      at: error instanceof BundleError ? error.at : null,
      cause: cause instanceof Error ? cause.message : null,
    };
  }
}

/**
 * The two halves of esbuild hand every file to each other with a timer of no delay, which takes a
 * millisecond; in this worker such a timer takes no time.
 */
function handOverAtOnce(): void {
  const { setTimeout } = globalThis;
  const atOnce = (task: () => void, delayMs = 0) =>
    delayMs > 0 ? setTimeout(task, delayMs) : queueMicrotask(task);
  Object.assign(globalThis, { setTimeout: atOnce });
}
