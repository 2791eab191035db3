/**
 * What the key is made of: changes to a project on real files, each with exactly the stages that the real
 * command line then executes, and exactly why.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { packagePath, TestProject } from "../support/project.ts";
import { moveToRuntime } from "../support/other_runtime.ts";
import { executions } from "../support/what_ran.ts";

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
    claim: "fault 22: an external file with the same size and its mtime put back is seen through",
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
    claim: "params and external files given in another order run nothing",
    change: async (project) => {
      const params = { numbers: { step: 2, count: 4, first: 1 } };
      await project.write("params.json", JSON.stringify(params));
      const step =
        `  step: { type: "number", default: 2, min: -100, max: 100, description: "from one to the next" },\n`;
      await project.edit("stages/numbers.ts", step, "");
      await project.edit("stages/numbers.ts", "const schema = {\n", `const schema = {\n${step}`);
    },
    flags: ["--params", "params.json"],
    executes: {},
  },
  {
    claim: "a value given that is the default runs nothing",
    change: NOTHING,
    flags: ["--set", "numbers.first=1"],
    executes: {},
  },
  {
    claim: "another default is another value",
    change: (project) => project.edit("stages/numbers.ts", "default: 1,", "default: 3,"),
    executes: { numbers: ["param numbers.first 1→3"], ...FROM_NUMBERS },
  },
  {
    claim: "a renamed param names its old and new name, and the code that reads it",
    change: async (project) => {
      await project.edit("stages/total.ts", "  label: {", "  title: {");
      await project.edit("stages/total.ts", "label: params.label", "label: params.title");
      await project.edit("stages/total.ts", "lengthOf(params.label)", "lengthOf(params.title)");
    },
    executes: {
      total: [
        "param total.label total→null",
        "param total.title null→total",
        "code stages/total.ts",
      ],
    },
  },
  {
    claim: "a param that is removed runs its stage",
    change: (project) =>
      project.edit(
        "stages/numbers.ts",
        `  count: { type: "integer", default: 4, min: 1, max: 1000, description: "how many" },\n`,
        "",
      ).then(() => project.edit("stages/numbers.ts", "length: params.count", "length: 4")),
    executes: { numbers: ["param numbers.count 4→null", "code stages/numbers.ts"] },
  },
  {
    claim: "a param with another bound or description runs nothing",
    change: (project) =>
      project.edit(
        "stages/numbers.ts",
        `max: 1000, description: "how many"`,
        `max: 9, description: "n"`,
      ),
    executes: {},
  },
  {
    claim: "inputs whose contents are swapped are another key",
    change: (project) =>
      project.edit(
        "pipeline.ts",
        "{ squares: squared.outputs.squares, parity: odd.outputs.parity }",
        "{ squares: odd.outputs.parity, parity: squared.outputs.squares }",
      ),
    executes: { total: ["input parity.parity", "input squares.squares"] },
  },
  {
    claim: "a renamed input runs its stage",
    change: async (project) => {
      await project.edit("pipeline.ts", "connect(parity, { numbers:", "connect(parity, { values:");
      await project.edit("stages/parity.ts", "{ numbers: number[] }", "{ values: number[] }");
      await project.edit("stages/parity.ts", "inputs.numbers.map", "inputs.values.map");
      await project.edit("stages/parity.ts", `{ numbers: "numbers" }`, `{ values: "numbers" }`);
    },
    executes: {
      parity: [
        "input numbers.numbers is new",
        "input numbers.numbers is gone",
        "code stages/parity.ts",
      ],
    },
  },
  {
    claim: "an output that is added runs its stage, and nobody whose inputs came out the same",
    change: async (project) => {
      await project.edit("stages/squares.ts", "return { squares:", "return { more: 1, squares:");
      await project.edit("stages/squares.ts", "outputs: {", `outputs: { more: "one",`);
    },
    executes: { squares: ["output squares.more null→more", "code stages/squares.ts"] },
  },
  {
    claim: "a host that is added runs its stage",
    change: (project) =>
      project.edit(
        "stages/parity.ts",
        "  params: {},",
        `  params: {},\n  net: () => ["localhost"],`,
      ),
    executes: { parity: ["host localhost null→localhost"] },
  },
  {
    claim: "retries, a time limit and a description run nothing",
    change: (project) =>
      project.edit(
        "stages/parity.ts",
        "  params: {},",
        "  params: {},\n  retries: 1, timeoutMs: 60_000,",
      ),
    executes: {},
  },
  {
    claim: "an external file that is no longer read is gone from the key",
    change: (project) => project.edit("stages/numbers.ts", `{ extra: "data/extra.txt" }`, "{}"),
    executes: {
      numbers: ["file data/extra.txt is gone"],
      ...FROM_NUMBERS,
      total: ["input squares.squares", "input parity.parity"],
    },
  },
  {
    claim: "an external file under another role runs its stage",
    change: async (project) => {
      await project.edit("stages/numbers.ts", `{ extra: "data/`, `{ last: "data/`);
      await project.edit("stages/numbers.ts", "files.extra", "files.last");
    },
    executes: {
      numbers: [
        "file data/extra.txt is gone",
        "file data/extra.txt is new",
        "code stages/numbers.ts",
      ],
    },
  },
  {
    claim: "an external file that was moved runs nothing",
    change: async (project) => {
      await Deno.rename(`${project.root}/data/extra.txt`, `${project.root}/data/moved.txt`);
      await project.edit("stages/numbers.ts", "data/extra.txt", "data/moved.txt");
    },
    executes: {},
  },
  {
    claim: "fault 22: a source file with the same size and its mtime put back is seen through",
    change: async (project) => {
      const path = `${project.root}/shapes/exponent.ts`;
      const { mtime } = await Deno.stat(path);
      await project.edit("shapes/exponent.ts", "EXPONENT = 2", "EXPONENT = 3");
      await Deno.utime(path, mtime!, mtime!);
    },
    executes: { squares: ["code shapes/exponent.ts"], total: ["input squares.squares"] },
  },
  {
    claim: "a renamed source file and a renamed stage module run nothing",
    change: async (project) => {
      const { root } = project;
      await Deno.rename(`${root}/shapes/power.ts`, `${root}/shapes/times.ts`);
      await project.edit("shapes/square.ts", "./power.ts", "./times.ts");
      await Deno.rename(`${root}/stages/parity.ts`, `${root}/stages/oddness.ts`);
      await project.edit("pipeline.ts", "./stages/parity.ts", "./stages/oddness.ts");
    },
    executes: {},
  },
  {
    claim: "a helper that is new in a stage is named, beside the file that imports it",
    change: async (project) => {
      await project.write("shapes/twice.ts", "export const twice = (n: number) => n + n;\n");
      await project.edit(
        "stages/squares.ts",
        "numbers.map(square)",
        "numbers.map((n) => square(twice(n)) / 4)",
      );
      await project.edit(
        "stages/squares.ts",
        "import { square }",
        `import { twice } from "../shapes/twice.ts";\nimport { square }`,
      );
    },
    executes: { squares: ["code shapes/twice.ts is new", "code stages/squares.ts"] },
  },
  {
    claim: "a package that a stage begins to use is named with its version",
    change: async (project) => {
      await project.edit("stages/parity.ts", "Math.abs(n) % 2", "Math.abs(n) % 2 * lengthOf('a')");
      await project.edit(
        "stages/parity.ts",
        "import { define",
        `import { lengthOf } from "tiny";\nimport { define`,
      );
    },
    executes: { parity: ["code stages/parity.ts", "code npm:tiny null→1.0.0"] },
  },
  {
    claim: "a stage under another name has not run yet",
    change: (project) =>
      project.edit("pipeline.ts", "odd.outputs.parity });", 'odd.outputs.parity }, "sum");'),
    executes: { sum: ["first-run sum"] },
  },
  {
    claim: "records that another runtime made are not used, and both versions are named",
    change: ({ root }) => moveToRuntime(`${root}/artifacts`, "deno 2.0.0"),
    executes: Object.fromEntries(
      ["numbers", "squares", "parity", "total"].map((
        name,
      ) => [name, [`runtime deno deno 2.0.0→deno ${Deno.version.deno}`]]),
    ),
  },
  {
    claim: "--force=STAGE executes a hit",
    change: NOTHING,
    flags: ["--force=parity"],
    executes: { parity: ["forced parity"] },
  },
];

Deno.test("behaviours 1 and 2: each change executes exactly its stages, each with its reason", async (t) => {
  await using original = await TestProject.create();
  assertEquals(await original.executed(), ["numbers", "squares", "parity", "total"]);
  await using copy = await original.clone();
  assertEquals(await copy.executed(), [], "a copy is fresh");
  for (const { claim, change, flags = [], executes } of MUTATIONS) {
    await t.step(claim, async () => {
      await using project = await original.clone();
      await change(project);
      const stages = await project.run(...flags);
      assertEquals(executions(stages.values()), executes);
      const again = flags.filter((flag) => !flag.startsWith("--force"));
      assertEquals(await project.executed(...again), []);
    });
  }
});
