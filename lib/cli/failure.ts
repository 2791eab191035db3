/**
 * Turns an error into words, a JSON document and an exit code.
 *
 * @module
 */
import {
  BundleError,
  EXIT,
  type FailureKind,
  failureKind,
  UsageError,
  type UsageProblem,
} from "../engine/errors.ts";
import type { Output } from "./output.ts";
import { printableLines } from "./printable.ts";

/** Tells `error`, also as the command's document, and gives the exit code that it leads to. */
export function tellFailure(error: unknown, output: Output): number {
  if (error instanceof UsageError) {
    const next = "Nothing was run. --help lists commands, flags and params.";
    return tellProblems(error.problems, next, output);
  }
  const { subject, message } = failureOf(error);
  const code = warnOfFailure(error, output);
  output.document({ schema: "error/1", errors: [{ subject, message, nearest: null }] });
  return code;
}

/** Tells `error` beside a command's own document, and gives the exit code that it leads to. */
export function warnOfFailure(error: unknown, output: Output): number {
  const { kind, message } = failureOf(error);
  tell(message, output);
  if (output.verbose) output.warn(...stackLines(error));
  return EXIT[kind];
}

interface Failure {
  readonly kind: FailureKind;
  readonly subject: FailureKind | "internal";
  readonly message: string;
}

function failureOf(error: unknown): Failure {
  const kind = failureKind(error);
  const message = error instanceof Error ? error.message : String(error);
  if (kind !== "stage" || error instanceof BundleError) return { kind, subject: kind, message };
  return {
    kind,
    subject: "internal",
    message: `The program failed in a way that it does not know: ${message}; ` +
      "please report it, with what --verbose prints",
  };
}

/** Mistakes that people are told of at once; a sweep can have thousands of one kind. */
const TOLD = 20;

/** Tells mistakes in the program itself, and gives the exit code that they lead to. */
export function tellBrokenProgram(problems: readonly UsageProblem[], output: Output): number {
  return tellProblems(
    problems,
    "Nothing was run. The pipeline file must be put right first.",
    output,
  );
}

/** Tells mistakes in what was asked, and `next` what to do. */
function tellProblems(problems: readonly UsageProblem[], next: string, output: Output): number {
  for (const { message, nearest } of problems.slice(0, TOLD)) {
    tell(nearest === undefined ? message : `${message}; did you mean "${nearest}"?`, output);
  }
  if (problems.length > TOLD) output.warn(`and ${problems.length - TOLD} more; --json lists all`);
  output.warn(next);
  output.document({
    schema: "error/1",
    errors: problems.map(({ subject, message, nearest = null }) => ({ subject, message, nearest })),
  });
  return EXIT.usage;
}

function tell(text: string, output: Output): void {
  const [first = "", ...more] = printableLines(text);
  output.warn(`error: ${first}`, ...more);
}

function stackLines(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = printableLines(error.stack ?? "");
  return error.cause === undefined ? own : [...own, "caused by:", ...stackLines(error.cause)];
}
