/**
 * How `deno task pipeline` starts the program.
 *
 * @module
 */

/** The arguments that the task gives to `deno`, the script left out. */
export async function taskFlags(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  return tasks.pipeline.split(" ").slice(1, -1);
}
