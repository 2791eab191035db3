/**
 * The mutation tool on a project of one source file: which changes its test notices, which not, and
 * that the project itself stays as it is.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { walk } from "@std/fs";
import { type Finished, REPOSITORY } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { identityKey, type Mutant, mutated } from "../../tools/mutants/mutant.ts";
import { readOptions } from "../../tools/mutants/options.ts";
import { sampleOf } from "../../tools/mutants/select.ts";
import { testsOf } from "../../tools/mutants/tests_of.ts";
import { Verdicts } from "../../tools/mutants/verdicts.ts";

const SOURCE = `export function fits(n: number, limit: number): boolean {
  return n <= limit;
}

export function count(limit: number): number {
  let n = 0;
  while (n < limit) n++;
  return n;
}

export function half(n: number): number {
  return n / 2;
}
`;
/** Leaves the boundary of \`fits\` open, and \`half\` altogether. */
const TEST = `import { count, fits } from "../../lib/store/size.ts";

Deno.test("sizes", () => {
  if (fits(1, 2) !== true || fits(3, 2) !== false || count(3) !== 3) throw new Error("wrong");
});
`;
const BOUNDARY = {
  file: "lib/store/size.ts",
  rule: "EqualityOperator",
  line: "return n <= limit;",
  before: "n <= limit",
  after: "n < limit",
  nth: 0,
};

async function sampleProject(root: string): Promise<void> {
  await Deno.mkdir(`${root}/lib/store`, { recursive: true });
  await Deno.mkdir(`${root}/tests/store`, { recursive: true });
  await Deno.mkdir(`${root}/tools/mutants`, { recursive: true });
  await Deno.writeTextFile(`${root}/lib/store/size.ts`, SOURCE);
  await Deno.writeTextFile(`${root}/tests/store/size_test.ts`, TEST);
}

