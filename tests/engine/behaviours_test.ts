/**
 * Behaviours 1 to 4 that the engine promises, shown on real files and through the real command line:
 * a complete key, semantic code hashing, early cutoff, a cache of all runs.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { walk } from "@std/fs";
import { packagePath, type StageJson, TestProject } from "../support/project.ts";

/** `kind subject before→after` of each reason of a stage. */
function reasonsOf(stages: ReadonlyMap<string, StageJson>, name: string): string[] {
  return stages.get(name)!.reasons.map(({ kind, subject, before, after }) =>
    before === undefined || String(before).length === 64
      ? `${kind} ${subject}`
      : `${kind} ${subject} ${before}→${after}`
  );
}

function ran(stages: ReadonlyMap<string, StageJson>): string[] {
  return [...stages.values()].filter(({ state }) => state === "ran").map(({ name }) => name);
}

/** One change to a project, and exactly what a run then executes and why. */
interface Mutation {
  readonly claim: string;
  readonly change: (project: TestProject) => Promise<void>;
  readonly flags?: readonly string[];
  /** Reasons by executed stage, in topological order. */
  readonly executes: Readonly<Record<string, readonly string[]>>;
}

const NOTHING = (): Promise<void> => Promise.resolve();
/** What other numbers execute, if they are odd and even like the old ones. */
const FROM_NUMBERS = {
  squares: ["input numbers.numbers"],
  parity: ["input numbers.numbers"],
  total: ["input squares.squares"],
};

const MUTATIONS: readonly Mutation[] = [
  {
    claim: "a param runs its stage and what its bytes change",
    change: NOTHING,
    flags: ["--set", "numbers.first=3"],
    executes: { numbers: ["param numbers.first 1→3"], ...FROM_NUMBERS },
  },
  {
    claim: "two params with swapped values are another key",
    change: NOTHING,
    flags: ["--set", "numbers.first=2", "--set", "numbers.step=1"],
    executes: {
      numbers: ["param numbers.first 1→2", "param numbers.step 2→1"],
      ...FROM_NUMBERS,
      total: ["input squares.squares", "input parity.parity"],
    },
  },
  {
    claim: 'the text "1" and the number 1 are told apart by their types',
    change: NOTHING,
    flags: ["--set", "total.label=1"],
    executes: { total: ["param total.label total→1"] },
  },
  {
    claim: "0 and -0 are told apart",
    change: NOTHING,
    flags: ["--set", "numbers.step=-0"],
    executes: {
      numbers: ["param numbers.step 2→-0"],
      ...FROM_NUMBERS,
    },
  },
  {
    claim: "an external file with other bytes runs the stage that reads it",
    change: (project) => project.write("data/extra.txt", "9"),
    executes: { numbers: ["file data/extra.txt"], ...FROM_NUMBERS },
  },
  {
    claim: "an external file with the same size and its mtime put back is seen through",
    change: async ({ root }) => {
      const { mtime } = await Deno.stat(`${root}/data/extra.txt`);
      await Deno.writeTextFile(`${root}/data/extra.txt`, "9");
      await Deno.utime(`${root}/data/extra.txt`, mtime!, mtime!);
    },
    executes: { numbers: ["file data/extra.txt"], ...FROM_NUMBERS },
  },
  {
    claim: "a touched file runs nothing",
    change: ({ root }) => Deno.utime(`${root}/data/extra.txt`, 1, 1),
    executes: {},
  },
  {
    claim: "a constant three imports deep runs the stages that reach it and no others",
    change: (project) => project.edit("shapes/exponent.ts", "EXPONENT = 2", "EXPONENT = 3"),
    executes: { squares: ["code shapes/exponent.ts"], total: ["input squares.squares"] },
  },
  {
    claim: "a comment, the format, a type and an unused export run nothing",
    change: async (project) => {
      await project.edit(
        "shapes/power.ts",
        "let product = 1;",
        "// A comment.\n  let product: number\n    = 1;",
      );
      await project.edit("shapes/square.ts", "side * side * side", "side * side * side + 1");
      await project.edit(
        "stages/squares.ts",
        "export function run",
        "export type T = { a: 1 };\nexport function run",
      );
    },
    executes: {},
  },
  {
    claim: "a description runs nothing",
    change: (project) => project.edit("stages/total.ts", `"adds up"`, `"adds it all up"`),
    executes: {},
  },
  {
    claim: "a param that is added runs its stage, which comes out the same and stops the wave",
    change: (project) =>
      project.edit(
        "stages/numbers.ts",
        "  count: {",
        `  unused: { type: "boolean", default: false, description: "nothing" },\n  count: {`,
      ),
    executes: { numbers: ["param numbers.unused null→false"] },
  },
  {
    claim: "another version of a package that a stage uses runs it, and both versions are named",
    change: (project) =>
      project.edit("deno.json", packagePath("tiny", "1.0.0"), packagePath("tiny", "1.1.0")),
    executes: { total: ["code npm:tiny 1.0.0→1.1.0"] },
  },
  {
    claim: "another version of a package that no stage uses runs nothing",
    change: (project) => project.edit("deno.json", "./other/1.ts", "./other/2.ts"),
    executes: {},
  },
  {
    claim: "a code change that gives the same bytes executes exactly one stage",
    change: (project) =>
      project.edit("shapes/power.ts", "product *= base", "product = base * product"),
    executes: { squares: ["code shapes/power.ts"] },
  },
  {
    claim: "--force=STAGE executes a hit",
    change: NOTHING,
    flags: ["--force=parity"],
    executes: { parity: ["forced parity"] },
  },
];

Deno.test("behaviour 1 and 2: each change executes exactly its stages, each with its reason", async (t) => {
  await using original = await TestProject.create();
  assertEquals(await original.executed(), ["numbers", "squares", "parity", "total"]);
  for (const { claim, change, flags = [], executes } of MUTATIONS) {
    await t.step(claim, async () => {
      await using project = await original.clone();
      assertEquals(await project.executed(), [], "the copy is fresh");
      await change(project);
      const stages = await project.run(...flags);
      const found = Object.fromEntries(ran(stages).map((name) => [name, reasonsOf(stages, name)]));
      assertEquals(found, executes);
      assertEquals(
        ran(await project.run(...flags.filter((flag) => !flag.startsWith("--force")))),
        [],
      );
    });
  }
});

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
    assertEquals(reasonsOf(stages, "squares"), [`${kind} squares.squares`]);
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
  assertEquals(reasonsOf(stages, "squares"), ["damaged squares.squares"]);
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
