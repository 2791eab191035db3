/**
 * The JSON files that a command line names: read once, before anything is checked.
 *
 * @module
 */
import type { UsageProblem } from "../engine/errors.ts";
import { resolvePath } from "../engine/paths.ts";
import { type Given, valueOf } from "./given.ts";
import type { Surroundings } from "./surroundings.ts";

/** A file that was handed in. */
export interface GivenFile {
  /** What it holds; `undefined` if there is none, it may not be read, or it is wrong. */
  readonly json: unknown;
  readonly problems: readonly UsageProblem[];
}

/** Files by the flag that names them. */
export interface GivenFiles {
  readonly params: GivenFile;
  readonly grid: GivenFile;
}

const NONE: GivenFile = { json: undefined, problems: [] };

/** Reads the files of `given`. @param base Absolute path that their names are relative to. */
export async function readGivenFiles(
  surroundings: Surroundings,
  given: Given,
  base: string,
): Promise<GivenFiles> {
  const read = (flag: keyof GivenFiles) => readFile(surroundings, given, base, flag);
  return { params: await read("params"), grid: await read("grid") };
}

/** Absolute path of the file of `flag`; `null` without one. */
export function givenPath(given: Given, base: string, flag: keyof GivenFiles): string | null {
  const file = valueOf(given, flag);
  return file === undefined || file === "" ? null : resolvePath(base, file);
}

/** Leaves a file that may not be read alone: `openStore` refuses to go on without that right. */
async function readFile(
  { isGranted }: Surroundings,
  given: Given,
  base: string,
  flag: keyof GivenFiles,
): Promise<GivenFile> {
  const path = givenPath(given, base, flag);
  if (path === null || !isGranted({ kind: "read", path })) return NONE;
  const file = valueOf(given, flag)!;
  const problem = (message: string): UsageProblem => ({ subject: `--${flag}`, message });
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Deno.readFileSync(path);
  } catch (error) {
    return {
      ...NONE,
      problems: [problem(`Cannot read --${flag} "${file}": ${whyNot(error, path)}`)],
    };
  }
  const { readJson } = await import("./json_file.ts");
  const read = readJson(bytes, file);
  return read.type === "json"
    ? { json: read.json, problems: [] }
    : { ...NONE, problems: read.messages.map(problem) };
}

/** The whole path, because the name is relative to the project and not to the folder it is typed in. */
function whyNot(error: unknown, path: string): string {
  if (error instanceof Deno.errors.NotFound) return `there is no file "${path}"`;
  if (error instanceof Deno.errors.IsADirectory) return `"${path}" is a folder`;
  return error instanceof Error ? error.message : String(error);
}
