/**
 * The error of a peer that cannot run on this machine, or has failed.
 *
 * @module
 */

/** A peer's process cannot be started or has stopped answering. */
export class PeerError extends Error {
  override readonly name = "PeerError";
  /** Whether the program or a module that it needs is not installed. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing: boolean) {
    super(message);
    this.isMissing = isMissing;
  }
}

/** The exit code of `env` and shells if a program is not found. */
const NOT_FOUND = 127;

/** The errors of Python and Node for a module that is not installed. */
const NO_MODULE = /ModuleNotFoundError|ERR_MODULE_NOT_FOUND/;

/** Makes the error of a process that has ended. */
export function errorOfProcess({ code }: Deno.CommandStatus, stderr: string): PeerError {
  const message = errorLine(stderr) ?? `it ended without an answer, exit code ${code}`;
  return new PeerError(message, code === NOT_FOUND || NO_MODULE.test(stderr));
}

/** The last line that names an error, because a stack or versions may follow it; else the last line. */
function errorLine(stderr: string): string | undefined {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  return (lines.findLast((line) => /^\S.*error/i.test(line)) ?? lines.at(-1))?.trim();
}
