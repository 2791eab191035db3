/**
 * Turns an error into words, a JSON document and an exit code.
 *
 * @module
 */
import { BundleError, EXIT, failureKind, UsageError, type UsageProblem } from "../engine/errors.ts";
import type { Output } from "./output.ts";
import { printableLines } from "./printable.ts";

/** Tells `error` and gives the exit code that it leads to. */
export function tellFailure(error: unknown, output: Output): number {
  if (error instanceof UsageError) return tellProblems(error.problems, output);
  const kind = failureKind(error);
  const message = error instanceof Error ? error.message : String(error);
  const isInternal = kind === "stage" && !(error instanceof BundleError);
  const text = isInternal
    ? `The program failed in a way that it does not know: ${message}; ` +
      "please report it, with what --verbose prints"
    : message;
  tell(text, output);
  if (output.verbose) output.warn(...stackLines(error));
  output.document({
    schema: "error/1",
    errors: [{ subject: isInternal ? "internal" : kind, message: text, nearest: null }],
  });
  return EXIT[kind];
}

/** Tells mistakes in what was asked. */
function tellProblems(problems: readonly UsageProblem[], output: Output): number {
  for (const { message, nearest } of problems) {
    tell(nearest === undefined ? message : `${message}; did you mean "${nearest}"?`, output);
  }
  output.warn("Nothing was run. --help lists commands, flags and params.");
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
