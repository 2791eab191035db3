/**
 * What a command is, and what it is given.
 *
 * @module
 */
import type { Request } from "../engine/engine.ts";
import type { UsageProblem } from "../engine/errors.ts";
import type { FlagName } from "./flags.ts";
import type { Given } from "./given.ts";
import type { GivenFiles } from "./given_files.ts";
import type { Operand } from "./operands.ts";
import type { Output } from "./output.ts";
import type { Program } from "./program.ts";
import type { Surroundings } from "./surroundings.ts";

/** A checked command line with all that a command works on. */
export interface Session {
  readonly program: Program;
  readonly surroundings: Surroundings;
  readonly given: Given;
  readonly files: GivenFiles;
  readonly output: Output;
  /** Absolute path of the project folder. */
  readonly root: string;
  /** Absolute path of the store. */
  readonly artifacts: string;
  /** Params, and the stages that the command is about. */
  readonly request: Request;
}

/** A command: `lib/cli/commands/` has one file for each. */
export interface Command {
  readonly name: string;
  /** One line for help. */
  readonly summary: string;
  readonly operands: readonly Operand[];
  /** What help says beside the summary and the flags. Default: nothing. */
  readonly notes?: readonly string[];
  /** The flags that it takes beside those that all commands take. */
  readonly flags: readonly FlagName[];
  /** What is wrong with a command line beyond what operands and flags say of themselves. */
  readonly check?: (session: Session) => readonly UsageProblem[];
  /** Does the work and gives the exit code. */
  readonly execute: (session: Session) => Promise<number>;
}
