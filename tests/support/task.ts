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

/** Where and in what surroundings a process runs. */
export interface Place {
  /** Default: this repository. Elsewhere the flags must have absolute paths. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** `pipeline.ts` with these flags for Deno, not started yet. */
export function pipelineCommand(
  flags: readonly string[],
  args: readonly string[],
  { cwd = REPOSITORY, env = {} }: Place = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [...flags, `${REPOSITORY}/pipeline.ts`, ...args],
    cwd,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs `pipeline.ts` with these flags for Deno, to its end. */
export async function runPipeline(
  flags: readonly string[],
  args: readonly string[],
  place: Place = {},
): Promise<Finished> {
  const { code, stdout, stderr } = await pipelineCommand(flags, args, place).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
