import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../lib/cli/command_table.ts";
import type { FlagName } from "../../lib/cli/flags.ts";
import type { RunRequest } from "../../lib/engine/engine.ts";
import { done, fresh, resultOf } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const SCRIPT = {
  plan: [fresh("source"), fresh("total"), fresh("page")],
  results: [resultOf([done("source", "hit"), done("total", "hit"), done("page", "hit")])],
};

Deno.test("everything that is wrong is said at once, with the nearest names, before anything runs", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { code, stdout, stderr } = await machine.run(
    "plna",
    "--jsno",
    "--until=totla",
    "--set=source.cont=1",
    "--preset=mny",
  );
  assertEquals([code, stdout, machine.engine], [2, "", null]);
  assertEquals(
    stderr,
    `error: Unknown command "plna"; did you mean "plan"?
error: Unknown flag "--jsno"; did you mean "--json"?
error: Unknown stage "totla"; did you mean "total"?
error: Unknown preset "mny"; did you mean "many"?
error: Unknown param "source.cont"; did you mean "source.count"?
Nothing was run. --help lists commands, flags and params.
`,
  );
});

Deno.test("under --json the errors are one document on stdout", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { code, stdout } = await machine.run("why", "totl", "extra", "--json", "--jobs=2");
  assertEquals(code, 2);
  assertEquals(JSON.parse(stdout), {
    schema: "error/1",
    errors: [
      { subject: "--jobs", message: '"why" does not take --jobs', nearest: null },
      { subject: "extra", message: '"why" takes STAGE, got "extra" too', nearest: null },
      { subject: "totl", message: 'Unknown stage "totl"', nearest: "total" },
    ],
  });
});

Deno.test("operands that are missing, unknown or of no known format are refused", async () => {
  await using machine = await Machine.create(SCRIPT);
  const messages = async (...args: string[]): Promise<string[]> => {
    const { code, stdout } = await machine.run(...args, "--json");
    assertEquals(code, 2);
    return JSON.parse(stdout).errors.map(({ message }: { message: string }) => message);
  };
  assertEquals(await messages("show"), ['"show" needs STAGE[.OUTPUT]']);
  assertEquals(await messages("verify", "total"), ['"verify" takes no argument, got "total" too']);
  assertEquals(await messages("show", "total.sun"), ['Unknown output "total.sun"']);
  assertEquals(await messages("export", "total", "x.csv"), [
    '"total" names no output; known: total.sum',
    'Cannot tell the format of "x.csv"; end its name in one of .msgpack, .json, .npy, .txt',
  ]);
  assertEquals(await messages("export", "totl.sum"), [
    '"export" needs STAGE.OUTPUT[.FIELD] FILE, got only "totl.sum"',
    'Unknown stage "totl"',
  ]);
});

Deno.test("a stage that is forced and left out contradicts itself", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { code, stderr } = await machine.run("--until", "source", "--force=page");
  assertEquals(code, 2);
  assertStringIncludes(
    stderr,
    '--force=page and --until contradict each other: --until leaves "page" out',
  );
});

Deno.test("flags reach the engine as a request", async () => {
  await using machine = await Machine.create(SCRIPT);
  await machine.run("--force", "--until=total", "--jobs", "3", "--keep-going");
  const { observe: _, signal: __, ...request } = machine.engine!.requests[0]!.request as Record<
    string,
    unknown
  >;
  assertEquals(request, {
    params: {},
    force: "all",
    until: "total",
    jobs: 3,
    keepGoing: true,
    command: "deno task pipeline --force --until=total --jobs 3 --keep-going",
  });
  await machine.run("run", "--name", "best");
  assertEquals((machine.engine!.requests[0]!.request as RunRequest).name, "best");
  await machine.run("run", "--force=total", "--only", "total");
  assertEquals(machine.engine?.requests[0]?.request.force, ["total"]);
  assertEquals(machine.engine?.requests[0]?.request.only, "total");
});

Deno.test("--rehash and --without-locks reach the engine; verify reads all files whatever is typed", async () => {
  await using machine = await Machine.create(SCRIPT);
  const opened = async (...args: string[]): Promise<unknown[]> => {
    await machine.run(...args);
    return [machine.opened?.rehash, machine.opened?.withoutLocks];
  };
  assertEquals(await opened("run"), [false, false]);
  assertEquals(await opened("run", "--rehash", "--without-locks"), [true, true]);
  assertEquals(await opened("plan", "--rehash"), [true, false]);
  assertEquals(await opened("verify"), [true, false]);
  assertEquals(await opened("verify", "--without-locks"), [true, true]);
});

Deno.test("--rehash is for commands that look at files, --without-locks for those that write", async () => {
  const taking = (flag: FlagName): string[] =>
    Object.keys(COMMANDS).filter((name) => flags.get(name)!.includes(flag));
  const flags = new Map<string, readonly FlagName[]>();
  for (const [name, load] of Object.entries(COMMANDS)) flags.set(name, (await load()).flags);
  const planning = taking("set").filter((name) => name !== "verify");
  assertEquals(taking("rehash"), planning);
  assertEquals(new Set(taking("without-locks")), new Set(["run", "sweep", "verify", "gc", "runs"]));
});

Deno.test("--artifacts is read from the current folder, and its default from the project", async () => {
  await using machine = await Machine.create(SCRIPT);
  await machine.run("plan", "--artifacts", "a/../b");
  assertEquals(machine.opened?.artifacts, `${machine.root}/b`);
  await machine.run("plan");
  assertEquals(machine.opened?.artifacts, `${machine.root}/artifacts`);
});

Deno.test("an error that nobody expected exits 1, with its stack under --verbose only", async () => {
  await using machine = await Machine.create({ plan: [] });
  const plain = await machine.run();
  assertEquals(plain.code, 1);
  assertEquals(
    plain.stderr,
    "error: The program failed in a way that it does not know: the script has no result; " +
      "please report it, with what --verbose prints\n",
  );
  const verbose = await machine.run("--verbose");
  assertStringIncludes(verbose.stderr, "fake_engine.ts:");
});

Deno.test("an empty value is one mistake, and no more is made of it", async () => {
  await using machine = await Machine.create();
  for (const flag of ["--name", "--preset", "--artifacts", "--set"]) {
    const { code, stderr } = await machine.run("run", flag, "");
    assertEquals(code, 2);
    assertEquals(stderr.match(/^error: /gm)?.length, 1, stderr);
    assertStringIncludes(stderr, `${flag} needs a value`);
  }
});

Deno.test("of thousands of mistakes people are told the first, programs all", async () => {
  await using machine = await Machine.create();
  const { code, stdout, stderr } = await machine.run(
    "sweep",
    "source.count=200..1000",
    "--json",
  );
  assertEquals(code, 2);
  const { errors } = JSON.parse(stdout);
  assert(errors.length > 100, `${errors.length} errors`);
  assertEquals(stderr.match(/^error: /gm)?.length, 20);
  assertStringIncludes(stderr, `and ${errors.length - 20} more; --json lists all`);
});
