import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMPARED, RUN_A, RUN_B } from "./compared_runs.ts";
import { Machine } from "./terminal.ts";

Deno.test("diff names everything that two runs differ in, and what could not be compared", async () => {
  await using machine = await Machine.create(COMPARED);
  assertEquals(await machine.run("diff", "base", "latest"), {
    code: 0,
    stdout: `A  20261017T120009-a1a1a1  2026-10-17 12:00:09 UTC       5.4 s  ok      base
B  20261018T080100-b2b2b2  2026-10-18 08:01:00 UTC  1 min 31 s  failed

params
  source.count   3 → 10
  source.folder  "" is gone
  source.loud    false is new

metrics
                     A     B    B − A
  total.errors       7     7        =
  total.loss    0.2661  0.25  −0.0161  better
  total.new          –     1
  total.sum         12  15.5     +3.5  better
  undeclared         3     4       +1

code
  lib/add.ts  changed  total
  lib/new.ts  added    total
  lib/old.ts  removed  total

packages
  tiny  1.0.0 → 1.1.0  total

inputs
  data/list.txt    changed
  data/more.txt    added
  hosts of source  example.org → no host

runtime
  deno 2.9.6 → deno 2.9.7

artifacts
  source.numbers

time
              A            B
  source  1.2 s   1 min 30 s
  total   31 ms  hit (1.2 s)
  page    12 ms      blocked

Not compared, for want of a record: page in A (no longer kept), page in B (blocked).
`,
    stderr: "",
  });
});

Deno.test("diff of a run with itself says that nothing differs", async () => {
  await using machine = await Machine.create({ ...COMPARED, runs: [{ ...RUN_A, metrics: {} }] });
  const { code, stdout } = await machine.run("diff", "base", "base");
  assertEquals(code, 0);
  assertStringIncludes(
    stdout,
    "\nNothing differs in: params, code, packages, inputs, runtime, artifacts.\n",
  );
  assertStringIncludes(stdout, "  total.sum  12  12      =\n");
});

Deno.test("diff names the stages that only one of the runs got to", async () => {
  const [first] = RUN_A.stages;
  const runs = [{ ...RUN_B, stages: RUN_B.stages.slice(1) }, { ...RUN_A, stages: [first!] }];
  await using machine = await Machine.create({ ...COMPARED, runs });
  const { stdout } = await machine.run("diff", "base", RUN_B.id);
  assertStringIncludes(stdout, "\n\nOnly in A: source.\nOnly in B: total, page.\n");
});

Deno.test("diff --json has every change with both values, and says which figure is the better one", async () => {
  await using machine = await Machine.create(COMPARED);
  const { stdout, stderr } = await machine.run("diff", "base", "latest", "--json", "--quiet");
  const document = JSON.parse(stdout);
  assertEquals(stderr === "", false);
  assertEquals(document.before, {
    id: RUN_A.id,
    name: "base",
    startedAt: RUN_A.startedAt,
    elapsedMs: 5_432,
    outcome: "ok",
    command: null,
  });
  assertEquals(document.after.command, RUN_B.command);
  assertEquals(document.params[0], { name: "source.count", before: 3, after: 10 });
  assertEquals(document.metrics[1], {
    name: "total.loss",
    before: 0.266104,
    after: 0.25,
    delta: 0.25 - 0.266104,
    better: "after",
  });
  assertEquals(document.code.map(({ change }: { change: string }) => change), [
    "changed",
    "added",
    "removed",
  ]);
  assertEquals(document.packages, [
    {
      name: "npm:tiny",
      change: "changed",
      before: "1.0.0",
      after: "1.1.0",
      stages: ["total"],
      inBundle: true,
    },
  ]);
  assertEquals(document.runtime, { name: "deno", before: "deno 2.9.6", after: "deno 2.9.7" });
  assertEquals(document.stages[1].after, { state: "hit", elapsedMs: 0, executionMs: 1_234 });
  assertEquals(document.unknown, [
    { run: "before", stage: "page", state: "ran" },
    { run: "after", stage: "page", state: "blocked" },
  ]);
  assertEquals(document.html, null);
});

Deno.test("diff wants two runs, and a page that ends in .html", async () => {
  await using machine = await Machine.create(COMPARED);
  const [none, more] = (await machine.run("diff")).stderr.split("\n");
  assertEquals(none, 'error: "diff" needs RUN RUN');
  assertEquals(more, "Nothing was run. --help lists commands, flags and params.");
  assertEquals(
    (await machine.run("diff", "base")).stderr.split("\n")[0],
    'error: "diff" needs RUN RUN, got only "base"',
  );
  assertStringIncludes(
    (await machine.run("diff", "base", "latest", "more")).stderr,
    '"diff" takes RUN RUN, got "more" too',
  );
  const { code, stderr } = await machine.run("diff", "base", "latest", "--html=page.pdf");
  assertEquals([code, machine.engine], [2, null]);
  assertStringIncludes(stderr, '--html needs a file that ends in .html, got "page.pdf"');
});

Deno.test("diff refuses runs that are not there, one or both, with exit 2", async () => {
  await using machine = await Machine.create(COMPARED);
  const refused = async (...runs: string[]): Promise<string[]> => {
    const { code, stdout } = await machine.run("diff", ...runs, "--json");
    assertEquals(code, 2);
    return JSON.parse(stdout).errors.map(({ message }: { message: string }) => message);
  };
  assertEquals(await refused("base", "two"), ['There is no run "two"']);
  assertEquals(await refused("one", "latest"), ['There is no run "one"']);
  assertEquals(await refused("one", "two"), ['There is no run "one"', 'There is no run "two"']);
});

Deno.test("diff --html writes the pipeline's page of the artifacts of both runs and of what differs", async () => {
  await using machine = await Machine.create(COMPARED);
  const { code, stdout } = await machine.run("diff", "base", "latest", "--html", "page.html");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "\n\nThe page is page.html, ");
  assertEquals(
    await Deno.readTextFile(`${machine.root}/page.html`),
    "<p>seven, seven: 3 params differ, see page.html</p>",
  );
});

Deno.test("diff --html refuses runs that did not make what the page shows, and says why", async () => {
  const without = COMPARED.recorded.filter(({ key }) => key !== RUN_A.stages[0]!.key);
  await using machine = await Machine.create({ ...COMPARED, recorded: without });
  const { code, stderr } = await machine.run("diff", "base", "latest", "--html=page.html");
  assertEquals(code, 2);
  assertEquals(
    stderr.split("\n")[0],
    `error: The execution of stage "source" that run ${RUN_A.id} used is no longer in the store; ` +
      "run the pipeline to make it again",
  );
  assertEquals([...Deno.readDirSync(machine.root)].length, 1);
});

Deno.test("diff --html of runs that the page refuses to show together exits 2 with its words", async () => {
  await using machine = await Machine.create(COMPARED);
  const { code, stderr } = await machine.run("diff", "base", "base", "--html=page.html");
  assertEquals([code, stderr.split("\n")[0]], [2, "error: no param differs"]);
});

Deno.test("diff --html outside the grants exits 3 before any work, with the grant", async () => {
  await using machine = await Machine.create(COMPARED);
  machine.grants = ({ kind }) => kind === "read";
  const { code, stderr } = await machine.run("diff", "base", "latest", "--html=/else/page.html");
  assertEquals([code, machine.engine], [3, null]);
  assertStringIncludes(stderr, "--allow-write=/else pipeline.ts diff base latest");
  assertEquals((await machine.run("diff", "base", "latest")).code, 0);
});
