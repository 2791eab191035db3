/**
 * What is known of a run beside its artifacts: what the report shows of times, states and the
 * machine. None of it is in an artifact, so that artifacts stay the same on every machine.
 *
 * @module
 */
import type { Pipeline } from "../engine/graph.ts";
import type { RunResult, StageResult } from "../engine/result.ts";
import { reasonWords } from "./words.ts";

/** An artifact of a stage in a run. */
export interface OutputFacts {
  readonly name: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

/** What happened to a stage in a run. */
export interface StageFacts {
  readonly name: string;
  /** `hit`, `ran`, `cut-off`, `blocked` or `failed`. */
  readonly state: string;
  /** Empty for a stage that was blocked. */
  readonly key: string;
  readonly elapsedMs: number;
  /** Since the start of the run; `null` if it was not executed in this one. */
  readonly startMs: number | null;
  /** Names of the stages that it takes something from. */
  readonly needs: readonly string[];
  /** In plain words. */
  readonly reasons: readonly string[];
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly outputs: readonly OutputFacts[];
}

/** What is known of a run. */
export interface RunFacts {
  /** `null` if nothing was executed. */
  readonly run: string | null;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  readonly elapsedMs: number;
  /** What to type for the same run. */
  readonly command: string;
  readonly versions: { readonly deno: string; readonly v8: string; readonly typescript: string };
  readonly machine: { readonly os: string; readonly arch: string; readonly cores: number };
  readonly stages: readonly StageFacts[];
}

/** The facts of a run on this machine. */
export function runFacts(result: RunResult, command: string, { nodes }: Pipeline): RunFacts {
  const { deno, v8, typescript } = Deno.version;
  return {
    run: result.run,
    finishedAt: result.finishedAt,
    elapsedMs: result.elapsedMs,
    command,
    versions: { deno, v8, typescript },
    machine: {
      os: Deno.build.os,
      arch: Deno.build.arch,
      cores: navigator.hardwareConcurrency,
    },
    stages: result.stages.map((stage) => {
      const inputs = nodes.find(({ name }) => name === stage.name)?.inputs ?? {};
      const needs = [...new Set(Object.values(inputs).map(({ node }) => node))];
      return { ...stageFacts(stage), needs, startMs: startOf(stage, result) };
    }),
  };
}

/** From the moment at which its record was made. */
function startOf(stage: StageResult, { run, finishedAt, elapsedMs }: RunResult): number | null {
  if (stage.state !== "ran" || stage.origin.run !== run) return null;
  const beforeEnd = Date.parse(finishedAt) - Date.parse(stage.origin.madeAt);
  return Math.max(0, elapsedMs - beforeEnd - stage.elapsedMs);
}

function stageFacts(stage: StageResult): Omit<StageFacts, "needs" | "startMs"> {
  const outputs = "outputs" in stage ? Object.entries(stage.outputs) : [];
  return {
    name: stage.name,
    state: stage.state,
    key: stage.state === "blocked" ? "" : stage.key ?? "",
    elapsedMs: stage.elapsedMs,
    reasons: stage.reasons.map(reasonWords),
    params: stage.params,
    outputs: outputs.map(([name, { digest, sizeBytes }]) => ({ name, digest, sizeBytes })),
  };
}
