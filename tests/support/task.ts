/**
 * The pipeline as `deno task pipeline` starts it: the same flags, in this repository.
 *
 * @module
 */
import { type Finished, REPOSITORY } from "./project.ts";

/** The flags that the task gives to `deno`, `run` first and the script left out. */
export async function taskFlags(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${REPOSITORY}/deno.json`));
  return tasks.pipeline.split(" ").slice(1, -1);
}

/** Runs `pipeline.ts` with these flags for Deno, to its end. */
export async function runPipeline(
  flags: readonly string[],
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...flags, "pipeline.ts", ...args],
    cwd: REPOSITORY,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
