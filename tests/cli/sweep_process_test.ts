/**
 * Sweeps as processes on real stores: what stays when one is stopped or killed, and how the next goes
 * on.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { CombinationDocument, SweepDocument } from "../../lib/cli/sweep_document.ts";
import type { PastRun } from "../../lib/engine/engine.ts";
import { Going, LIMIT_MS } from "../support/going.ts";
import { TestProject } from "../support/project.ts";
import { jsonDocs, mismatches } from "./json_schema.ts";

const DOCS = await jsonDocs();

/** Never comes to an end with `n`. */
function endlessWith(n: number): string {
  return `export function square(n: number): number {\n  for (;;) if (n !== ${n}) return n * n;\n}\n`;
}

/** A real document of a sweep, held against the docs. */
async function sweep(
  project: TestProject,
  ...args: string[]
): Promise<{ readonly code: number; readonly stderr: string; readonly document: SweepDocument }> {
  const { code, stdout, stderr } = await project.cli("sweep", "--json", ...args);
  const document = JSON.parse(stdout);
  assertEquals(mismatches(DOCS, "sweep/1", document), [], stderr);
  return { code, stderr, document };
}

function executed({ combinations }: SweepDocument): number {
  return combinations.flatMap((one: CombinationDocument) => one.executed)
    .filter((name) => name === "total").length;
}

Deno.test("a sweep leaves runs that runs, diff and run find", async () => {
  await using project = await TestProject.create();
  const args = ["numbers.step=1,2,3", "total.label=a,b", "--by=total"];
  const { code, document } = await sweep(project, ...args);
  assertEquals(code, 0);
  const { combinations, by, better } = document;
  assertEquals([by, better, executed(document)], ["total", "lower", 6]);
  assertEquals(
    combinations.map(({ metrics, best }) => [metrics["total"], best]),
    [[79, true], [79, false], [133, false], [133, false], [215, false], [215, false]],
  );
  const [first, , third] = combinations;
  const { runs } = JSON.parse((await project.cli("runs", "--json")).stdout);
  assertEquals(
    new Set(runs.map(({ id }: { id: string }) => id)),
    new Set(combinations.map(({ run }) => run)),
  );
  const { stdout } = await project.cli("diff", first!.run!, third!.run!);
  assertStringIncludes(stdout, "numbers.step");
  const single = await project.run("--set=numbers.step=2", "--set=total.label=a");
  assertEquals([...single.values()].map(({ state }) => state), ["hit", "hit", "hit", "hit"]);
});

Deno.test("a sweep of two values of a param upstream prints a table that ends with what to type", async () => {
  await using project = await TestProject.create();
  const { code, stdout } = await project.cli("sweep", "numbers.step=3,1", "--by=total");
  assertEquals(code, 0);
  assertMatch(
    stdout,
    /\n {6}step {2}total +time {2}run\nbest +1 +79 +\d.* {2}\S+-2\n +3 +215 +\d.* {2}\S+-1\n\nRan 2 of 2 combinations in .*, sweep \S+\.\nTo run the best: deno task pipeline --set numbers.step=1\n$/,
  );
  const again = await project.cli("sweep", "numbers.step=1,3", "--by=total");
  assertStringIncludes(again.stdout, "Everything is fresh: 2 combinations, nothing to run");
});

Deno.test("combinations that fail are shown, stop no other and lead to the exit code", async () => {
  await using project = await TestProject.create();
  await project.write(
    "shapes/square.ts",
    "export function square(n: number): number {\n  if (n === 4) throw new RangeError(`no ${n}`);\n  return n * n;\n}\n",
  );
  const { code, document, stderr } = await sweep(project, "numbers.step=1,2,3", "--by=total");
  assertEquals([code, document.outcome], [1, "failed"]);
  assertEquals(document.combinations.map(({ outcome }) => outcome), ["ok", "failed", "failed"]);
  assertEquals(document.combinations[1]?.error?.message, "no 4");
  assertStringIncludes(stderr, "2 of 3 combinations failed:\n  numbers.step=1 and 1 other: no 4\n");
});

interface Finished {
  readonly step: string;
  readonly total: number;
}

/** The combinations that a sweep has told of as done: at least one. */
function finishedIn({ text }: Going): Finished[] {
  const finished = [...text.matchAll(/^ ?\d+ of \d+ {2}numbers\.step=(\d+) {2}total (\d+) /gm)]
    .map(([, step, total]) => ({ step: step!, total: Number(total) }));
  assert(finished.length > 0, text);
  return finished;
}

/** They are runs that ended well, in a store that is whole, and nothing of them is executed again. */
async function checkIsKept(project: TestProject, finished: readonly Finished[]): Promise<void> {
  assertEquals((await project.cli("verify")).code, 0);
  const { stdout } = await project.cli("runs", "--json", "--limit=20");
  const { runs }: { readonly runs: readonly PastRun[] } = JSON.parse(stdout);
  for (const { step, total } of finished) {
    const found = runs.filter(({ metrics }) => metrics["total"] === total);
    assertEquals(found.map(({ outcome }) => outcome), ["ok"], `step ${step} in ${stdout}`);
    assertEquals(await project.executed(`--set=numbers.step=${step}`), []);
  }
}

Deno.test("kill -9 in the middle of a sweep loses nothing that was finished, and the next one goes on", async () => {
  await using project = await TestProject.create();
  const square = await Deno.readTextFile(`${project.root}/shapes/square.ts`);
  // The first combination holds one of the two slots for ever, whatever the other ones take.
  await project.write("shapes/square.ts", endlessWith(37));
  const args = ["numbers.step=12,1..11:11", "--by=total"];
  const going = new Going(project, ["sweep", ...args, "--jobs=2"]);
  await going.heard("4 of 12");
  going.process.kill("SIGKILL");
  assertEquals((await going.ended).signal, "SIGKILL");
  const finished = finishedIn(going);
  await checkIsKept(project, finished);

  await project.write("shapes/square.ts", square);
  const { code, document, stderr } = await sweep(project, ...args);
  assertEquals([code, document.combinations.length], [0, 12]);
  assert(executed(document) <= 12 - finished.length, `${executed(document)} of 12`);
  assertMatch(stderr, /Run \S+-01 did not finish: its process ended while it executed .*squares/);
  assertEquals((await project.cli("verify")).code, 0);
  assertEquals(executed((await sweep(project, ...args)).document), 0);
});

Deno.test("SIGINT in the middle of a sweep ends it soon, keeps what was finished, and the next goes on", async () => {
  await using project = await TestProject.create();
  const square = await Deno.readTextFile(`${project.root}/shapes/square.ts`);
  await project.write("shapes/square.ts", endlessWith(13));
  const args = ["numbers.step=1,2,3,12,4,5", "--by=total"];
  const going = new Going(project, ["sweep", ...args, "--jobs=1"]);
  // Not the third: the one slot may go to the stage that never ends before its last stage asks for it.
  await going.heard("1 of 6");
  const askedAt = performance.now();
  going.process.kill("SIGINT");
  const { code } = await going.ended;
  assertEquals(code, 130);
  assert(performance.now() - askedAt < LIMIT_MS, "the process did not end in time");
  assertStringIncludes(going.text, "SIGINT: stopping; what is finished is kept");
  await checkIsKept(project, finishedIn(going));

  await project.write("shapes/square.ts", square);
  const { document, stderr } = await sweep(project, ...args);
  assertEquals([document.outcome, document.combinations.length], ["ok", 6]);
  assert(!stderr.includes("did not finish"), "a sweep that was stopped has ended as it should");
});
