/**
 * The bundler, in a worker of its own: bundling keeps a processor busy for as long as training does,
 * while the main thread has artifacts to read and to write. The worker may read files, and nothing else.
 *
 * @module
 */
import { BundleError, EnvironmentError } from "../errors.ts";
import type { AnyStage } from "../graph.ts";
import type { FreshBundle } from "./bundle.ts";
import type { BundleReply, BundleRequest } from "./bundle_worker.ts";
import { type AssetsSource, sourceOf } from "./stage_source.ts";

/** Bundles for the project in one folder, one request after the other, in the order asked for. */
export class Bundler implements Disposable {
  readonly #root: string;
  /** In the order asked for, which is the order of the replies. */
  readonly #waiting: PromiseWithResolvers<BundleReply>[] = [];
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
  async stage(stage: AnyStage): Promise<FreshBundle> {
    const source = sourceOf(stage);
    const reply = await this.#ask({ type: "stage", source, root: this.#root });
    return reply.type === "stage" ? reply.bundle : refuse(reply);
  }

  /** The texts of the assets that a module declares. Throws as `stage` does. */
  async assets<Name extends string>(
    { module, assets }: AssetsSource<Name>,
  ): Promise<Readonly<Record<Name, string>>> {
    const source = { module, assets };
    const reply = await this.#ask({ type: "assets", source, root: this.#root });
    const isWhole = reply.type === "assets" && hasTexts(reply.texts, assets);
    return isWhole ? reply.texts : refuse(reply);
  }

  async #ask(request: BundleRequest): Promise<BundleReply> {
    const waiting = Promise.withResolvers<BundleReply>();
    this.#waiting.push(waiting);
    (this.#worker ??= this.#start()).postMessage(request);
    return await waiting.promise;
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
    worker.onmessage = ({ data }: MessageEvent<BundleReply>) =>
      this.#waiting.shift()?.resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      // It answers nothing more, so who asks next is given another.
      worker.terminate();
      this.#worker = undefined;
      const message = `Cannot start the bundler: ${event.message}`;
      for (const waiting of this.#waiting.splice(0)) {
        waiting.resolve({ type: "failed", kind: "environment", message, at: null, cause: null });
      }
    };
    return worker;
  }

  [Symbol.dispose](): void {
    this.#worker?.terminate();
  }
}

function hasTexts<Name extends string>(
  texts: Readonly<Record<string, string>>,
  assets: Readonly<Record<Name, unknown>>,
): texts is Readonly<Record<Name, string>> {
  return Object.keys(assets).every((name) => Object.hasOwn(texts, name));
}

/** Throws what a reply without the thing asked for tells. */
function refuse(reply: BundleReply): never {
  if (reply.type !== "failed") {
    throw new TypeError(`The bundler gave what was not asked for: ${reply.type}`);
  }
  const { kind, message, at, cause } = reply;
  const options = cause === null ? {} : { cause: new Error(cause) };
  throw kind === "environment"
    ? new EnvironmentError(message, options)
    : new BundleError(message, at, options.cause);
}
