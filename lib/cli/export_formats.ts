/**
 * Which formats fit what: some any artifact, `.npy` tensors, and those that the pipeline adds the
 * outputs that they were made for.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import type { UsageProblem } from "../engine/errors.ts";
import type { Exporter } from "./exporter.ts";
import type { Target } from "./operands.ts";
import type { Program } from "./program.ts";
import { tensorsOf } from "./tensors_of.ts";

/** Fit any value. */
const GENERAL = ["msgpack", "json"] as const;

/** Every format that a file's name may ask for. */
export function exportFormats({ exporters = [] }: Program): readonly string[] {
  return [...new Set([...GENERAL, "npy", ...exporters.map(({ extension }) => extension)])];
}

/** What writes `target` in a format that the pipeline adds; `null` for all other formats. */
export function exporterFor(program: Program, target: Target, format: string): Exporter | null {
  return exportersOf(program, target).find(({ extension }) => extension === format) ?? null;
}

/** What is wrong with a format that the pipeline adds, but for other outputs. */
export function formatProblem(
  program: Program,
  target: Target,
  format: string,
): UsageProblem | null {
  if ([...GENERAL, "npy"].includes(format)) return null;
  if (exporterFor(program, target, format) !== null) return null;
  const made = (program.exporters ?? [])
    .filter(({ extension }) => extension === format)
    .map(({ output }) => `${output.node}.${output.output}`);
  const name = nameOf(target);
  return {
    subject: name,
    message: `${name} does not fit .${format}, which is for ${made.join(", ")}; ` +
      `${formatList(program, target)} fit, and .npy if it is a tensor`,
  };
}

/** Says that `value` does not fit `.npy`, what does, and which tensors are in it. */
export function noTensorProblem(program: Program, target: Target, value: Value): UsageProblem {
  const name = nameOf(target);
  const tensors = tensorsOf(value).map((path) => `${name}.${path}`);
  const inIt = tensors.length === 0 ? "" : `; tensors in it are ${tensors.join(", ")}`;
  const fitting = formatList(program, target);
  return {
    subject: name,
    message: `${name} is no tensor, so that .npy does not fit; ${fitting} do${inIt}`,
  };
}

function nameOf({ stage, output, fields }: Target): string {
  return [stage, output, ...fields].join(".");
}

/** Exporters take outputs as a whole. */
function exportersOf({ exporters = [] }: Program, target: Target): readonly Exporter[] {
  return exporters.filter(({ output }) =>
    output.node === target.stage && output.output === target.output && target.fields.length === 0
  );
}

function formatList(program: Program, target: Target): string {
  const all = [...GENERAL, ...exportersOf(program, target).map(({ extension }) => extension)]
    .map((extension) => `.${extension}`);
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
