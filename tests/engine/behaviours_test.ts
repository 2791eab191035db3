/**
 * Behaviours that the engine promises, shown on real files and through the real command line: early
 * cutoff, a cache of all runs, damage made good, processes that share. `key_table_test.ts` shows what the key
 * is made of.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { walk } from "@std/fs";
import { type StageJson, TestProject } from "../support/project.ts";
import { executedOf, reasonTexts } from "../support/what_ran.ts";

function ran(stages: ReadonlyMap<string, StageJson>): string[] {
  return executedOf(stages.values());
}

Deno.test("behaviour 3: a stage that reruns to the same bytes stops the wave, and the plan said so", async () => {
  await using project = await TestProject.create();
  await project.run();
  await project.edit("shapes/power.ts", "product *= base", "product = base * product");
  const { stdout } = await project.cli("plan", "--json");
  const plan: { stages: { name: string; action: string }[] } = JSON.parse(stdout);
  assertEquals(plan.stages.map(({ name, action }) => `${name} ${action}`), [
    "numbers fresh",
    "squares run",
    "parity fresh",
    "total may-run",
  ]);
  const stages = await project.run();
  assertEquals([...stages.values()].map(({ name, state }) => `${name} ${state}`), [
    "numbers hit",
    "squares ran",
    "parity hit",
    "total cut-off",
  ]);
});

Deno.test("behaviour 4: going back to earlier params executes nothing and gives the same digests", async () => {
  await using project = await TestProject.create();
  const first = await project.run("--set", "numbers.first=1");
  assertEquals(ran(await project.run("--set", "numbers.first=5")).length, 4);
  const again = await project.run("--set", "numbers.first=1");
  assertEquals(ran(again), []);
  for (const [name, { outputs, key }] of first) {
    assertEquals(again.get(name)?.outputs, outputs);
    assertEquals(again.get(name)?.key, key);
  }
});

Deno.test("behaviour 4: a project copied elsewhere with its artifacts executes nothing", async () => {
  await using project = await TestProject.create();
  await project.run();
  await using moved = await project.clone();
  assert(moved.root !== project.root);
  assertEquals(await moved.executed(), []);
});

Deno.test("equal artifacts are stored once", async () => {
  await using project = await TestProject.create();
  await project.run();
  const count = async (): Promise<number> => (await objectsOf(project)).length;
  const before = await count();
  await project.run("--force");
  assertEquals(await count(), before);
});

Deno.test("a run of hits writes nothing, and works where nothing can be written", async () => {
  await using project = await TestProject.create();
  await project.run();
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await project.run(); // Now the memo holds files that have been left alone for a second.
  const before = await snapshot(`${project.root}/artifacts`);
  assertEquals(await project.executed(), []);
  assertEquals(await snapshot(`${project.root}/artifacts`), before);
});

Deno.test("a damaged or missing object is a miss with its reason, and is made again", async () => {
  const damages: Record<string, (path: string) => Promise<void>> = {
    missing: (path) => Deno.remove(path),
    damaged: (path) => Deno.truncate(path, 1),
  };
  for (const [kind, damage] of Object.entries(damages)) {
    await using project = await TestProject.create();
    const first = await project.run();
    const { digest } = first.get("squares")!.outputs["squares"]!;
    const path = `${project.root}/artifacts/objects/${digest.slice(0, 2)}/${digest}.msgpack`;
    await damage(path);
    const stages = await project.run();
    assertEquals(ran(stages), ["squares"]);
    assertEquals(reasonTexts(stages.get("squares")!), [`${kind} squares.squares`]);
    assertEquals(stages.get("squares")?.outputs, first.get("squares")?.outputs);
    assertEquals(ran(await project.run()), []);
  }
});

Deno.test("an object with a flipped bit is never served: its stage runs again when it is needed", async () => {
  await using project = await TestProject.create();
  const first = await project.run();
  const { digest } = first.get("squares")!.outputs["squares"]!;
  const path = `${project.root}/artifacts/objects/${digest.slice(0, 2)}/${digest}.msgpack`;
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(path, bytes);
  const stages = await project.run("--set", "total.label=other");
  assertEquals(ran(stages), ["squares", "total"]);
  assertEquals(reasonTexts(stages.get("squares")!), ["damaged squares.squares"]);
  assertEquals(stages.get("squares")?.outputs, first.get("squares")?.outputs);
});

Deno.test("verify finds each flipped bit and exits 4; --repair makes the objects again", async () => {
  await using project = await TestProject.create();
  const other = await project.run("--set", "total.label=other");
  await project.run();
  for (const path of await objectsOf(project)) {
    const bytes = await Deno.readFile(path);
    bytes[0]! ^= 1;
    await Deno.writeFile(path, bytes);
  }
  const found = await project.cli("verify", "--json");
  assertEquals(found.code, 4);
  const { checked, damaged } = JSON.parse(found.stdout);
  assertEquals([checked, damaged.length], [5, 5]);
  assertEquals((await project.cli("verify", "--repair")).code, 0);
  assertEquals((await project.cli("verify")).code, 0);
  assertEquals(await project.executed(), []);
  // What only the other params need was forgotten, and comes out the same when it is wanted.
  const again = await project.run("--set", "total.label=other");
  assertEquals(ran(again), ["total"]);
  assertEquals(again.get("total")?.outputs, other.get("total")?.outputs);
});

Deno.test("two stages that need the same damaged artifact have it made again once", async () => {
  await using project = await TestProject.create();
  const first = await project.run();
  const { digest } = first.get("numbers")!.outputs["numbers"]!;
  const path = `${project.root}/artifacts/objects/${digest.slice(0, 2)}/${digest}.msgpack`;
  const bytes = await Deno.readFile(path);
  bytes[1]! ^= 1;
  await Deno.writeFile(path, bytes);
  const stages = await project.run("--force=squares", "--force=parity");
  assertEquals(ran(stages).sort(), ["numbers", "parity", "squares"]);
  const { length } = [...Deno.readDirSync(`${project.root}/artifacts/quarantine`)];
  assertEquals(length, 1);
});

Deno.test("several processes on one store execute each key once between them", async () => {
  await using project = await TestProject.create();
  const runs = await Promise.all(Array.from({ length: 4 }, () => project.run()));
  const executions = runs.flatMap(ran).sort();
  assertEquals(executions, ["numbers", "parity", "squares", "total"]);
  for (const stages of runs) {
    assertEquals(stages.get("total")?.outputs, runs[0]!.get("total")?.outputs);
  }
});

async function objectsOf(project: TestProject): Promise<string[]> {
  return (await snapshot(`${project.root}/artifacts/objects`)).map(([path]) => path);
}

/** Path, size and change time of every file below a folder. */
async function snapshot(folder: string): Promise<[string, number, number][]> {
  const found: [string, number, number][] = [];
  for await (const { path, isFile } of walk(folder)) {
    const { size, mtime } = await Deno.stat(path);
    if (isFile) found.push([path, size, mtime!.getTime()]);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}
