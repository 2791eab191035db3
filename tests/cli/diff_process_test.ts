/**
 * `diff` as a process, on stores that real runs made.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { sha256Hex } from "../../lib/codec/digest.ts";
import { packagePath, TestProject } from "../support/project.ts";
import { jsonDocs, mismatches } from "./json_schema.ts";

const DOCS = await jsonDocs();

/** Edits all that can be edited between two runs: code, a package, a file, hosts; and a comment. */
async function changeEverything(project: TestProject): Promise<void> {
  await project.edit("stages/numbers.ts", "  log(", "  // This changes no bundle.\n  log(");
  await project.edit("shapes/exponent.ts", "2", "3");
  await project.write("shapes/half.ts", "export const half = (n: number): number => n / 2;\n");
  await project.edit("shapes/square.ts", "power(side)", "half(2 * power(side))");
  await project.edit(
    "shapes/square.ts",
    'import { power } from "./power.ts";',
    'import { half } from "./half.ts";\nimport { power } from "./power.ts";',
  );
  const config = await Deno.readTextFile(`${project.root}/deno.json`);
  await project.write(
    "deno.json",
    config.replace(packagePath("tiny", "1.0.0"), packagePath("tiny", "1.1.0")),
  );
  await project.write("data/extra.txt", "8");
  await project.edit("stages/parity.ts", "  run,\n", '  net: () => ["localhost:1"],\n  run,\n');
}

/** Times, ids and digests are of the machine and the day. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{8}T\d{6}-[0-9a-f]{6}/g, "RUN-ID")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "INSTANT")
    .replaceAll(/ *\d+(\.\d+)? m?s\b/g, " TIME")
    // The columns are as wide as the times.
    .replace(/\ntime\n +A +B\n/, "\ntime A B\n");
}

async function digestOf(project: TestProject, path: string): Promise<string> {
  return await sha256Hex(await Deno.readFile(`${project.root}/${path}`));
}

Deno.test("diff of two real runs: every edit between them is there, and nothing else", async (t) => {
  await using project = await TestProject.create();
  await project.run("--name", "first");
  const before = await digestOf(project, "shapes/exponent.ts");
  const extra = await digestOf(project, "data/extra.txt");
  await changeEverything(project);
  await project.run("--name", "second", "--set", "numbers.step=3");

  await t.step("as text", async () => {
    const { code, stdout, stderr } = await project.cli("diff", "first", "second");
    assertEquals([code, stderr], [0, ""]);
    assertEquals(
      steady(stdout),
      `A  RUN-ID  INSTANT TIME  ok  first
B  RUN-ID  INSTANT TIME  ok  second

params
  numbers.step  2 → 3

metrics
           A     B  B − A
  total  133  1920  +1787  worse

code
  shapes/half.ts    added    squares
  shapes/square.ts  changed  squares
  types, comments or constants that are used elsewhere: shapes/exponent.ts

packages
  tiny  1.0.0 → 1.1.0  total

inputs
  data/extra.txt   changed
  hosts of parity  no host → localhost:1

artifacts
  numbers.numbers, squares.squares, parity.parity, total.total

time A B
  numbers TIME TIME
  squares TIME TIME
  parity TIME TIME
  total TIME TIME

Nothing differs in: runtime.
`,
    );
  });

  await t.step("as JSON, with the digests of the files", async () => {
    const { code, stdout } = await project.cli("diff", "latest~1", "latest", "--json");
    const document = JSON.parse(stdout);
    assertEquals([code, mismatches(DOCS, "diff/1", document)], [0, []]);
    assertEquals(document.params, [{ name: "numbers.step", before: 2, after: 3 }]);
    assertEquals(document.code[0], {
      name: "shapes/exponent.ts",
      change: "changed",
      before,
      after: await digestOf(project, "shapes/exponent.ts"),
      stages: ["squares"],
      inBundle: false,
    });
    assertEquals(document.code[1].before, null);
    assertEquals(document.files, [{
      name: "data/extra.txt",
      before: extra,
      after: await digestOf(project, "data/extra.txt"),
    }]);
    assertEquals(document.hosts, [{ name: "parity", before: [], after: ["localhost:1"] }]);
    assertEquals(document.unknown, []);
  });

  await t.step("with the right to read the project and no other", async () => {
    const { code, stdout } = await project.script(
      "pipeline.ts",
      project.readOnly,
      "diff",
      "first",
      "second",
    );
    assertEquals(code, 0);
    assertStringIncludes(stdout, "numbers.step  2 → 3");
  });

  await t.step("turned round, what was added is removed", async () => {
    const { stdout } = await project.cli("diff", "second", "first", "--json");
    const { code, metrics } = JSON.parse(stdout);
    assertEquals([code[1].name, code[1].change], ["shapes/half.ts", "removed"]);
    assertEquals(metrics[0].delta, 133 - 1920);
  });

  await t.step(
    "runs that are unknown or ambiguous are refused, both at once, with exit 2",
    async () => {
      const year = new Date().getUTCFullYear();
      const { code, stdout, stderr } = await project.cli("diff", `${year}`, "secnd");
      assertEquals([code, stdout], [2, ""]);
      assertStringIncludes(stderr, `"${year}" fits several runs`);
      assertStringIncludes(stderr, 'There is no run "secnd"');
      assertStringIncludes(stderr, '"second"');
      const asJson = await project.cli("diff", `${year}`, "secnd", "--json");
      const document = JSON.parse(asJson.stdout);
      assertEquals([mismatches(DOCS, "error/1", document), document.errors.length], [[], 2]);
    },
  );

  await t.step("a pipeline without a page refuses --html and says so", async () => {
    const { code, stderr } = await project.cli("diff", "first", "second", "--html", "page.html");
    assertEquals(code, 2);
    assertStringIncludes(stderr, "this pipeline has no page that compares runs");
  });
});

Deno.test("diff of a run that gc has removed is refused with exit 2", async () => {
  await using project = await TestProject.create();
  await project.run();
  const { runs } = JSON.parse((await project.cli("runs", "--json")).stdout);
  await project.run("--set", "numbers.step=3");
  assertEquals((await project.cli("gc", "--keep-runs=1", "--set=numbers.step=3")).code, 0);
  const { code, stderr } = await project.cli("diff", runs[0].id, "latest");
  assertEquals(code, 2);
  assertStringIncludes(stderr, runs[0].id);
});

Deno.test("diff of a run that failed tells what is known and says what is not", async () => {
  await using project = await TestProject.create();
  await project.run();
  await project.edit("stages/squares.ts", "return", 'if (inputs) throw new Error("no");\n  return');
  assertEquals((await project.cli("run", "--set=numbers.step=3")).code, 1);
  const { code, stdout } = await project.cli("diff", "latest~1", "latest");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "numbers.step  2 → 3");
  assertStringIncludes(
    stdout,
    "Not compared, for want of a record: squares in B (failed), total in B (blocked).",
  );
});
