/**
 * Finds the execution of a stage that a person means: the one that a past run used, or else the one
 * that fits params, code and inputs as they are now.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import type { Engine } from "./engine.ts";
import { UsageError } from "./errors.ts";
import type { ParamOverrides } from "./params.ts";
import type { PastRun, PastStage } from "./past_run.ts";

/** Which execution is meant. */
export interface StageChoice {
  readonly stage: string;
  /** A reference to a past run. Default: what is fresh now. */
  readonly run?: string;
  /** Params that differ from the defaults, for what is fresh now. */
  readonly params?: ParamOverrides;
}

/** What a choice comes to: the keys of the stage and of all that it needs, by stage. */
export type ChosenStage =
  & { readonly keys: ReadonlyMap<string, CacheKey> }
  & (
    | { readonly from: "now" }
    | { readonly from: "run"; readonly run: PastRun; readonly stage: PastStage }
  );

/** What an engine must be able to do for this. */
export type Asked = Pick<Engine, "pipeline" | "plan" | "pastRun" | "recorded">;

/**
 * The chosen execution.
 *
 * @throws {UsageError} if no run or several fit, the run did not get to this stage, or the stage is
 * not fresh.
 *
 * @example A stage that was never executed cannot be chosen
 * ```ts
 * import { chosenStage } from "./chosen_stage.ts";
 * import { definePipeline } from "./graph.ts";
 * import { openEngine } from "./open.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const root = await Deno.makeTempDir();
 * using engine = openEngine({ pipeline: definePipeline([]), root });
 * const choice = { stage: "train", run: "latest" };
 * await assertRejects(() => chosenStage(engine, choice), Error, 'There is no run "latest"');
 * ```
 */
export async function chosenStage(engine: Asked, choice: StageChoice): Promise<ChosenStage> {
  return await (choice.run === undefined ? freshStage(engine, choice) : stageOfRun(engine, choice));
}

async function freshStage(
  engine: Asked,
  { stage, params = {} }: StageChoice,
): Promise<ChosenStage> {
  const { stages } = await engine.plan({ params, until: stage });
  const keys = stages.flatMap((plan) =>
    plan.action === "fresh" ? [[plan.name, plan.key] as const] : []
  );
  const found = new Map(keys);
  if (found.has(stage)) return { from: "now", keys: found };
  throw new UsageError([{
    subject: stage,
    message: `Stage "${stage}" has not been executed for these params, code and inputs; ` +
      `"run --until ${stage}" with the same params does that, --run RUN looks at what a past run did`,
  }]);
}

async function stageOfRun(engine: Asked, choice: StageChoice): Promise<ChosenStage> {
  const run = await engine.pastRun(choice.run ?? "latest");
  const stage = run.stages.find(({ name }) => name === choice.stage);
  if (stage === undefined) throw new UsageError([missing(run, choice.stage)]);
  if (stage.state === "blocked" || stage.state === "died") {
    throw new UsageError([{ subject: stage.name, message: notExecuted(run, stage) }]);
  }
  const keys = run.stages.flatMap(({ name, key }) => key === null ? [] : [[name, key] as const]);
  return { from: "run", run, stage, keys: new Map(keys) };
}

function missing({ id, outcome, stages }: PastRun, stage: string) {
  const got = stages.map(({ name }) => name).join(", ");
  const why = outcome === "running"
    ? "it goes on still"
    : got === ""
    ? "it ended before it had finished any"
    : `it got to ${got}`;
  return { subject: stage, message: `Run ${id} has nothing of stage "${stage}": ${why}` };
}

function notExecuted(run: PastRun, stage: PastStage): string {
  const { id } = run;
  const { name, state } = stage;
  if (state === "died") {
    return `Nothing is kept of stage "${name}" in run ${id}: the run's process ended while it was ` +
      "executed";
  }
  return `Stage "${name}" was not executed in run ${id} because ${failedAbove(run, stage)} failed`;
}

/** A blocked stage names the one that it waited for, which may have been blocked itself. */
function failedAbove({ stages }: PastRun, blocked: PastStage): string {
  const seen = new Set<string>();
  let stage: PastStage | undefined = blocked;
  while (stage?.state === "blocked" && !seen.has(stage.name)) {
    seen.add(stage.name);
    const above: string | null = stage.error?.cause ?? null;
    stage = stages.find(({ name }) => name === above);
  }
  return stage?.state === "failed" ? stage.name : "another stage";
}

/** Says that the execution that a run used is there no longer. */
export function goneStage(stage: string, run: string | null): UsageError {
  const whose = run === null ? "" : ` that run ${run} used`;
  return new UsageError([{
    subject: stage,
    message: `The execution of stage "${stage}"${whose} is no longer in the store; ` +
      "run the pipeline to make it again",
  }]);
}
