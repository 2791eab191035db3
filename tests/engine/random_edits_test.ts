import { assert, assertEquals } from "@std/assert";
import { openEngine } from "../../lib/engine/open.ts";
import type { Plan, RunResult } from "../../lib/engine/result.ts";
import {
  Dice,
  edited,
  Oracle,
  paramsOf,
  pipelineOf,
  type ProjectState,
  randomProject,
  writeProject,
} from "../support/random_dag.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { executedOf } from "../support/what_ran.ts";

const PROJECTS = 10;
const EDITS = 20;

function planned({ stages }: Plan, action: string): string[] {
  return stages.filter((stage) => stage.action === action).map(({ name }) => name);
}

function checkPlan(plan: Plan, executed: readonly string[]): void {
  const [run, mayRun] = [planned(plan, "run"), planned(plan, "may-run")];
  assertEquals(executed.filter((name) => ![...run, ...mayRun].includes(name)), [], "unplanned");
  assertEquals(run.filter((name) => !executed.includes(name)), [], "planned and not executed");
}

function checkReasons(
  stages: Plan["stages"] | RunResult["stages"],
  names: readonly string[],
): void {
  for (const { name, reasons } of stages) {
    if (!names.includes(name)) continue;
    assert(reasons.length > 0, `${name} has no reason`);
    for (const { subject } of reasons) {
      assert(subject !== "", `${name} has a reason without a leaf`);
    }
  }
}

/** One edit: what the plan said, what ran and what came out, held against the oracle. */
async function step(state: ProjectState, root: string, oracle: Oracle): Promise<void> {
  await writeProject(state, root);
  using engine = openEngine({ pipeline: pipelineOf(state, root), root });
  const request = { params: paramsOf(state) };
  const plan = await engine.plan(request);
  const result = await engine.run(request);
  const { values, executed } = oracle.next(state);
  assertEquals(executedOf(result.stages).toSorted(), executed.toSorted());
  checkPlan(plan, executed);
  checkReasons(plan.stages, [...planned(plan, "run"), ...planned(plan, "may-run")]);
  checkReasons(result.stages, executed);
  for (const [i, stage] of result.stages.toSorted((a, b) => a.name < b.name ? -1 : 1).entries()) {
    assert("outputs" in stage);
    assertEquals(await engine.read(stage.outputs["x"]!), values[i]);
  }
}

Deno.test(
  "behaviour 5: after each of 200 random edits the plan was true, exactly what had to run ran, and no reason was empty",
  async (t) => {
    for (let seed = 1; seed <= PROJECTS; seed++) {
      await t.step(`seed ${seed}`, async () => {
        const dice = new Dice(seed);
        await using folder = await temporaryFolder();
        const oracle = new Oracle();
        const past = [randomProject(dice)];
        await step(past[0]!, folder.path, oracle);
        for (let i = 0; i < EDITS; i++) {
          const goesBack = dice.roll(5) === 0;
          const state = goesBack ? past[dice.roll(past.length)]! : edited(past.at(-1)!, dice);
          past.push(state);
          await step(state, folder.path, oracle);
        }
        // Every state that was there once is there for good.
        using engine = openEngine({
          pipeline: pipelineOf(past[0]!, folder.path),
          root: folder.path,
        });
        await writeProject(past[0]!, folder.path);
        assertEquals((await engine.run({ params: paramsOf(past[0]!) })).run, null);
      });
    }
  },
);
