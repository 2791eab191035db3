/**
 * Files that a command line names to be written: their places are looked at before any work, and what
 * was found out is told even if they cannot be written in the end.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMPARED } from "./compared_runs.ts";
import { digestFor, fresh } from "./sample_program.ts";
import { SWEPT } from "./sample_sweep.ts";
import { Machine } from "./terminal.ts";

const SCRIPT = {
  ...COMPARED,
  plan: [fresh("source"), fresh("total"), fresh("page")],
  sweep: SWEPT,
} as const;

/** Command lines that write `file`. */
function commandLines(file: string): string[][] {
  return [
    ["sweep", "source.factor=0.1..0.4:4", `--html=${file}.html`],
    ["diff", "base", "latest", `--html=${file}.html`],
    ["export", "total.sum", `${file}.json`],
  ];
}

Deno.test("a file that cannot be where it is wanted exits 3 before the store is opened, with what to do", async () => {
  await using machine = await Machine.create(SCRIPT);
  await Deno.writeTextFile(`${machine.root}/text`, "");
  await Deno.mkdir(`${machine.root}/taken.html`);
  await Deno.mkdir(`${machine.root}/taken.json`);
  const problems = {
    "none/out": 'there is no folder "none"; make it or give another place',
    "text/out": '"text" is no folder; give another place',
    "text/none/out": 'there is no folder "text/none"; make it or give another place',
    "taken": "a folder is in its place; give another name",
  };
  for (const [file, problem] of Object.entries(problems)) {
    for (const args of commandLines(file)) {
      machine.engine = null;
      const { code, stderr } = await machine.run(...args);
      const name = args.at(-1)!.replace("--html=", "");
      assertEquals(
        [code, stderr, machine.engine],
        [3, `error: Cannot write "${name}": ${problem}. Nothing was run.\n`, null],
      );
    }
  }
});

Deno.test("a file in a place of the store's own is refused with exit 2, whatever lies there", async () => {
  await using machine = await Machine.create(SCRIPT);
  for (const place of ["objects/21/21b7", "quarantine/x", "tmp/x", "locks/x", "report"]) {
    for (const args of commandLines(`artifacts/${place}`)) {
      if (args[0] === "export" && place === "report") continue;
      machine.engine = null;
      const { code, stderr } = await machine.run(...args);
      assertEquals([code, machine.engine], [2, null], args.join(" "));
      assertStringIncludes(stderr, "is the store's own; give another place");
    }
  }
});

Deno.test({
  name: "a folder that takes no files exits 3 before the store is opened",
  ignore: Deno.build.os !== "linux",
  fn: refusesProc,
});

async function refusesProc(): Promise<void> {
  await using machine = await Machine.create(SCRIPT);
  for (const args of commandLines("/proc/out")) {
    const { code, stderr } = await machine.run(...args);
    assertEquals([code, machine.engine], [3, null], stderr);
    assertStringIncludes(stderr, 'error: Cannot write "/proc/out.');
    assertStringIncludes(stderr, "give another place that can be written. Nothing was run.\n");
  }
}

Deno.test("a file outside takes the right to read its folder, too: it is renamed there", async () => {
  await using machine = await Machine.create(SCRIPT);
  machine.grants = (need) => need.kind === "write" || "path" in need && need.path !== "/else";
  for (const args of commandLines("/else/out")) {
    const { code, stderr } = await machine.run(...args);
    assertEquals([code, machine.engine], [3, null]);
    assertStringIncludes(stderr, 'was not given: read "/else". Nothing was run.');
    assertStringIncludes(stderr, "--allow-read=.,/else --allow-write=");
  }
});

Deno.test("sweep --html writes the pipeline's page, and the place was left clean", async () => {
  await using machine = await Machine.create(SCRIPT);
  const args = ["sweep", "source.factor=0.1..0.4:4", "--html=page.html"];
  const { stdout } = await machine.run(...args);
  assertStringIncludes(stdout, "\nThe page is page.html, 28 B\n");
  assertEquals(
    await Deno.readTextFile(`${machine.root}/page.html`),
    "<p>4 sums, see page.html</p>",
  );
  const names = [...Deno.readDirSync(machine.root)].map(({ name }) => name).toSorted();
  assertEquals(names, ["artifacts", "page.html"]);
});

Deno.test("a sweep whose page cannot be written in the end tells all that it found, then exits 3", async () => {
  await using machine = await Machine.create();
  const folder = `${machine.root}/pages`;
  machine.script = { ...SCRIPT, during: () => Deno.remove(folder) };
  const args = ["sweep", "source.factor=0.1..0.4:4", "--html=pages/page.html"];
  await Deno.mkdir(folder);
  const people = await machine.run(...args);
  assertEquals(people.code, 3);
  assertStringIncludes(people.stdout, "\nbest     0.3     0.30000");
  assertStringIncludes(people.stdout, "\nTo run the best: deno task pipeline --set");
  assert(!people.stdout.includes("The page is"));
  assertStringIncludes(people.stderr, 'error: Cannot write "/project/pages/page.html" (');

  await Deno.mkdir(folder);
  const { code, stdout } = await machine.run(...args, "--json");
  const { schema, combinations, html } = JSON.parse(stdout);
  assertEquals([code, schema, combinations.length, html], [3, "sweep/1", 4, null]);
});

Deno.test("a diff whose page cannot be made tells all that differs, then exits with what went wrong", async () => {
  await using machine = await Machine.create();
  const run = (...more: string[]) => {
    machine.script = { ...SCRIPT, unreadable: new Set([digestFor("notes")]) };
    return machine.run("diff", "base", "latest", "--html=page.html", ...more);
  };
  const people = await run();
  assertEquals(people.code, 4);
  assertStringIncludes(people.stdout, "\n  source.count   3 → 10\n");
  assertStringIncludes(people.stderr, "error: object");
  assert(!people.stdout.includes("The page is"));
  const { code, stdout } = await run("--json");
  const { schema, html } = JSON.parse(stdout);
  assertEquals([code, schema, html], [4, "diff/1", null]);
});
