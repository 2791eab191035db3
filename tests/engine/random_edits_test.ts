import { assertEquals } from "@std/assert";
import {
  Dice,
  edited,
  importMapOf,
  Oracle,
  type ProjectState,
  randomProject,
} from "../support/random_dag.ts";
import type { Step } from "../support/random_steps.ts";
import { REPOSITORY } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

const PROJECTS = 10;
const STEPS = 6;
/** Between one run and the next: a process of its own for each edit would take minutes. */
const EDITS_OF_A_STEP = 5;

/** A folder whose `deno.json` leads imports as the state says, beside those of the engine. */
async function configure(state: ProjectState, root: string): Promise<void> {
  const config = JSON.parse(await Deno.readTextFile(`${REPOSITORY}/deno.json`));
  const imports = Object.entries<string>(config.imports).map(([name, target]) => [
    name,
    target.startsWith("./") ? `file://${REPOSITORY}/${target.slice(2)}` : target,
  ]);
  const map = importMapOf(state);
  const text = JSON.stringify({
    ...config,
    ...map,
    imports: { ...Object.fromEntries(imports), ...map.imports },
  });
  await Deno.writeTextFile(`${root}/deno.json`, text);
}

/** Takes the project through states that share an import map: Deno reads it when a process starts. */
async function take(states: readonly ProjectState[], root: string): Promise<Step[]> {
  await configure(states[0]!, root);
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ..."run --no-prompt --no-check --v8-flags=--disallow-code-generation-from-strings".split(" "),
      ...["--config", `${root}/deno.json`],
      `--allow-read=${root},${REPOSITORY}`,
      `--allow-write=${root}`,
      `${REPOSITORY}/tests/support/random_steps.ts`,
      ...[root, JSON.stringify(states)],
    ],
    cwd: root,
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  assertEquals(success, true, text(stderr));
  return JSON.parse(text(stdout));
}

/** The states that follow each other, cut where the import map changes. */
function batches(states: readonly ProjectState[]): ProjectState[][] {
  const cut: ProjectState[][] = [];
  for (const state of states) {
    const last = cut.at(-1);
    const isSame = JSON.stringify(last?.[0]?.map) === JSON.stringify(state.map);
    if (last !== undefined && isSame) last.push(state);
    else cut.push([state]);
  }
  return cut;
}

/** What the plan said, what ran and what came out, held against the oracle. */
function check(step: Step, state: ProjectState, oracle: Oracle, claim: string): void {
  const { values, executed } = oracle.next(state);
  assertEquals(step.values, values, `${claim}: values`);
  assertEquals(step.executed.toSorted(), executed.toSorted(), `${claim}: executed`);
  assertEquals(step.unexplained, [], `${claim}: without a reason that names a leaf`);
  if (step.planned === null) return;
  const { run, mayRun } = step.planned;
  assertEquals(executed.filter((name) => ![...run, ...mayRun].includes(name)), [], "unplanned");
  assertEquals(run.filter((name) => !executed.includes(name)), [], "planned and not executed");
}

async function takeAndCheck(seed: number): Promise<void> {
  const dice = new Dice(seed);
  await using folder = await temporaryFolder();
  await Deno.symlink(`${REPOSITORY}/node_modules`, `${folder.path}/node_modules`, { type: "dir" });
  await Deno.copyFile(`${REPOSITORY}/deno.lock`, `${folder.path}/deno.lock`);
  const states = [randomProject(dice)];
  for (let i = 0; i < STEPS; i++) {
    let state = dice.roll(6) === 0 ? states[dice.roll(states.length)]! : states.at(-1)!;
    for (let edit = 0; edit < EDITS_OF_A_STEP; edit++) state = edited(state, dice);
    states.push(state);
  }
  const oracle = new Oracle();
  let step = 0;
  // Every state that was there once is there for good.
  for (const batch of [...batches(states), [states[0]!]]) {
    const steps = await take(batch, folder.path);
    for (const [i, state] of batch.entries()) {
      check(steps[i]!, state, oracle, `seed ${seed}, step ${step}`);
      step += 1;
    }
    if (step > STEPS + 1) assertEquals(steps.at(-1)?.isRecorded, false);
  }
}

Deno.test(
  "behaviour 5: after 300 random edits, five at a time, plans were true, exactly what had to run ran, and gave what it gives without the engine",
  async (t) => {
    for (let seed = 1; seed <= PROJECTS; seed++) {
      await t.step(`seed ${seed}`, () => takeAndCheck(seed));
    }
  },
);
