/**
 * Processes that are told to stop, killed, or run out of memory: what they leave behind, and how the next
 * one goes on.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { executedOf } from "../support/what_ran.ts";
import { Going, LIMIT_MS, pause } from "../support/going.ts";
import { TestProject } from "../support/project.ts";

const ENDLESS = "export function square(n: number): number {\n  for (;;) if (n < 0) return n;\n}\n";
const GREEDY = `export function square(n: number): number {
  const kept: number[][] = [];
  for (;;) kept.push(new Array(1_000_000).fill(n));
}
`;

/** Waits until something is there, and for no longer than the process goes on. */
async function untilThere(going: Going, check: () => boolean): Promise<void> {
  let hasEnded = false;
  going.ended.then(() => hasEnded = true);
  while (!check()) {
    assert(!hasEnded, `the process ended before: ${going.text}`);
    await pause(2);
  }
}

/** The store is whole, and a run with the old code goes on to the same end as ever. */
async function checkGoesOn(project: TestProject, square: string): Promise<string> {
  assertEquals((await project.cli("verify")).code, 0);
  await project.write("shapes/square.ts", square);
  const { code, stderr, stdout } = await project.cli("run", "--json");
  assertEquals(code, 0, stderr);
  const { stages, metrics } = JSON.parse(stdout);
  assertEquals(metrics, { total: 133 });
  assertEquals(
    executedOf(stages),
    ["squares", "parity", "total"].filter((name) => executedOf(stages).includes(name)),
  );
  assert(!executedOf(stages).includes("numbers"), "what was finished is kept");
  return stderr;
}

async function originalSquare({ root }: TestProject): Promise<string> {
  return await Deno.readTextFile(`${root}/shapes/square.ts`);
}

Deno.test("fault 47: SIGINT and SIGTERM end a process whose stage computes within 2 s, and the next run goes on", async () => {
  await using project = await TestProject.create();
  const square = await originalSquare(project);
  for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    await project.write("shapes/square.ts", ENDLESS);
    const going = new Going(project);
    await going.heard("squares  started");
    const askedAt = performance.now();
    going.process.kill(signal);
    const { code } = await going.ended;
    assertEquals(code, exitCode);
    assert(performance.now() - askedAt < LIMIT_MS, "the process did not end in time");
    const said = await checkGoesOn(project, square);
    assert(!said.includes("did not finish"), "a run that was stopped has ended as it should");
  }
});

Deno.test("fault 47: SIGINT and SIGTERM while an artifact is written leave a whole store", async () => {
  for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    await using project = await TestProject.create();
    const file = "stages/numbers.ts";
    await project.edit(file, "return { numbers:", "return { big: new Uint8Array(150e6), numbers:");
    await project.edit(file, "outputs: {", `outputs: { big: "large", `);
    const going = new Going(project);
    const temporary = `${project.root}/artifacts/tmp`;
    await going.heard("numbers  started");
    await untilThere(going, () => [...Deno.readDirSync(temporary)].length > 0);
    going.process.kill(signal);
    assertEquals((await going.ended).code, exitCode);
    assertEquals((await project.cli("verify")).code, 0);
    assertEquals((await project.run()).get("total")?.state, "ran");
    assertEquals([...Deno.readDirSync(temporary)], [], "nothing is left over");
  }
});

Deno.test("fault 48: a stage that runs out of memory ends the process, and the next run says so and goes on", async () => {
  await using project = await TestProject.create();
  const square = await originalSquare(project);
  await project.write("shapes/square.ts", GREEDY);
  const going = new Going(project, [], ["--v8-flags=--max-old-space-size=150"]);
  const { code } = await going.ended;
  assertEquals(code, 133, going.text);
  const said = await checkGoesOn(project, square);
  assertMatch(said, /Run \S+ did not finish: its process ended while it executed .*squares/);
  assertStringIncludes(said, "ran out of memory");
  assert(!(await project.cli("run", "--force=total")).stderr.includes("did not finish"));
});

Deno.test("behaviour 8: a waiter goes on when the process that it waits for is killed", async () => {
  await using project = await TestProject.create();
  const square = await originalSquare(project);
  await project.write("shapes/square.ts", ENDLESS);
  const holder = new Going(project);
  await holder.heard("squares  started");
  const waiter = new Going(project);
  await waiter.heard("squares  waits");
  holder.process.kill("SIGKILL");
  await holder.ended;
  await waiter.heard("squares  started");
  waiter.process.kill("SIGKILL");
  await waiter.ended;
  await checkGoesOn(project, square);
});

Deno.test("plan, why, dag, show and verify never wait behind a run", async () => {
  await using project = await TestProject.create();
  await project.run();
  await project.write("shapes/square.ts", ENDLESS);
  const going = new Going(project);
  await going.heard("squares  started");
  for (const args of [["plan"], ["why", "squares"], ["dag"], ["show", "numbers"], ["verify"]]) {
    assertEquals((await project.cli(...args)).code, 0, args.join(" "));
  }
  going.process.kill("SIGKILL");
  assertEquals((await going.ended).signal, "SIGKILL");
});

Deno.test("fault 48: a stage that never ends fails at its time limit, and the process ends", async () => {
  await using project = await TestProject.create();
  await project.write("shapes/square.ts", ENDLESS);
  await project.edit("stages/squares.ts", "  params: {},", "  params: {},\n  timeoutMs: 300,");
  const { code, stderr } = await project.cli("--keep-going");
  assertEquals(code, 1);
  assertStringIncludes(stderr, 'Stage "squares" took longer than its 300 ms');
  assertMatch(stderr, /^Kept: numbers, parity/m);
});
