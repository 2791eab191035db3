/**
 * Reasons to run a stage, each down to its leaf.
 *
 * @module
 */
import { expected } from "../store/parse.ts";

/** A value shown before and after; prints as JSON. */
export type ReasonValue = string | number | boolean | null;

/**
 * Why a stage runs. `subject` names the leaf:
 *
 * | kind | subject | before, after |
 * |---|---|---|
 * | `first-run` | the stage | |
 * | `param` | `train.learningRate` | values; `null` where there was none |
 * | `input` | `preprocess.train` (the edge) | digests; no `after` while it is not known; `null` where it was not declared |
 * | `output` | `train.model`, its own declared output | its name; `null` where it was not declared |
 * | `host` | a host that the stage may reach | the host; `null` where it was not declared |
 * | `code` | `lib/ml/softmax.ts`, `npm:fflate` | digests, or versions of a package; `null` where there was none |
 * | `file` | path of a declared external file | digests |
 * | `runtime` | `deno` | versions |
 * | `forced` | the stage | |
 * | `missing`, `damaged` | `train.model` (the output) | |
 */
export interface Reason {
  readonly kind: typeof REASON_KINDS[number];
  readonly subject: string;
  readonly before?: ReasonValue;
  readonly after?: ReasonValue;
}

/** All kinds. */
export const REASON_KINDS = [
  "first-run",
  "param",
  "input",
  "output",
  "host",
  "code",
  "file",
  "runtime",
  "forced",
  "missing",
  "damaged",
] as const;

/** The value as JSON has it; throws if it is none. */
export function parseReasonValue(json: unknown): ReasonValue {
  const isValue = json === null || typeof json === "number" || typeof json === "boolean" ||
    typeof json === "string";
  return isValue ? json : expected("a value of a reason", json);
}
