/**
 * Takes a project of `random_dag.ts` through some of its states, in a process of its own, and prints what
 * the engine said and did. Arguments: the project's folder, and the states as JSON.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { openEngine } from "../../lib/engine/open.ts";
import type { Plan, StageResult } from "../../lib/engine/result.ts";
import { paramsOf, pipelineOf, type ProjectState, writeProject } from "./random_dag.ts";
import { executedOf } from "./what_ran.ts";

/** What the engine made of one state. */
export interface Step {
  /** `null` where no plan was asked for: it bundles like a run, and keeps nothing. */
  readonly planned: { readonly run: readonly string[]; readonly mayRun: readonly string[] } | null;
  readonly executed: readonly string[];
  /** By stage, in the order of their numbers. */
  readonly values: readonly unknown[];
  /** Stages that were planned or executed without a reason, or with one that names no leaf. */
  readonly unexplained: readonly string[];
  /** Whether a run was recorded. */
  readonly isRecorded: boolean;
}

function withAction({ stages }: Plan, action: string): string[] {
  return stages.filter((stage) => stage.action === action).map(({ name }) => name);
}

function unexplained(stages: Plan["stages"] | readonly StageResult[], names: readonly string[]) {
  return stages.filter(({ name, reasons }) =>
    names.includes(name) && (reasons.length === 0 || reasons.some(({ subject }) => subject === ""))
  ).map(({ name }) => name);
}

async function take(state: ProjectState, root: string, isPlanned: boolean): Promise<Step> {
  await writeProject(state, root);
  using engine = openEngine({ pipeline: pipelineOf(state, root), root });
  const request = { params: paramsOf(state) };
  const plan = isPlanned ? await engine.plan(request) : { stages: [] };
  const planned = { run: withAction(plan, "run"), mayRun: withAction(plan, "may-run") };
  const { stages, run } = await engine.run(request);
  const executed = executedOf(stages);
  const byName = stages.toSorted((a, b) => a.name < b.name ? -1 : 1);
  return {
    planned: isPlanned ? planned : null,
    executed,
    values: await Promise.all(
      byName.map((stage) =>
        "outputs" in stage ? engine.read(stage.outputs["x"]!) : JSON.stringify(stage)
      ),
    ),
    unexplained: [
      ...unexplained(plan.stages, [...planned.run, ...planned.mayRun]),
      ...unexplained(stages, executed),
    ],
    isRecorded: run !== null,
  };
}

if (import.meta.main) {
  const [root, states] = Deno.args;
  const steps: Step[] = [];
  for (const [i, state] of (JSON.parse(states!) as ProjectState[]).entries()) {
    steps.push(await take(state, root!, i % 3 === 0));
  }
  console.log(JSON.stringify(steps));
}
