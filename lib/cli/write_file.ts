/**
 * Writes a file at once or not at all: under a random name beside it, synced, then renamed. A reader
 * never sees half of it, and an interrupted write leaves the old file as it was.
 *
 * @module
 */
import { EnvironmentError } from "../engine/errors.ts";

/**
 * Puts `bytes` at `path`, over what was there.
 *
 * @throws {EnvironmentError} if the folder is missing or cannot be written, the disk is full, or a
 * folder is in the place of the file.
 */
export async function writeFile(path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    {
      using file = await Deno.open(beside, { write: true, createNew: true });
      for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
      await file.sync();
    }
    await Deno.rename(beside, path);
  } catch (cause) {
    await Deno.remove(beside).catch(() => {});
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError(
      `Cannot write "${path}" (${bytes.length} bytes): ${problem}; ` +
        "make room or give another place that can be written",
      { cause },
    );
  }
}
