/**
 * Writes a file at once or not at all: under a random name beside it, synced, then renamed. A reader
 * never sees half of it, and an interrupted write leaves the old file as it was.
 *
 * @module
 */
import { EnvironmentError } from "../engine/errors.ts";
import { writeWhole } from "../engine/publish.ts";

/**
 * Puts `bytes` at `path`, over what was there.
 *
 * @param path Absolute.
 * @throws {EnvironmentError} if the folder is missing or cannot be written, the disk is full, or a
 * folder is in the place of the file.
 */
export async function writeFile(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await writeWhole(path, bytes);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError(
      `Cannot write "${path}" (${bytes.length} bytes): ${problem}; ` +
        "make room or give another place that can be written",
      { cause },
    );
  }
}
