/**
 * The bundler: esbuild as WebAssembly inside this process. It needs to read its own files and nothing
 * else: no process, no worker, no network.
 *
 * @module
 */
import type * as Esbuild from "esbuild-wasm";
import { EnvironmentError } from "../errors.ts";
import { fromFileUrl } from "../paths.ts";

/** What we use of esbuild. */
export type Bundler = Pick<typeof Esbuild, "build">;

let starting: Promise<Bundler> | undefined;

/** The bundler, started at the first call. */
export function esbuild(): Promise<Bundler> {
  return starting ??= start();
}

async function start(): Promise<Bundler> {
  const [{ default: bundler }, wasmModule] = await load();
  await bundler.initialize({ wasmModule, worker: false });
  return bundler;
}

async function load() {
  try {
    return await Promise.all([
      import("esbuild-wasm"),
      Deno.readFile(fromFileUrl(import.meta.resolve("esbuild-wasm/esbuild.wasm")))
        .then((bytes) => WebAssembly.compile(bytes)),
    ]);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(
      `Cannot load the bundler: ${found}; run "deno install" if files are missing, ` +
        `and allow more open files with "ulimit -n 256" if there are too many`,
      { cause: error },
    );
  }
}
