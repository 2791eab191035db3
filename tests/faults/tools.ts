/**
 * Runs the unmodified program under tools that make the system fail.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { type Finished, REPOSITORY, TestProject } from "../support/project.ts";
import { danglingIn } from "../store/dangling.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { verifyStore } from "../../lib/store/verify.ts";

/** Debian packages by tool. */
const PACKAGES = {
  strace: "strace",
  setpriv: "util-linux",
  unshare: "util-linux",
  gcc: "gcc libc6-dev",
} as const;

/** Digests of artifacts, by stage and output. */
export type Digests = Record<string, Record<string, unknown>>;

/** Whether this process may mount file systems and become another user. */
export const IS_ROOT = Deno.build.os === "linux" && Deno.uid() === 0;

/** How the program is started. */
export const PROGRAM = ["deno", "run", "--no-prompt", "--no-check", "--allow-all", "pipeline.ts"];

/** Runs a tool in the project's folder; a signal that ended it counts as 128 and its number. */
export async function withTool(
  { root }: TestProject,
  tool: keyof typeof PACKAGES,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  try {
    const { code, stdout, stderr } = await new Deno.Command(tool, {
      args: [...args],
      cwd: root,
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const install = `apt-get install ${PACKAGES[tool]}`;
    throw new Error(`These tests need ${tool} on Linux; install it with "${install}"`, {
      cause: error,
    });
  }
}

/** What `run` gives where nothing fails. */
export async function digestsOf(project: TestProject, ...flags: string[]): Promise<Digests> {
  const stages = await project.run(...flags);
  return Object.fromEntries([...stages].map(([name, { outputs }]) => [name, outputs]));
}

/** The run after a fault: same digests, leftovers swept, nothing dangling, every object whole. */
export async function assertMadeGood(project: TestProject, clean: Digests): Promise<void> {
  assertEquals(await digestsOf(project), clean);
  const folder = `${project.root}/artifacts`;
  assertEquals([...Deno.readDirSync(`${folder}/tmp`)], []);
  assertEquals(await danglingIn(folder), []);
  using store = new LocalStore(folder);
  const { checked, damaged } = await verifyStore(store);
  assert(checked > 0);
  assertEquals(damaged, []);
}

/** A project that was run, its digests, and a way to have its store half filled again. */
export async function halfDone(): Promise<{
  readonly project: TestProject;
  readonly clean: Digests;
  readonly reset: () => Promise<void>;
}> {
  const project = await TestProject.create();
  const clean = await digestsOf(project);
  const reset = async (): Promise<void> => {
    await Deno.remove(`${project.root}/artifacts`, { recursive: true });
    await project.run("--until", "numbers");
  };
  return { project, clean, reset };
}

/** Compiles a C file of this folder into the project; gives the absolute path. */
export async function compiled(
  project: TestProject,
  name: "errno.c" | "mmap.c",
): Promise<string> {
  const source = fromFileUrl(new URL(name, import.meta.url));
  const target = `${project.root}/${name.replace(".c", ".bin")}`;
  const shared = name === "errno.c" ? ["-shared", "-fPIC"] : [];
  const { code, stderr } = await withTool(project, "gcc", [
    ...["-O1", "-Wall", "-Werror", ...shared, "-o", target, source, "-ldl"],
  ]);
  assertEquals(code, 0, stderr);
  return target;
}

/** The arguments of Deno that run the project's program with the rights of the tasks alone. */
export function taskArgs({ root }: TestProject): string[] {
  return [
    ...["run", "--no-prompt", "--no-check", "--allow-write=artifacts"],
    `--allow-read=.,${root},${REPOSITORY}/node_modules`,
    "pipeline.ts",
  ];
}

/** Runs the program with a library that makes calls fail, and the rights of the tasks. */
export async function withErrno(
  project: TestProject,
  library: string,
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Finished> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...taskArgs(project), ...args],
    cwd: project.root,
    env: { NO_COLOR: "1", LD_PRELOAD: library, ...env },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
