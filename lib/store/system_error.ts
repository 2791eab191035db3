/**
 * Errors of the operating system, told apart by code and not by text, each with what to do about it.
 *
 * @module
 */
import { EnvironmentError } from "./errors.ts";

/** Deno names few codes and gives the rest as a number in the message, which differs by system. */
const CODES_BY_NUMBER: { readonly [os: string]: { readonly [number: number]: string } } = {
  linux: { 4: "EINTR", 37: "ENOLCK", 38: "ENOSYS", 95: "ENOTSUP", 116: "ESTALE", 122: "EDQUOT" },
  darwin: { 4: "EINTR", 45: "ENOTSUP", 69: "EDQUOT", 70: "ESTALE", 77: "ENOLCK", 78: "ENOSYS" },
  windows: { 1: "ENOSYS", 19: "EROFS", 50: "ENOTSUP", 112: "ENOSPC", 1295: "EDQUOT" },
};

/** Primary result codes of SQLite that stand for one of the system's. */
const CODES_BY_SQLITE: { readonly [code: number]: string } = {
  3: "EACCES",
  8: "EACCES",
  10: "EIO",
  13: "ENOSPC",
};

/** What to do, by code. No advice loses what is stored: a disk that fails may work again. */
const NEXT_STEPS: { readonly [code: string]: string } = {
  ENOSPC: "make room on that disk, then run again",
  EDQUOT: "your quota there is used up: make room or have it raised, then run again",
  EROFS: "that disk is mounted for reading only: mount it for writing or choose another folder " +
    "with --artifacts, then run again",
  EACCES:
    "allow reading and writing there or choose another folder with --artifacts, then run again",
  EIO:
    "the disk or the connection to it fails: leave the files as they are, check the disk, then " +
    "run again",
  ESTALE: "the file server no longer knows this file: mount the folder anew, then run again",
  ENAMETOOLONG: "choose a folder with a shorter path with --artifacts, then run again",
  EINTR: "a signal interrupted the call; run again",
  ENOLCK: "no file lock can be taken there: see to the lock service of the file system or choose " +
    "another folder with --artifacts, then run again",
  ENOENT:
    "a folder on the way is missing, or was removed in the meantime: put it back or run again",
  ENOTDIR: "a file is in the place of a folder: put the folder back or choose another one with " +
    "--artifacts, then run again",
  ELOOP: "links lead back to where they began: mend them or choose another folder with --artifacts",
  EMFILE: 'allow more open files, see "ulimit -n", then run again',
  NotCapable: "grant that right, then run again",
};
const SAME_STEP: { readonly [code: string]: string } = {
  EPERM: "EACCES",
  EISDIR: "ENOTDIR",
  ENFILE: "EMFILE",
};

/**
 * The system's code of an error or of what caused it, such as `ENOSPC`; `NotCapable` where Deno
 * refused; `null` if neither did.
 *
 * @example
 * ```ts
 * import { systemCode } from "./system_error.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = await Deno.readFile("/none").catch((error) => error);
 * assertEquals(systemCode(new Error("no file", { cause: error })), "ENOENT");
 * assertEquals(systemCode(new Error("no file")), null);
 * ```
 */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return ownSystemCode(error) ?? systemCode(error.cause);
}

/** The same of an error alone, whatever caused it. */
export function ownSystemCode(error: Error): string | null {
  if (error.name === "NotCapable") return error.name;
  const code: unknown = Reflect.get(error, "code");
  if (typeof code === "string" && /^E(?!RR_)[A-Z0-9]+$/.test(code)) return code;
  const result: unknown = Reflect.get(error, "errcode");
  if (typeof result === "number") return CODES_BY_SQLITE[result & 0xff] ?? null;
  const [, number] = /\(os error (\d+)\)/.exec(error.message) ?? [];
  return CODES_BY_NUMBER[Deno.build.os]?.[Number(number)] ?? null;
}

/** Whether a disk or a quota is used up. */
export function isDiskFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes(systemCode(error) ?? "");
}

/**
 * What to do about an error of the system.
 *
 * @param otherwise What to do about one that is none of those known.
 */
export function nextStep(
  error: unknown,
  otherwise = "make room or allow writing there, then run again",
): string {
  const code = systemCode(error) ?? "";
  return NEXT_STEPS[SAME_STEP[code] ?? code] ?? otherwise;
}

/**
 * The error that says that `action` failed, why, and what to do.
 *
 * @param action Such as `Cannot write "file"`.
 */
export function systemFailure(action: string, error: unknown): EnvironmentError {
  return new EnvironmentError(`${action}: ${messageOf(error)}; ${nextStep(error)}`, {
    cause: error,
  });
}

/** The text of an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
