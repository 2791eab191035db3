/**
 * Why a stage would run, followed upstream to the leaves, or since when it is fresh.
 *
 * @module
 */
import type { Reason } from "../engine/reason.ts";
import type { StagePlan } from "../engine/result.ts";
import { duration, instant, size } from "./units.ts";
import { reasonWords, valueWords } from "./words.ts";

/** The lines for `stage`, one of `stages`. */
export function whyLines(stage: StagePlan, stages: readonly StagePlan[]): string[] {
  switch (stage.action) {
    case "fresh":
      return freshLines(stage);
    case "run":
      return [`${stage.name} will run:`, ...becauseLines(stage, stages, 1, new Set())];
    case "may-run":
      return [
        `${stage.name} may run; that depends on what comes out upstream:`,
        ...becauseLines(stage, stages, 1, new Set()),
      ];
    default:
      return stage satisfies never;
  }
}

function freshLines(
  { name, key, origin, params, outputs }: Extract<StagePlan, { readonly action: "fresh" }>,
): string[] {
  return [
    `${name} is fresh since ${instant(origin.madeAt)}`,
    `  key ${key}`,
    `  made by run ${origin.run} in ${duration(origin.elapsedMs)}`,
    "  nothing that it depends on has changed: its code, params, inputs, files, packages, runtime",
    ...Object.entries(params).map(([param, value]) =>
      `  param ${name}.${param} = ${valueWords(value)}`
    ),
    ...Object.entries(outputs).map(([output, { digest, sizeBytes }]) =>
      `  output ${name}.${output}  ${size(sizeBytes)}  sha256 ${digest}`
    ),
  ];
}

/** Reasons, and below each input that has yet to be made those of the stage that makes it. */
function becauseLines(
  stage: StagePlan,
  stages: readonly StagePlan[],
  depth: number,
  told: Set<string>,
): string[] {
  told.add(stage.name);
  return stage.reasons.flatMap((reason) => {
    const indent = "  ".repeat(depth);
    const upstream = upstreamOf(reason, stages);
    if (upstream === undefined) return [indent + reasonWords(reason)];
    const verb = upstream.action === "run" ? "will run" : "may run";
    const line = `${indent}${reasonWords(reason)}, because ${upstream.name} ${verb}`;
    if (told.has(upstream.name)) return [line];
    return [`${line}:`, ...becauseLines(upstream, stages, depth + 1, told)];
  });
}

function upstreamOf(reason: Reason, stages: readonly StagePlan[]): StagePlan | undefined {
  if (reason.kind !== "input" || reason.after !== undefined) return undefined;
  const name = reason.subject.split(".", 1)[0];
  return stages.find((stage) => stage.name === name && stage.action !== "fresh");
}
