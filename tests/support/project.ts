/**
 * A project in a folder of its own, made of the template beside this file and of the library as it is
 * now. Its files may be edited; its command line is the real one, in a process of its own.
 *
 * @module
 */
import { copy } from "@std/fs";
import { fromFileUrl } from "../../lib/engine/paths.ts";

/** The folder of this repository. */
export const REPOSITORY = fromFileUrl(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Options that the tasks give to Deno, permissions aside. */
const DENO_OPTIONS = [
  "--no-prompt",
  "--no-check",
  "--v8-flags=--disallow-code-generation-from-strings,--wasm-tiering-budget=1000000000",
];

/** What a process left behind. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stage as `run --json` tells of it. */
export interface StageJson {
  readonly name: string;
  readonly state: string;
  readonly key: string;
  readonly reasons: readonly {
    readonly kind: string;
    readonly subject: string;
    readonly before?: unknown;
    readonly after?: unknown;
  }[];
  readonly outputs: Readonly<
    Record<string, { readonly digest: string; readonly sizeBytes: number }>
  >;
}

/** Where a package of the project's own lies; it looks like one that Deno installed. */
export function packagePath(name: string, version: string): string {
  return `./vendor/node_modules/.deno/${name}@${version}/node_modules/${name}/index.js`;
}

/** A project to experiment on. */
export class TestProject implements AsyncDisposable {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** A fresh copy of the template. */
  static async create(): Promise<TestProject> {
    const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "pipeline-test-" }));
    await copy(fromFileUrl(new URL("template", import.meta.url)), root, { overwrite: true });
    for (const room of ["engine", "store", "codec", "cli", "std"]) {
      await copy(`${REPOSITORY}/lib/${room}`, `${root}/lib/${room}`);
    }
    await Deno.copyFile(`${REPOSITORY}/deno.lock`, `${root}/deno.lock`);
    const config = JSON.parse(await Deno.readTextFile(`${REPOSITORY}/deno.json`));
    Object.assign(config.imports, { tiny: packagePath("tiny", "1.0.0"), other: "./other/1.ts" });
    await Deno.writeTextFile(`${root}/deno.json`, JSON.stringify(config));
    await Deno.symlink(`${REPOSITORY}/node_modules`, `${root}/node_modules`, { type: "dir" });
    const project = new TestProject(root);
    await project.write("data/extra.txt", "7");
    for (const version of ["1.0.0", "1.1.0"]) {
      const code = `export const lengthOf = (text) => text.length; // ${version}\n`;
      const changed = code.replace("text.length", "text.length + 1");
      const path = packagePath("tiny", version);
      await project.write(path, version === "1.0.0" ? code : changed);
      const manifest = JSON.stringify({ name: "tiny", version });
      await project.write(path.replace("index.js", "package.json"), manifest);
    }
    return project;
  }

  /** This repository's own pipeline, with an empty store. */
  static async ofRepository(): Promise<TestProject> {
    const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "pipeline-test-" }));
    for (const name of ["lib", "stages", "pipeline.ts", "deno.json", "deno.lock"]) {
      await copy(`${REPOSITORY}/${name}`, `${root}/${name}`);
    }
    await Deno.symlink(`${REPOSITORY}/node_modules`, `${root}/node_modules`, { type: "dir" });
    return new TestProject(root);
  }

  /** The whole project, artifacts included, in another folder. */
  async clone(): Promise<TestProject> {
    const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "pipeline-test-" }));
    await copy(this.root, root, { overwrite: true });
    return new TestProject(root);
  }

  /** Writes a file of the project, making folders on the way. */
  async write(path: string, text: string): Promise<void> {
    const target = `${this.root}/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(target, text);
  }

  /** Replaces the one place where `from` stands in a file. */
  async edit(path: string, from: string, to: string): Promise<void> {
    const text = await Deno.readTextFile(`${this.root}/${path}`);
    if (text.split(from).length !== 2) {
      throw new Error(`"${from}" does not stand once in "${path}"`);
    }
    await this.write(path, text.replace(from, () => to));
  }

  /** Runs the command line with all permissions, in the project's folder. */
  cli(...args: string[]): Promise<Finished> {
    return this.cliWith(["--allow-all"], ...args);
  }

  /** Runs the command line with the permissions of the tasks. */
  asTask(...args: string[]): Promise<Finished> {
    return this.cliWith([...this.readOnly, "--allow-write=artifacts"], ...args);
  }

  /** Runs the command line with these grants only. */
  cliWith(grants: readonly string[], ...args: string[]): Promise<Finished> {
    return this.script("pipeline.ts", grants, ...args);
  }

  /** The grant of reading the project and nothing more; its modules stand outside of it. */
  get readOnly(): readonly string[] {
    return [`--allow-read=.,${REPOSITORY}/node_modules`];
  }

  /** Runs a file of the project with these grants, in the project's folder. */
  async script(file: string, grants: readonly string[], ...args: string[]): Promise<Finished> {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", ...DENO_OPTIONS, ...grants, file, ...args],
      cwd: this.root,
      env: { NO_COLOR: "1" },
      stdin: "null",
    });
    const { code, stdout, stderr } = await command.output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  }

  /** `run --json`, which must succeed; the stages by name. */
  async run(...args: string[]): Promise<Map<string, StageJson>> {
    const { code, stdout, stderr } = await this.cli("run", "--json", ...args);
    if (code !== 0) throw new Error(`run exited with ${code}:\n${stderr}\n${stdout}`);
    const { stages } = JSON.parse(stdout) as { readonly stages: readonly StageJson[] };
    return new Map(stages.map((stage) => [stage.name, stage]));
  }

  /** The names of the stages that a run executed. */
  async executed(...args: string[]): Promise<string[]> {
    const stages = await this.run(...args);
    return [...stages.values()].filter(({ state }) => state === "ran").map(({ name }) => name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}
