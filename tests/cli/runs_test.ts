import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { PAST_RUNS } from "./past_runs.ts";
import { Machine } from "./terminal.ts";

Deno.test("runs tells of each run when it was, what ran and why, params, figures and outcome", async () => {
  await using machine = await Machine.create({ runs: PAST_RUNS });
  assertEquals(await machine.run("runs"), {
    code: 0,
    stdout: `20261018T080400-e5e5e5  2026-10-18 08:04:00 UTC  running
  params    source.mode=down

20261018T080300-d4d4d4  2026-10-18 08:03:00 UTC  died
  ran       source
  died      while it executed total

20261018T080200-c3c3c3  2026-10-18 08:02:00 UTC  1.2 s  failed
  failed    total: no sum

20261018T080100-b2b2b2  2026-10-18 08:01:00 UTC  4.3 s  ok  four
  params    source.count=4  'source.folder=my data'
  ran       source, total: param source.count 3 → 4
  figures   total.sum 12 · total.loss 0.2661

20261017T120009-a1a1a1  2026-10-17 12:00:09 UTC  31 ms  cancelled
  ran       source, total: first run
`,
    stderr: "",
  });
});

Deno.test("runs --verbose also tells what was typed, settings, and each stage by itself", async () => {
  await using machine = await Machine.create({ runs: PAST_RUNS.slice(2, 4) });
  const { stdout } = await machine.run("runs", "-v");
  assertEquals(
    stdout,
    `20261018T080200-c3c3c3  2026-10-18 08:02:00 UTC  1.2 s  failed
  stages    source hit
            total failed: forced
            page blocked
  failed    total: no sum

20261018T080100-b2b2b2  2026-10-18 08:01:00 UTC  4.3 s  ok  four
  params    source.count=4  'source.folder=my data'
  settings  source.tries=2
  typed     deno task pipeline --set source.count=4
  stages    source ran in 4.0 s: param source.count 3 → 4
            total ran in 20 ms: input source.numbers changed
  figures   total.sum 12 · total.loss 0.2661
`,
  );
});

Deno.test("runs asks for no more than --limit, says that there are more, and sorts as it is told", async () => {
  await using machine = await Machine.create({ runs: PAST_RUNS });
  const { stdout } = await machine.run("runs", "--limit=4", "--sort", "total.loss");
  assertEquals(machine.engine!.queries, [{ limit: 5, sort: "total.loss" }]);
  // What it is sorted by comes first.
  assertStringIncludes(stdout, "  figures   total.loss 0.2661 · total.sum 12\n");
  assert(stdout.endsWith("\n\nThere are more runs; --limit N lists more of them.\n"));
  assert(!stdout.includes("a1a1a1"));
});

Deno.test("runs where there are none says how to make one", async () => {
  await using machine = await Machine.create();
  const { stdout } = await machine.run("runs");
  assertEquals(
    stdout,
    "There are no runs: none has executed a stage yet, or gc removed those that had.\n",
  );
});

Deno.test("runs --rename gives a run a name or takes it away", async () => {
  await using machine = await Machine.create({ runs: PAST_RUNS });
  const named = await machine.run("runs", "--rename", "20261018T080100-b2b2b2=best");
  assertEquals([named.code, named.stdout], [0, 'Run 20261018T080100-b2b2b2 is "best" now.\n']);
  const { stdout } = await machine.run("runs", "--rename=four=");
  assertEquals(stdout, "Run 20261018T080100-b2b2b2 has no name now.\n");
});

Deno.test("runs refuses a limit that is none and a renaming without a name, before it opens the store", async () => {
  await using machine = await Machine.create({ runs: PAST_RUNS });
  const { code, stderr } = await machine.run("runs", "--limit=0", "--rename=latest");
  assertEquals([code, machine.engine], [2, null]);
  assertEquals(stderr.split("\n")[0], 'error: --limit must be at least 1, got "0"');
  const renaming = await machine.run("runs", "--rename=latest");
  assertEquals(
    [renaming.code, renaming.stderr.split("\n")[0]],
    [2, 'error: --rename takes RUN=NAME, got "latest"'],
  );
});

Deno.test("runs needs to read the project and the store and nothing that stages declare, --rename to write", async () => {
  await using machine = await Machine.create({ runs: PAST_RUNS });
  const asked: string[] = [];
  machine.grants = (need) => {
    asked.push(`${need.kind} ${"path" in need ? need.path.slice(machine.root.length) : ""}`);
    return need.kind === "read";
  };
  assertEquals((await machine.run("runs")).code, 0);
  assertEquals(new Set(asked), new Set(["read ", "read /artifacts"]));
  const { code, stderr } = await machine.run("runs", "--rename=four=five");
  assertEquals(code, 3);
  assertStringIncludes(stderr, "--allow-write=artifacts pipeline.ts runs --rename=four=five");
});
