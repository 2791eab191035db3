/**
 * What two runs differ in, as the document `diff/1`.
 *
 * @module
 */
import type { Change, CodeChange } from "../engine/change.ts";
import type { PastRun } from "../engine/engine.ts";
import type { RunDifference } from "../engine/run_difference.ts";

/** Which run it is. */
export type RunReference = Pick<
  PastRun,
  "id" | "name" | "startedAt" | "elapsedMs" | "outcome" | "command"
>;

/** A file or package whose code differs. */
export interface DocumentedCode extends CodeChange {
  readonly change: "added" | "removed" | "changed";
}

/** The document `diff/1`. */
export interface DiffDocument
  extends Omit<RunDifference, "before" | "after" | "code" | "packages"> {
  readonly schema: "diff/1";
  readonly before: RunReference;
  readonly after: RunReference;
  readonly code: readonly DocumentedCode[];
  readonly packages: readonly DocumentedCode[];
  /** Path of the page; `null` if none was asked for, or it could not be written. */
  readonly html: string | null;
}

/** The document of a difference. */
export function diffDocument(difference: RunDifference, html: string | null): DiffDocument {
  const { before, after, code, packages, ...others } = difference;
  return {
    schema: "diff/1",
    before: runReference(before),
    after: runReference(after),
    code: code.map(documentedCode),
    packages: packages.map(documentedCode),
    ...others,
    html,
  };
}

function runReference({ id, name, startedAt, elapsedMs, outcome, command }: PastRun): RunReference {
  return { id, name, startedAt, elapsedMs, outcome, command };
}

function documentedCode(change: CodeChange): DocumentedCode {
  return { ...change, change: kindOf(change) };
}

/** What happened to something that one of two runs may lack. */
export function kindOf({ before, after }: Change<unknown>): DocumentedCode["change"] {
  if (before === null) return "added";
  return after === null ? "removed" : "changed";
}
