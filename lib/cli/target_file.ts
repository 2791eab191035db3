/**
 * A file outside the store that a command line asks for, looked at before any work: nobody should
 * wait for a sweep to hear that its page has no place.
 *
 * @module
 */
import { EnvironmentError, UsageError } from "../engine/errors.ts";
import { folderOf, relativePath } from "../engine/paths.ts";
import { shownPath } from "./permissions.ts";

/** What the store and the report have for their own in the store's folder. */
const TAKEN = [
  "objects",
  "tmp",
  "quarantine",
  "locks",
  "state.db",
  "state.db-journal",
  "report.html",
];

/**
 * Refuses a place in which no file can be, or none of a person's.
 *
 * @param file Absolute path.
 * @param artifacts Absolute path of the store.
 * @param current The current folder, from which messages name paths.
 * @throws {UsageError} if the place is the store's or the report's own.
 * @throws {EnvironmentError} if its folder is missing, is no folder or takes no files, or a folder is
 * in the place of the file.
 */
export async function checkTarget(
  file: string,
  artifacts: string,
  current: string | null,
): Promise<void> {
  const [own = ""] = relativePath(artifacts, file).split("/");
  if (TAKEN.includes(own)) {
    const taken = shownPath(`${artifacts}/${own}`, current);
    const subject = shownPath(file, current);
    const message = `Cannot write "${subject}": "${taken}" is the store's own; give another place`;
    throw new UsageError([{ subject, message }]);
  }
  const problem = await problemWith(file, shownPath(folderOf(file), current));
  if (problem === null) return;
  throw new EnvironmentError(
    `Cannot write "${shownPath(file, current)}": ${problem}. Nothing was run.`,
  );
}

async function problemWith(file: string, shownFolder: string): Promise<string | null> {
  const [folder, place] = await Promise.all([infoOf(folderOf(file)), infoOf(file)]);
  if (folder === null) {
    return `there is no folder "${shownFolder}"; make it or give another place`;
  }
  if (!folder.isDirectory) return `"${shownFolder}" is no folder; give another place`;
  if (place?.isDirectory === true) return "a folder is in its place; give another name";
  return await refusal(`${file}.${crypto.randomUUID()}.tmp`);
}

async function infoOf(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (isMissing) return null;
    throw error;
  }
}

/** What the system says to a new file; `null` if it takes it. */
async function refusal(path: string): Promise<string | null> {
  try {
    (await Deno.open(path, { write: true, createNew: true })).close();
    await Deno.remove(path);
    return null;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return `${words}; give another place that can be written`;
  }
}
