/**
 * The ways in which work can go wrong, each with the exit code it leads to (see `exitCode`). Every
 * message says what was done, what was found, what was expected and what to do next.
 *
 * @module
 */
import { ownSystemCode } from "../store/system_error.ts";
import type { WorkerError } from "./sandbox/host.ts";

export { EnvironmentError, IntegrityError } from "../store/errors.ts";

/** A mistake in what was asked: `subject` is the flag, stage or param, `nearest` a close known name. */
export interface UsageProblem {
  readonly subject: string;
  readonly message: string;
  readonly nearest?: string;
}

/** Usage or configuration is wrong; nothing was run. Carries all problems found, not the first only. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly problems: readonly UsageProblem[];
  constructor(problems: readonly UsageProblem[]) {
    super(problems.map((problem) => problem.message).join("\n"));
    this.problems = problems;
  }
}

/** A stage's code cannot be bundled. `at` is `file:line` of our source, where known. */
export class BundleError extends Error {
  override readonly name = "BundleError";
  readonly at: string | null;
  constructor(message: string, at: string | null, cause: unknown) {
    super(message, { cause });
    this.at = at;
  }
}

/** The run was told to stop while a stage was being executed, or before it was. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
  constructor(stage: string) {
    super(cancelledMessage(stage));
  }
}

/** Whether a stage did not fail of itself, but was told to stop; of the error as it is kept. */
export function wasCancelled(stage: string, { message }: Pick<StageError, "message">): boolean {
  return message === cancelledMessage(stage);
}

function cancelledMessage(stage: string): string {
  return `Stage "${stage}" was cancelled`;
}

/**
 * An error that a stage threw in its worker: its class is gone, its name and its stack in our sources
 * are kept.
 */
export class StageFailure extends Error {
  override readonly name: string;
  override readonly stack: string;
  constructor(error: WorkerError) {
    super(error.message, error.cause === null ? {} : { cause: new StageFailure(error.cause) });
    this.name = error.name;
    this.stack = error.stack;
  }
}

/** Classes of failure of a stage; they decide the exit code. */
export type FailureKind = "stage" | "environment" | "integrity";

/** Why a stage failed or was blocked, as a person and a program read it. */
export interface StageError {
  readonly kind: FailureKind | "blocked";
  readonly message: string;
  /** `file:line` of our source, relative to the project, where known. */
  readonly at: string | null;
  /** The message of the error's own cause, or for a blocked stage the stage that failed. */
  readonly cause: string | null;
}

/** The program's exit codes. */
export const EXIT = {
  done: 0,
  stage: 1,
  usage: 2,
  environment: 3,
  integrity: 4,
  work: 10,
  interrupted: 130,
  terminated: 143,
} as const;

/** The class of an error, by its name: errors from a stage's worker come without their prototype. */
export function failureKind(error: unknown): FailureKind {
  if (!(error instanceof Error)) return "stage";
  if (error.name === "IntegrityError") return "integrity";
  if (error.name === "EnvironmentError") return "environment";
  if (error.name === "NotCapable" || isFromSystem(error)) return "environment";
  return "stage";
}

/** Whether the operating system said no; a stage's own errors get here without class and code. */
function isFromSystem(error: Error): boolean {
  const hasClass = Object.values(Deno.errors).some((kind) => error instanceof kind);
  return hasClass || ownSystemCode(error) !== null;
}
