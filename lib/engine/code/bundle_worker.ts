/**
 * The bundler's worker: does one request for each message, and replies in the same order.
 *
 * @module
 */
import { BundleError, type FailureKind, failureKind } from "../errors.ts";
import { bundleAssets, bundleStage, type FreshBundle } from "./bundle.ts";
import type { AssetsSource, StageSource } from "./stage_source.ts";

/** What to bundle, of the project in the absolute folder `root`. */
export type BundleRequest =
  | { readonly type: "stage"; readonly source: StageSource; readonly root: string }
  | { readonly type: "assets"; readonly source: AssetsSource; readonly root: string };

/** What was asked for, or why there is none; an error's class would be lost on the way. */
export type BundleReply =
  | { readonly type: "stage"; readonly bundle: FreshBundle }
  | { readonly type: "assets"; readonly texts: Readonly<Record<string, string>> }
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

async function reply(request: BundleRequest): Promise<BundleReply> {
  try {
    return await bundled(request);
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

async function bundled({ type, source, root }: BundleRequest): Promise<BundleReply> {
  return type === "stage"
    ? { type, bundle: await bundleStage(source, root) }
    : { type, texts: await bundleAssets(source, root) };
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
