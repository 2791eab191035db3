/**
 * What a stage says while it is executed, passed on as events.
 *
 * @module
 */
import type { Execution } from "./execute_stage.ts";
import type { RunEvent } from "./result.ts";
import { messageOf } from "./stage_results.ts";

/** Passes on what stage `name` says, and keeps its lines in `log`. */
export function tell(
  name: string,
  log: string[],
  observe: (event: RunEvent) => void,
): Pick<Execution, "onLog" | "onProgress" | "onRetry"> {
  return {
    onLog: (line) => {
      log.push(line);
      observe({ type: "stage-log", stage: name, line });
    },
    onProgress: (progress) => observe({ type: "stage-progress", stage: name, progress }),
    onRetry: (attempt, error) =>
      observe({ type: "stage-retry", stage: name, attempt, message: messageOf(error) }),
  };
}
