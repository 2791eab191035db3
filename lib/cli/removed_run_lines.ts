/**
 * Runs that a collection removes, with what goes with each.
 *
 * @module
 */
import type { RemovedRun } from "../engine/engine.ts";
import { count, instant, size } from "./units.ts";

/** Runs and artifacts of a run that are listed, at most. */
const RUNS_LISTED = 20;
const ARTIFACTS_LISTED = 4;

/** A line for each run, newest first. */
export function removedRunLines(runs: readonly RemovedRun[]): string[] {
  const lines = runs.slice(0, RUNS_LISTED).map(lineOf);
  const rest = runs.length - lines.length;
  return rest > 0 ? [...lines, `  and ${count(rest, "older run")}; --json lists all`] : lines;
}

function lineOf({ id, startedAt, artifacts, objectBytes }: RemovedRun): string {
  return `  ${id}  ${instant(startedAt)}  ${goesWith(artifacts, objectBytes)}`;
}

function goesWith(artifacts: RemovedRun["artifacts"], objectBytes: number): string {
  if (artifacts.length === 0) return "and no artifact: others need what it used";
  const names = artifacts.slice(0, ARTIFACTS_LISTED).map(({ stage, output }) =>
    `${stage}.${output}`
  );
  const rest = artifacts.length - names.length;
  const more = rest > 0 ? `, ${rest} more` : "";
  return `with ${size(objectBytes)}: ${names.join(", ")}${more}`;
}
