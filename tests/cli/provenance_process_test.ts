/**
 * `log` and `provenance` as processes, on stores that real runs have made.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { sha256Hex } from "../../lib/codec/digest.ts";
import { TestProject } from "../support/project.ts";
import { jsonDocs, mismatches } from "./json_schema.ts";

const DOCS = await jsonDocs();

/** The document of a command that must succeed. */
async function documentOf(project: TestProject, schema: string, ...args: string[]) {
  const { code, stdout, stderr } = await project.cli(...args, "--json");
  assertEquals(code, 0, stderr);
  const document = JSON.parse(stdout);
  assertEquals(mismatches(DOCS, schema, document), []);
  return document;
}

/** An execution as `provenance --json` tells of it. */
interface StageJson {
  readonly name: string;
  readonly key: string;
  readonly params: unknown;
  readonly inputs: Readonly<Record<string, { readonly artifact: string; readonly digest: string }>>;
  readonly files: Readonly<Record<string, { readonly path: string; readonly sha256: string }>>;
  readonly sources: readonly {
    readonly path: string;
    readonly package: string | null;
    readonly version: string | null;
    readonly digest: string;
  }[];
  readonly outputs: Readonly<Record<string, { readonly digest: string }>>;
}

/** Makes `squares` say how far it has come. */
async function withProgress(project: TestProject): Promise<void> {
  const file = "stages/squares.ts";
  await project.edit(file, "run({ inputs }:", "run({ inputs, log, progress }:");
  await project.edit(
    file,
    "  return {",
    '  const total = inputs.numbers.length;\n  progress({ done: 0, total, unit: "number" });\n' +
      '  log("squaring");\n  progress({ done: total, total, unit: "number", note: "done" });\n  return {',
  );
}

Deno.test("the log and the progress of a stage are kept with its record and replayed on a hit", async () => {
  await using project = await TestProject.create();
  await withProgress(project);
  await project.run();
  const { stdout } = await project.cli("run", "--verbose");
  assertMatch(
    stdout,
    /^ {2}squares · number 0 of 5 \([\d.]+ m?s\)\n {2}squares \| squaring\n {2}squares · number 5 of 5, done \([\d.]+ m?s\)$/m,
  );
  const told = await project.cli("log", "squares");
  assertMatch(
    told.stdout,
    /^squares ran in [\d.]+ m?s until .* UTC, run .*:\n {2}· number 0 of 5 .*\n {2}squaring\n {2}· number 5 of 5, done .*\n$/,
  );
  const { lines, progress, error } = await documentOf(project, "log/1", "log", "squares");
  assertEquals([lines, error], [["squaring"], null]);
  assertEquals(
    progress.map((
      { done, afterLines }: { done: number; afterLines: number },
    ) => [done, afterLines]),
    [[0, 0], [5, 1]],
  );
});

Deno.test("log --run shows what a stage said in a run that a later one has overtaken, or that failed", async () => {
  await using project = await TestProject.create();
  await project.run("--name=four");
  await project.run("--set=numbers.count=9");
  assertStringIncludes((await project.cli("log", "numbers")).stdout, "\n  4 numbers and 7\n");
  const newest = await project.cli("log", "numbers", "--run", "latest");
  assertStringIncludes(newest.stdout, "\n  9 numbers and 7\n");
  await project.edit(
    "stages/numbers.ts",
    "  return {",
    '  throw new Error("no numbers");\n  return {',
  );
  assertEquals((await project.cli("run")).code, 1);
  const failed = await documentOf(project, "log/1", "log", "numbers", "--run=latest");
  assertEquals(failed.lines, ["4 numbers and 7"]);
  assertEquals([failed.madeAt, failed.error.message], [null, "no numbers"]);
  assertEquals((await project.cli("log", "numbers")).code, 2);
  const named = await documentOf(project, "log/1", "log", "total", "--run=four");
  assertEquals(named.lines, []);
  const blocked = await project.cli("log", "total", "--run=latest");
  assertEquals(blocked.code, 2);
  assertStringIncludes(blocked.stderr, "because numbers failed");
});

Deno.test("provenance leads from an artifact to the files, with the digests of what lies there", async () => {
  await using project = await TestProject.create();
  const results = await project.run();
  const document = await documentOf(project, "provenance/1", "provenance", "total.total");
  const stages: readonly StageJson[] = document.stages;
  assertEquals(stages.map(({ name }) => name), ["total", "parity", "squares", "numbers"]);
  for (const [i, { name, key, inputs, sources, files }] of stages.entries()) {
    assertEquals(key, results.get(name)!.key);
    for (const { artifact, digest } of Object.values(inputs)) {
      const [from = "", output = ""] = artifact.split(".");
      assert(stages.findIndex((stage) => stage.name === from) > i, "what is read comes after");
      assertEquals(digest, stages.find((stage) => stage.name === from)!.outputs[output]!.digest);
    }
    const own = sources.map(({ path, digest }) => [path, digest] as const);
    const external = Object.values(files).map(({ path, sha256 }) => [path, sha256] as const);
    for (const [path, digest] of [...own, ...external]) {
      assertEquals(await sha256Hex(await Deno.readFile(`${project.root}/${path}`)), digest, path);
    }
  }
  const [total, , squares, numbers] = stages;
  assertEquals(total!.params, { label: "total" });
  assertEquals(
    total!.sources.flatMap((source) =>
      source.package === null ? [] : [[source.package, source.version]]
    ),
    [["tiny", "1.0.0"]],
  );
  const paths = squares!.sources.map(({ path }) => path).filter((path) => !path.startsWith("lib/"));
  assertEquals(paths, [
    "shapes/exponent.ts",
    "shapes/power.ts",
    "shapes/square.ts",
    "stages/squares.ts",
  ]);
  assertEquals(numbers!.files["extra"]!.path, "data/extra.txt");
});

Deno.test("provenance --run is that of then, whatever the code and the params are now", async () => {
  await using project = await TestProject.create();
  const before = await project.run("--set=numbers.step=3", "--name=then");
  await project.edit("shapes/exponent.ts", "2", "3");
  await project.run();
  const document = await documentOf(project, "provenance/1", "provenance", "squares", "--run=then");
  const keys = document.stages.map(({ key }: StageJson) => key);
  assertEquals(keys, [before.get("squares")!.key, before.get("numbers")!.key]);
  assertEquals(document.stages[1].params.step, 3);
  const now = await documentOf(project, "provenance/1", "provenance", "squares");
  assert(now.stages[0].code !== document.stages[0].code);
});

Deno.test("log and provenance write nothing, need no right to, and refuse what is not there", async () => {
  await using project = await TestProject.create();
  await project.run();
  const database = `${project.root}/artifacts/state.db`;
  const before = await Deno.readFile(database);
  const read = ["--allow-read"];
  for (
    const args of [["log", "numbers"], ["provenance", "total"], ["log", "numbers", "--run=latest"]]
  ) {
    assertEquals((await project.cliWith(read, ...args)).code, 0, args.join(" "));
  }
  assertEquals(await Deno.readFile(database), before);
  const refused = [
    ["log"],
    ["log", "numbers.numbers"],
    ["log", "numbers", "--run=then"],
    ["log", "numbers", "--run=latest", "--set=numbers.step=3"],
    ["provenance", "total", "--set=numbers.step=3"],
    ["provenance", "total.sum"],
    ["provenance", "total", "--format=dot", "--json"],
  ];
  for (const args of refused) {
    const { code, stdout } = await project.cli(...args, "--json");
    assertEquals([code, mismatches(DOCS, "error/1", JSON.parse(stdout))], [2, []], args.join(" "));
  }
});
