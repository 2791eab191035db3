/**
 * The exit code of a run.
 *
 * @module
 */
import { EXIT } from "../engine/errors.ts";
import type { RunResult } from "../engine/result.ts";

/** 0, or the highest of 1, 3 and 4 that the causes lead to by which stages failed or a run was lost. */
export function exitCodeOf({ stages, loss }: RunResult): number {
  const failed = stages.filter((stage) => stage.state === "failed");
  const codes = [...failed, ...(loss === undefined ? [] : [loss])].map(({ error: { kind } }) =>
    kind === "blocked" ? EXIT.done : EXIT[kind]
  );
  return Math.max(EXIT.done, ...codes);
}
