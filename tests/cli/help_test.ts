import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../lib/cli/command_table.ts";
import { FLAG_NAMES } from "../../lib/cli/flags.ts";
import { Machine } from "./terminal.ts";

Deno.test("--help is on stdout, only needs to read the program and names every command, flag, stage, preset and param", async () => {
  await using machine = await Machine.create();
  machine.grants = (need) => need.kind === "read" && need.path === machine.root;
  const { code, stdout, stderr } = await machine.run("--help");
  assertEquals([code, stderr, machine.engine], [0, "", null]);
  for (const name of Object.keys(COMMANDS)) assertStringIncludes(stdout, `\n  ${name} `);
  for (const name of FLAG_NAMES) assertStringIncludes(stdout, `--${name}`);
  assertStringIncludes(stdout, "\n  total   adds numbers up\n");
  assertStringIncludes(stdout, "\n  many  ten numbers\n");
  assertStringIncludes(stdout, "\n  total.sum FILE.txt  a sum with its notes\n");
});

Deno.test("--help gives each param's type, bounds and default", async () => {
  await using machine = await Machine.create();
  const { stdout } = await machine.run("--help");
  assertStringIncludes(
    stdout,
    `Params:
  source.count   how many numbers
                 a whole number from 1 to 10; default 3
  source.factor  what each is multiplied by
                 a number from 0; default 0.5
  source.loud    whether it logs
                 true or false; default false
  source.mode    the order
                 one of up, down; default "up"
  source.folder  where numbers come from
                 a text; default ""
`,
  );
});

Deno.test("the help of a command has its own flags only", async () => {
  await using machine = await Machine.create();
  const { code, stdout } = await machine.run("dag", "--help");
  assertEquals(code, 0);
  assertEquals(
    stdout,
    `Usage: deno task pipeline dag [FLAGS]

dag draws the graph, with what run would do with each stage.

Flags:
  --set STAGE.PARAM=VALUE  overrides one param; repeatable
  --params FILE            overrides params from a JSON file { "stage": { "param": value } }; --set wins
  --preset NAME            takes a named set of params
  --artifacts DIR          where artifacts live; default: artifacts in the project folder
  --rehash                 reads all declared and source files, whatever their times say, and bundles again
  --format FORMAT          how the graph is written; default: text
  --json                   one JSON document on stdout, people's text on stderr
  -q, --quiet              errors and warnings only, and what was asked for
  -v, --verbose            also log lines, digests, every reason, stack traces
  -h, --help               prints this
  --version                prints the version

deno task pipeline --help lists commands, stages, presets and params.
`,
  );
});

Deno.test("every command has help of its own, under its own name", async () => {
  await using machine = await Machine.create();
  for (const [name, load] of Object.entries(COMMANDS)) {
    assertEquals((await load()).name, name);
    assertStringIncludes(
      (await machine.run(name, "-h")).stdout,
      `Usage: deno task pipeline ${name}`,
    );
  }
});

Deno.test("--version prints the version", async () => {
  await using machine = await Machine.create();
  assertEquals(await machine.run("--version"), { code: 0, stdout: "1.2.3\n", stderr: "" });
});
