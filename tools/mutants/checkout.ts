/**
 * A copy of the project in which sources are changed and tests run. The project itself is only read.
 *
 * @module
 */
import { copy, ensureDir, exists, walk } from "@std/fs";

/** How a process ended. */
export type Ending = "passed" | "failed" | "timed out";

/** What is not copied: packages are installed again, everything else is made by runs. */
const LEFT_OUT = /[/\\](node_modules|artifacts|coverage|\.git)([/\\]|$)/;

/** A copy of its own, gone when it is disposed of. */
export class Checkout implements AsyncDisposable {
  readonly #folder: string;
  readonly #root: string;
  readonly #signal: AbortSignal;

  private constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder;
    this.#root = `${folder}/project`;
    this.#signal = signal;
  }

  /**
   * Copies the project in the absolute folder `root`. Aborting `signal` ends what runs in the copy,
   * and its methods throw.
   *
   * @throws {Error} if its packages cannot be installed.
   */
  static async create(root: string, signal: AbortSignal): Promise<Checkout> {
    const made = await Deno.makeTempDir({ prefix: "mutants-" });
    const checkout = new Checkout(await Deno.realPath(made), signal);
    try {
      await checkout.#copy(root);
      await checkout.#install();
      return checkout;
    } catch (error) {
      await checkout[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #copy(root: string): Promise<void> {
    await ensureDir(`${this.#folder}/tmp`);
    for await (const { path, isFile } of walk(root, { skip: [LEFT_OUT] })) {
      const target = this.#root + path.slice(root.length);
      if (isFile) await copy(path, target);
      else await ensureDir(target);
    }
  }

  /** Replaces a file of the project while `work` goes on. */
  async withFile<T>(file: string, text: string, work: () => Promise<T>): Promise<T> {
    const path = `${this.#root}/${file}`;
    const original = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text);
    try {
      return await work();
    } finally {
      await Deno.writeTextFile(path, original);
    }
  }

  /** Runs a test file, until its first failure. */
  test(file: string, timeoutMs: number): Promise<Ending> {
    const flags = ["--no-prompt", "--no-check", "--allow-all", "--fail-fast", "--quiet"];
    return this.#deno(["test", ...flags, file], timeoutMs);
  }

  /** Whether a file still has the right types. */
  async hasTypes(file: string): Promise<boolean> {
    return await this.#deno(["check", "--quiet", file], Infinity) === "passed";
  }

  async #install(): Promise<void> {
    if (!await exists(`${this.#root}/deno.lock`)) return;
    if (await this.#deno(["install", "--frozen", "--quiet"], Infinity) === "passed") return;
    throw new Error(`Cannot install the project's packages in ${this.#root}; try "deno install"`);
  }

  async #deno(args: readonly string[], timeoutMs: number): Promise<Ending> {
    const child = new Deno.Command(Deno.execPath(), {
      args: [...args],
      cwd: this.#root,
      env: { NO_COLOR: "1", TMPDIR: `${this.#folder}/tmp` },
      stdin: "null",
      stdout: "null",
      stderr: "null",
      // A process group of its own, so that what a test has started ends with it.
      detached: true,
    }).spawn();
    let isTimedOut = false;
    const kill = () => Deno.kill(Deno.build.os === "windows" ? child.pid : -child.pid, "SIGKILL");
    const timer = timeoutMs === Infinity ? undefined : setTimeout(() => {
      isTimedOut = true;
      kill();
    }, timeoutMs);
    this.#signal.addEventListener("abort", kill);
    const { success } = await child.status;
    this.#signal.removeEventListener("abort", kill);
    clearTimeout(timer);
    this.#signal.throwIfAborted();
    return isTimedOut ? "timed out" : success ? "passed" : "failed";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}
