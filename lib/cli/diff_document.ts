/**
 * What two runs differ in, as the document `diff/1`.
 *
 * @module
 */
import type { Change, CodeChange } from "../engine/change.ts";
import type { PastRun } from "../engine/engine.ts";
import { bestFirst } from "../engine/metric_order.ts";
import type { RunDifference } from "../engine/run_difference.ts";

/** Which run it is. */
export type RunReference = Pick<
  PastRun,
  "id" | "name" | "startedAt" | "elapsedMs" | "outcome" | "command"
>;

/** A headline figure of both runs. */
export interface MetricChange extends Change<number> {
  /** After less before; `null` if one of them is missing. */
  readonly delta: number | null;
  /** `null` if they are equal or one is missing. */
  readonly better: "before" | "after" | null;
}

/** A file or package whose code differs. */
export interface DocumentedCode extends CodeChange {
  readonly change: "added" | "removed" | "changed";
}

/** The document `diff/1`. */
export interface DiffDocument
  extends Omit<RunDifference, "before" | "after" | "metrics" | "code" | "packages"> {
  readonly schema: "diff/1";
  readonly before: RunReference;
  readonly after: RunReference;
  readonly metrics: readonly MetricChange[];
  readonly code: readonly DocumentedCode[];
  readonly packages: readonly DocumentedCode[];
  /** Path of the page; `null` if none was asked for. */
  readonly html: string | null;
}

/** The document of a difference. */
export function diffDocument(difference: RunDifference, html: string | null): DiffDocument {
  const { before, after, metrics, code, packages, ...others } = difference;
  return {
    schema: "diff/1",
    before: runReference(before),
    after: runReference(after),
    metrics: metrics.map(metricChange),
    code: code.map(documentedCode),
    packages: packages.map(documentedCode),
    ...others,
    html,
  };
}

function runReference({ id, name, startedAt, elapsedMs, outcome, command }: PastRun): RunReference {
  return { id, name, startedAt, elapsedMs, outcome, command };
}

function metricChange({ name, before, after }: Change<number>): MetricChange {
  const delta = before === null || after === null ? null : after - before;
  return { name, before, after, delta, better: better(name, delta) };
}

/**
 * Which of two values of a figure is the better one, by its name.
 *
 * @param delta after less before
 *
 * @example
 * ```ts
 * import { better } from "./diff_document.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([better("test.loss", -0.1), better("test.accuracy", -0.1)], ["after", "before"]);
 * assertEquals(better("test.loss", 0), null);
 * ```
 */
export function better(name: string, delta: number | null): MetricChange["better"] {
  if (delta === null || delta === 0) return null;
  return delta < 0 === (bestFirst(name) === "ascending") ? "after" : "before";
}

function documentedCode(change: CodeChange): DocumentedCode {
  return { ...change, change: kindOf(change) };
}

/** What happened to something that one of two runs may lack. */
export function kindOf({ before, after }: Change<unknown>): DocumentedCode["change"] {
  if (before === null) return "added";
  return after === null ? "removed" : "changed";
}
