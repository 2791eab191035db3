/**
 * `runs` as a process, on stores that real runs have made.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TestProject } from "../support/project.ts";
import { jsonDocs, mismatches } from "./json_schema.ts";

const DOCS = await jsonDocs();

/** A past run as `runs --json` tells of it. */
interface RunJson {
  readonly id: string;
  readonly name: string | null;
  readonly outcome: string;
  readonly params: unknown;
  readonly stages: readonly { readonly name: string; readonly state: string }[];
  readonly metrics: Readonly<Record<string, number>>;
}

async function runsOf(project: TestProject, ...flags: string[]): Promise<RunJson[]> {
  const { code, stdout, stderr } = await project.cli("runs", "--json", ...flags);
  assertEquals([code, stderr.includes("error")], [0, false], stderr);
  const document = JSON.parse(stdout);
  assertEquals(mismatches(DOCS, "runs/1", document), []);
  return document.runs;
}

/** Ids, instants and times, which are never the same. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{8}T\d{6}-[0-9a-f]{6}/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "WHEN")
    .replaceAll(/\b\d+(\.\d)? m?s\b/g, "TIME");
}

Deno.test("runs lists what was executed, newest first, and sorts it by a figure", async () => {
  await using project = await TestProject.create();
  await project.run("--name", "base");
  await project.run();
  await project.run("--set", "numbers.step=3", "--set", "total.label=total");
  await project.run("--set", "numbers.step=1", "--until=total");
  assertEquals(
    steady((await project.cli("runs")).stdout),
    `ID  WHEN  TIME  ok
  params    numbers.step=1
  ran       numbers, squares, parity, total: param numbers.step 3 → 1
  figures   total 79

ID  WHEN  TIME  ok
  params    numbers.step=3
  ran       numbers, squares, parity, total: param numbers.step 2 → 3
  figures   total 215

ID  WHEN  TIME  ok  base
  ran       numbers, squares, parity, total: first run
  figures   total 133
`,
  );
  const runs = await runsOf(project);
  assertEquals(runs.map(({ params }) => params), [
    { numbers: { step: 1 } },
    { numbers: { step: 3 } },
    {},
  ]);
  const sorted = await runsOf(project, "--sort", "total", "--limit", "2");
  // The stage declares that less of it is better.
  assertEquals(sorted.map(({ metrics }) => metrics["total"]), [79, 133]);
});

Deno.test("a run is named when it is run or afterwards, and no two have the same name", async () => {
  await using project = await TestProject.create();
  await project.run("--name", "base");
  const [base] = await runsOf(project);
  const taken = await project.cli("run", "--set=numbers.step=3", "--name=base");
  assertEquals([taken.code, taken.stdout], [2, ""]);
  assertMatch(taken.stderr, /^error: Run .* is called "base" already; choose another name/);
  assertEquals((await runsOf(project)).length, 1);

  const hits = await project.cli("run", "--name=again");
  assertEquals(hits.code, 0);
  assertStringIncludes(
    hits.stderr,
    `warning: Nothing was executed, so there is no new run to call "again"; ` +
      `"runs --rename ${base!.id}=again" names the run that made this`,
  );
  const renamed = await project.cli("runs", `--rename=${base!.id.slice(0, -3)}=again`, "--json");
  assertEquals(JSON.parse(renamed.stdout).runs, [{ ...base, name: "again" }]);
  assertEquals((await runsOf(project))[0]!.name, "again");
});

Deno.test("case 29: no run is named in advice that gc has removed", async () => {
  await using project = await TestProject.create();
  await project.run();
  await project.run("--set=numbers.step=3");
  await project.cli("gc", "--keep-runs=1");
  const { code, stderr } = await project.cli("run", "--name=again");
  assertEquals(code, 0);
  assertStringIncludes(
    stderr,
    `there is no new run to call "again"; the run that made this is no longer kept, "--force" ` +
      "makes it again under that name",
  );
  await project.run("--name=again", "--force");
  assertEquals((await runsOf(project))[0]!.name, "again");
});

Deno.test("what fits no run is refused with exit 2 and what would fit", async () => {
  await using project = await TestProject.create();
  await project.run("--name", "base");
  const cases = [
    [["--rename=bsae=x"], "bsae", "base"],
    [["--rename=latest~1=x"], "latest~1", null],
    [["--rename=latest=2026"], "2026", null],
    [["--rename=latest"], "--rename", null],
    [["--sort=totl"], "totl", "total"],
    [["--limit=none"], "--limit", null],
    [["--limit=1", "--rename=latest=x"], "--limit", null],
  ] as const;
  for (const [flags, subject, nearest] of cases) {
    const { code, stdout } = await project.cli("runs", "--json", ...flags);
    const document = JSON.parse(stdout);
    assertEquals([code, mismatches(DOCS, "error/1", document)], [2, []]);
    const [problem, ...more] = document.errors;
    assertEquals([problem.subject, problem.nearest, more], [subject, nearest, []], flags.join(" "));
  }
});

Deno.test("a run that was killed shows as died, with what it had finished and what it was busy with", async () => {
  await using project = await TestProject.create();
  await project.write(
    "shapes/square.ts",
    "export function square(n: number): number {\n  for (;;) if (n < 0) return n;\n}\n",
  );
  const going = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-prompt",
      "--no-check",
      "pipeline.ts",
      "--until=squares",
      "--name=doomed",
    ],
    cwd: project.root,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  for await (const chunk of going.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("squares  started")) break;
  }
  assertEquals((await runsOf(project))[0]!.outcome, "running");
  going.kill("SIGKILL");
  await going.status;
  const [died] = await runsOf(project);
  assertEquals([died!.outcome, died!.name], ["died", "doomed"]);
  assertEquals(died!.stages.map(({ name, state }) => [name, state]), [
    ["numbers", "ran"],
    ["squares", "died"],
  ]);
  // Also where nobody may write, and so close the row.
  const { stdout } = await project.cliWith(["--allow-read"], "runs");
  assertStringIncludes(
    steady(stdout),
    "  ran       numbers\n  died      while it executed squares\n",
  );
});

Deno.test("runs reads a store that it may not write, and one that is not there, and changes neither", async () => {
  await using project = await TestProject.create();
  const empty = await project.cliWith(["--allow-read"], "runs");
  assertEquals(
    empty.stdout,
    "There are no runs: none has executed a stage yet, or gc removed those that had.\n",
  );
  assertEquals([...Deno.readDirSync(project.root)].some(({ name }) => name === "artifacts"), false);
  await project.run();
  const database = `${project.root}/artifacts/state.db`;
  const before = await Deno.readFile(database);
  const { code, stdout } = await project.cliWith(["--allow-read"], "runs");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "numbers, squares, parity, total: first run");
  assertEquals(await Deno.readFile(database), before);
  const refused = await project.cliWith(["--allow-read"], "runs", "--rename=latest=x");
  assertEquals(refused.code, 3);
  assert(refused.stderr.includes("--allow-write=artifacts pipeline.ts runs --rename=latest=x"));
});
