/**
 * Reads what a worker sends. A stage may have replaced anything in its worker, so every message is
 * checked here, outside it, whatever was checked inside.
 *
 * @module
 */
import { expected, object, string } from "../../store/parse.ts";
import type { WorkerError, WorkerMessage } from "./host.ts";
import { checkedCount, checkedMetric, checkedProgress } from "./reports.ts";

/** Characters of an error's text that are kept. */
const MAX_ERROR_CHARACTERS = 100_000;
/** Causes of an error that are kept, one below the other. */
const MAX_CAUSES = 10;

/**
 * The message in what a worker sent; its outputs are not looked at.
 *
 * @throws {Error} if it is none, saying what was expected.
 */
export function parseMessage(data: unknown): WorkerMessage {
  const message = object(data);
  const type = message["type"];
  switch (type) {
    case "log":
      return { type, line: string(message["line"]) };
    case "progress":
      return { type, progress: checkedProgress(message["progress"]) };
    case "metric":
      return { type, ...checkedMetric(message["name"], message["value"]) };
    case "threads":
      return { type, message: message["message"], count: checkedCount(message["count"]) };
    case "done":
      return { type, outputs: message["outputs"] };
    case "end":
      return { type };
    case "failed":
      return { type, error: workerError(message["error"], 0) };
    default:
      return expected("a message of a stage", type);
  }
}

function workerError(data: unknown, depth: number): WorkerError {
  const { name, message, stack, cause } = object(data);
  return {
    name: shortened(string(name)),
    message: shortened(string(message)),
    stack: shortened(string(stack)),
    cause: cause === null || depth === MAX_CAUSES ? null : workerError(cause, depth + 1),
  };
}

function shortened(text: string): string {
  return text.length > MAX_ERROR_CHARACTERS ? `${text.slice(0, MAX_ERROR_CHARACTERS)}…` : text;
}
