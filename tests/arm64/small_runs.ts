/**
 * The whole pipeline on small data, on this processor and on an emulated one, which is handed the
 * bundles that this one has made: bundling takes minutes under emulation.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { LocalStore } from "../../lib/store/local_store.ts";
import { type Finished, REPOSITORY, type StageJson } from "../support/project.ts";
import { taskFlags } from "../support/task.ts";
import { type Program, runCommand } from "./emulated_deno.ts";
import { smallDataFlags, writeSmallData } from "./small_data.ts";

/** This machine's own Deno. */
export const NATIVE_DENO: Program = [Deno.execPath()];

/** What must be equal on all processors: keys and digests of artifacts, by stage. */
export type Identities = Record<string, { readonly key: string; readonly outputs: unknown }>;

/** A folder in `artifacts/`, where the task may write, with data and stores. */
export class SmallRuns implements AsyncDisposable {
  readonly #folder = `artifacts/test-${crypto.randomUUID()}`;

  /** Makes the folder and the data. */
  static async create(): Promise<SmallRuns> {
    const runs = new SmallRuns();
    await Deno.mkdir(runs.#path("data"), { recursive: true });
    await writeSmallData(runs.#path("data"));
    return runs;
  }

  /** Runs a command as `deno task pipeline` does, but without the right to load the bundler. */
  async withoutBundler(
    deno: Program,
    store: string,
    args: readonly string[],
  ): Promise<Finished> {
    const bundler = await Deno.realPath(`${REPOSITORY}/node_modules/esbuild-wasm/esbuild.wasm`);
    return await this.#pipeline(deno, [`--deny-read=${bundler}`], store, args);
  }

  /** Runs all five stages, which must succeed, on this processor. */
  async native(store: string, ...flags: string[]): Promise<Identities> {
    return identities(await this.#pipeline(NATIVE_DENO, [], store, this.runArgs(flags)));
  }

  /** The same without the right to load the bundler, on any processor. */
  async bundled(deno: Program, store: string, ...flags: string[]): Promise<Identities> {
    return identities(await this.withoutBundler(deno, store, this.runArgs(flags)));
  }

  /** The arguments of a run on the small data. */
  runArgs(flags: readonly string[]): string[] {
    return ["run", "--json", ...smallDataFlags(`${this.#folder}/data`), ...flags];
  }

  /** First line of what `train` last logged: who computed it. */
  trainedBy(store: string): string {
    using opened = new LocalStore(this.#path(store));
    return opened.recordsOf("train", 1)[0]!.log[0]!;
  }

  /** Makes store `to` with the bundles and memos of store `from`, and neither records nor objects. */
  async copyBundles(from: string, to: string): Promise<void> {
    await Deno.mkdir(this.#path(to));
    await Deno.copyFile(this.#path(`${from}/state.db`), this.#path(`${to}/state.db`));
    using store = new LocalStore(this.#path(to));
    store.forgetRecords(store.allRecords().map(({ key }) => key));
  }

  async #pipeline(
    deno: Program,
    denoFlags: readonly string[],
    store: string,
    args: readonly string[],
  ): Promise<Finished> {
    const flags = [...await taskFlags(), ...denoFlags];
    const place = ["--artifacts", `${this.#folder}/${store}`];
    return await runCommand(deno, [...flags, "pipeline.ts", ...args, ...place]);
  }

  #path(name: string): string {
    return `${REPOSITORY}/${this.#folder}/${name}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(`${REPOSITORY}/${this.#folder}`, { recursive: true });
  }
}

function identities({ code, stdout, stderr }: Finished): Identities {
  assertEquals(code, 0, stderr + stdout);
  const { stages } = JSON.parse(stdout) as { readonly stages: readonly StageJson[] };
  return Object.fromEntries(stages.map(({ name, key, outputs }) => [name, { key, outputs }]));
}
