/**
 * A peer that does not run here, or no longer.
 *
 * @module
 */

/** Why there are no more answers. */
export class PeerError extends Error {
  override readonly name = "PeerError";
  /** Whether the program, or a module that it needs, is not there: then installing it helps. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing: boolean) {
    super(message);
    this.isMissing = isMissing;
  }
}

/** What `env` and shells exit with if they do not find a program. */
const NOT_FOUND = 127;

/** What Python and Node call a module that is not installed. */
const NO_MODULE = /ModuleNotFoundError|ERR_MODULE_NOT_FOUND/;

/** The error of a process that has ended. */
export function errorOfProcess({ code }: Deno.CommandStatus, stderr: string): PeerError {
  const words = lastWords(stderr) ?? `it ended without an answer, exit code ${code}`;
  return new PeerError(words, code === NOT_FOUND || NO_MODULE.test(stderr));
}

/** The last line that names an error, or else the last one: stacks and versions may follow it. */
function lastWords(stderr: string): string | undefined {
  const written = stderr.split("\n").filter((line) => line.trim() !== "");
  return (written.findLast((line) => /^\S.*error/i.test(line)) ?? written.at(-1))?.trim();
}
