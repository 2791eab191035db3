/**
 * The exit code of a run.
 *
 * @module
 */
import { EXIT } from "../engine/errors.ts";
import type { RunResult } from "../engine/result.ts";

/** 0, or for stages that failed the highest of 1, 3 and 4 that their causes lead to. */
export function exitCodeOf({ stages }: RunResult): number {
  const codes = stages.map((stage) => {
    if (stage.state !== "failed" || stage.error.kind === "blocked") return EXIT.done;
    return EXIT[stage.error.kind];
  });
  return Math.max(EXIT.done, ...codes);
}
