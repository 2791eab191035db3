/**
 * The bundler, in a worker of its own: bundling keeps a processor busy for as long as training does,
 * while the main thread has artifacts to read and to write. The worker may read files, and nothing else.
 *
 * @module
 */
import { BundleError, EnvironmentError } from "../errors.ts";
import type { AnyStage } from "../graph.ts";
import type { FreshBundle } from "./bundle.ts";
import type { Bundled, BundleReply, BundleRequest } from "./bundle_worker.ts";
import { type AssetsSource, sourceOf } from "./stage_source.ts";

/** Bundles for the project in one folder, one request after the other, in the order asked for. */
export class Bundler implements Disposable {
  readonly #root: string;
  /** In the order asked for, which is the order of the replies. */
  readonly #waiting: PromiseWithResolvers<Bundled>[] = [];
  #worker: Worker | undefined;

  /** `root` is the project's absolute folder. Starts nothing yet. */
  constructor(root: string) {
    this.#root = root;
  }

  /**
   * A stage's bundle.
   *
   * @throws {BundleError} as `bundleStage` does.
   * @throws {EnvironmentError} if the bundler itself cannot be loaded.
   */
  stage(stage: AnyStage): Promise<FreshBundle> {
    return this.#ask({ type: "stage", source: sourceOf(stage), root: this.#root });
  }

  /** The texts of the assets that a module declares. Throws as `stage` does. */
  assets<Name extends string>(
    { module, assets }: AssetsSource<Name>,
  ): Promise<Readonly<Record<Name, string>>> {
    return this.#ask({ type: "assets", source: { module, assets }, root: this.#root });
  }

  /** The caller says what its request gives. */
  async #ask<T extends Bundled>(request: BundleRequest): Promise<T> {
    const waiting = Promise.withResolvers<Bundled>();
    this.#waiting.push(waiting);
    (this.#worker ??= this.#start()).postMessage(request);
    return await waiting.promise as T;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./bundle_worker.ts", import.meta.url), {
      type: "module",
      name: "bundler",
      deno: {
        permissions: {
          read: "inherit",
          write: false,
          net: false,
          env: false,
          run: false,
          ffi: false,
          sys: false,
          import: false,
        },
      },
    });
    worker.onmessage = ({ data }: MessageEvent<BundleReply>) => this.#settle(data);
    worker.onerror = (event) => {
      event.preventDefault();
      while (this.#waiting.length > 0) {
        const message = `Cannot start the bundler: ${event.message}`;
        this.#settle({ type: "failed", kind: "environment", message, at: null, cause: null });
      }
    };
    return worker;
  }

  #settle(reply: BundleReply): void {
    const waiting = this.#waiting.shift();
    if (reply.type === "bundled") waiting?.resolve(reply.bundled);
    else waiting?.reject(errorOf(reply));
  }

  [Symbol.dispose](): void {
    this.#worker?.terminate();
  }
}

function errorOf({ kind, message, at, cause }: Extract<BundleReply, { type: "failed" }>): Error {
  const options = cause === null ? {} : { cause: new Error(cause) };
  return kind === "environment"
    ? new EnvironmentError(message, options)
    : new BundleError(message, at, options.cause);
}