async function mutants(root: string, ...flags: string[]): Promise<Finished> {
  const tool = `${REPOSITORY}/tools/mutants/main.ts`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-all", tool, "--root", root, "--grace", "1", ...flags],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Texts of the project's own files by path. */
async function textsBelow(root: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for await (const { path } of walk(root, { includeDirs: false, skip: [/\/coverage\//] })) {
    texts[path.slice(root.length)] = await Deno.readTextFile(path);
  }
  return texts;
}

/** Counts of the table's last line: mutants, killed, timed out, refused, survived. */
function totals(stdout: string): number[] {
  const [, counts] = /^all((?: +\d+){5})/m.exec(stdout) ?? [];
  return (counts ?? "").trim().split(/ +/).map(Number);
}

Deno.test("survivors are the changes that no test notices; endless loops and wrong types are noticed", async () => {
  await using folder = await temporaryFolder();
  await sampleProject(folder.path);
  const before = await textsBelow(folder.path);
  const { code, stdout, stderr } = await mutants(folder.path);
  assertEquals(code, 1, stderr);
  assertEquals(await textsBelow(folder.path), before);

  const survivors = stdout.match(/^ {2}\+ .*$/gm);
  assertEquals(survivors, ["  + n < limit", "  + n * 2"]);
  assertStringIncludes(stdout, "lib/store/size.ts:2  EqualityOperator\n    return n <= limit;\n");
  const [all, killed, timedOut, refused, survived] = totals(stdout);
  // "n--" never ends; "{}" in place of the body of "half" returns no number.
  assertEquals([timedOut, refused, survived], [1, 1, 2]);
  assertEquals(killed, all! - 4);
  assertMatch(stderr, /size\.ts:7 timed out tests\/store\/size_test\.ts/);

  const again = await mutants(folder.path);
  assertEquals([again.code, again.stdout], [code, stdout]);
  const verdicts = await Deno.readTextFile(`${folder.path}/coverage/mutants.jsonl`);
  assertEquals(verdicts.trimEnd().split("\n").length, all);
});

Deno.test("a survivor that was looked at is left out, also where its line has moved, and a stale entry is named", async () => {
  await using folder = await temporaryFolder();
  await sampleProject(folder.path);
  await Deno.writeTextFile(`${folder.path}/lib/store/size.ts`, `// Moved.\n\n${SOURCE}`);
  const lookedAt = [
    { ...BOUNDARY, reason: "for this test" },
    { ...BOUNDARY, line: "return n <= most;", reason: "the line is gone" },
  ];
  await Deno.writeTextFile(
    `${folder.path}/tools/mutants/looked_at.json`,
    JSON.stringify(lookedAt),
  );
  const { code, stdout, stderr } = await mutants(folder.path, "--max-survivors", "20");
  assertEquals(code, 0, stderr);
  assertEquals(stdout.match(/^ {2}\+ .*$/gm), ["  + n * 2"]);
  assertStringIncludes(stdout, "remove it: lib/store/size.ts: return n <= most;");
});

Deno.test("a test that fails without any change is left out by name", async () => {
  await using folder = await temporaryFolder();
  await sampleProject(folder.path);
  const failing = TEST.replace("count(3) !== 3", "count(3) === 3");
  await Deno.writeTextFile(`${folder.path}/tests/store/size_test.ts`, failing);
  const { code, stdout } = await mutants(folder.path, "--sample", "2");
  assertEquals(code, 1);
  assertStringIncludes(stdout, "tests/store/size_test.ts fails without any change");
  assertEquals(totals(stdout)[1], 0);
});

Deno.test("wrong flags and missing sources are said", async () => {
  assertMatch(String(readOptions(["--sampel", "3"], "/p")), /^Unknown: --sampel\n/);
  assertMatch(String(readOptions(["--sample", "few"], "/p")), /^--sample must be a number\n/);
  await using folder = await temporaryFolder();
  await sampleProject(folder.path);
  const { code, stderr } = await mutants(folder.path, "--only", "lib/codec");
  assertEquals(code, 1);
  assertStringIncludes(stderr, "There is no source file in lib/codec");
});

Deno.test("a mutant replaces its part of the text", () => {
  const mutant: Mutant = { identity: BOUNDARY, lineNumber: 1, start: 2, end: 4, code: "(xyz)" };
  assertEquals(mutated("abcdef", mutant), "ab(xyz)ef");
  assertEquals(identityKey({ ...BOUNDARY, nth: 1 }) === identityKey(BOUNDARY), false);
});

Deno.test("a sample has its size, keeps the order, and depends on the seed", () => {
  const items = Array.from({ length: 100 }, (_, i) => i);
  const sample = sampleOf(items, 10, 1);
  assertEquals(sample.length, 10);
  assertEquals(sample, sample.toSorted((a, b) => a - b));
  assertEquals(sampleOf(items, 10, 1), sample);
  assertEquals(sampleOf(items, 10, 2).join() === sample.join(), false);
  assertEquals(sampleOf(items, 1000, 1), items);
});

Deno.test("the mirrored test comes first, then nearer ones; of other modules those that import the file", () => {
  const importers = new Map([
    ["lib/store/gc.ts", ["tests/store/all_test.ts", "tests/store/gc_test.ts", "lib/engine/x.ts"]],
    ["lib/engine/x.ts", ["tests/engine/x_test.ts", "tests/store/far_test.ts", "lib/store/gc.ts"]],
  ]);
  assertEquals(testsOf("lib/store/gc.ts", importers), [
    "tests/store/gc_test.ts",
    "tests/store/all_test.ts",
    "tests/store/far_test.ts",
  ]);
  importers.set("lib/store/gc.ts", ["tests/engine/collect_test.ts", "tests/browser/gc_test.ts"]);
  assertEquals(testsOf("lib/store/gc.ts", importers), ["tests/engine/collect_test.ts"]);
});

Deno.test("tests that share a word of the file's name come early, those that start processes last", () => {
  const tests = ["a_process", "b", "runs", "sweep_process", "sweep", "view"];
  const importers = new Map([
    ["lib/cli/sweep_view.ts", ["lib/cli/main.ts", "tests/cli/near_test.ts"]],
    ["lib/cli/main.ts", tests.map((name) => `tests/cli/${name}_test.ts`)],
  ]);
  const names = ["sweep", "view", "near", "b", "runs", "a_process", "sweep_process"];
  assertEquals(
    testsOf("lib/cli/sweep_view.ts", importers),
    names.map((name) => `tests/cli/${name}_test.ts`),
  );
});

Deno.test("a verdict counts while the source and the test that noticed the change stay; a survivor's while all stay", async () => {
  await using folder = await temporaryFolder();
  const mutant: Mutant = { identity: BOUNDARY, lineNumber: 1, start: 2, end: 4, code: "x" };
  const survivor: Mutant = { ...mutant, identity: { ...BOUNDARY, nth: 1 } };
  const tests = (one: string, two: string) => new Map([["one_test.ts", one], ["two_test.ts", two]]);
  const evidence = { text: "source", tests: tests("a", "b") };
  const written = await Verdicts.open(folder.path);
  await written.add(mutant, evidence, { outcome: "killed", by: "two_test.ts" });
  await written.add(survivor, evidence, { outcome: "survived", by: null });
  await Deno.writeTextFile(`${folder.path}/mutants.jsonl`, '{"key":"cut', { append: true });

  const verdicts = await Verdicts.open(folder.path);
  const outcomes = async (text: string, one: string, two: string) => {
    const found = [mutant, survivor].map((each) =>
      verdicts.of(each, { text, tests: tests(one, two) })
    );
    return (await Promise.all(found)).map((verdict) => verdict?.outcome ?? null);
  };
  assertEquals(await outcomes("source", "a", "b"), ["killed", "survived"]);
  assertEquals(await outcomes("source", "changed", "b"), ["killed", null]);
  assertEquals(await outcomes("source", "a", "changed"), [null, null]);
  assertEquals(await outcomes("changed", "a", "b"), [null, null]);
});
