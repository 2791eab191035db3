/**
 * Copies this repository with one example into a temporary folder, where tests edit it and run its task.
 *
 * @module
 */
import { copy } from "@std/fs";
import { type Finished, REPOSITORY, type StageJson } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** The copy of one example. */
export interface ExampleProject extends AsyncDisposable {
  /** Absolute path of the example's folder. */
  readonly folder: string;
  /** Runs the example's task. */
  task(...args: string[]): Promise<Finished>;
  /** Runs `run --json`, which must succeed. Returns each stage's state with its reasons. */
  states(...args: string[]): Promise<Record<string, string>>;
}

/** Copies the example in `examples/NAME`, which the task `task` runs. */
export async function exampleProject(name: string, task: string): Promise<ExampleProject> {
  const root = await temporaryFolder();
  const folder = `${root.path}/examples/${name}`;
  await Deno.mkdir(`${root.path}/examples`);
  await copy(`${REPOSITORY}/examples/${name}`, folder);
  await Deno.remove(`${folder}/artifacts`, { recursive: true }).catch(() => {});
  await copy(`${REPOSITORY}/lib`, `${root.path}/lib`);
  await Deno.copyFile(`${REPOSITORY}/deno.lock`, `${root.path}/deno.lock`);
  // Packages are linked, not copied, so `--allow-read=.` does not cover them.
  const config = await Deno.readTextFile(`${REPOSITORY}/deno.json`);
  const withPackages = config.replaceAll("--allow-read=.", `$&,${REPOSITORY}/node_modules`);
  await Deno.writeTextFile(`${root.path}/deno.json`, withPackages);
  await Deno.symlink(`${REPOSITORY}/node_modules`, `${root.path}/node_modules`, { type: "dir" });
  const run = async (...args: string[]): Promise<Finished> => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", task, ...args],
      cwd: root.path,
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  };
  return {
    folder,
    task: run,
    async states(...args): Promise<Record<string, string>> {
      const { code, stdout, stderr } = await run("run", "--json", ...args);
      if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
      const { stages } = JSON.parse(stdout) as { readonly stages: readonly StageJson[] };
      return Object.fromEntries(stages.map(({ name, state, reasons }) => [
        name,
        [state, ...reasons.map(({ kind, subject }) => `${kind} ${subject}`)].join(" "),
      ]));
    },
    [Symbol.asyncDispose]: () => root[Symbol.asyncDispose](),
  };
}
