/**
 * Reads the flags of `deno task pipeline`.
 *
 * @module
 */

/** The arguments that the task passes to `deno`, without the script. */
export async function taskFlags(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  return tasks.pipeline.split(" ").slice(1, -1);
}
