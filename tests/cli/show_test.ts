import { assertEquals, assertStringIncludes } from "@std/assert";
import { digestFor, fresh, toRun } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const FRESH = { plan: [fresh("source"), fresh("total"), fresh("page")] };

Deno.test("show tells of each output digest, size, shapes and a short preview", async () => {
  await using machine = await Machine.create(FRESH);
  const { code, stdout } = await machine.run("show", "source");
  assertEquals(code, 0);
  assertEquals(
    stdout,
    `source.numbers  47.0 MB  sha256 ${digestFor("numbers")}
  value  map of 3
    imageShape  2, 3
    images  uint8 (2, 6)  0 to 255: 0, 60, 120, 180, 240, 255, 255, 0, 0, 0, …
    labels  float32 (2)  0.5 to 0.5: 0.5, not finite
source.notes  6 B  sha256 ${digestFor("notes")}
  value  "seven"
`,
  );
  const sum = await machine.run("show", "total.sum");
  assertEquals(
    sum.stdout,
    `total.sum  31.4 kB  sha256 ${digestFor("sum")}
  value  map of 2
    total  12
    parts  list of 2
      [0]  at 1, value null
      [1]  at 2, value 0.1235
`,
  );
});

Deno.test("show --index gives one example and draws it where it is an image", async () => {
  await using machine = await Machine.create(FRESH);
  assertEquals(
    (await machine.run("show", "source.numbers", "--index", "0")).stdout,
    `source.numbers  47.0 MB  sha256 ${digestFor("numbers")}
  example 0  map of 3
    imageShape  2, 3
    images  uint8 (6)  0 to 255: 0, 60, 120, 180, 240, 255
    labels  float32  0.5
-+#
`,
  );
  machine.isTerminal = machine.colour = true;
  assertStringIncludes(
    (await machine.run("show", "source.numbers", "--index=1")).stdout,
    "\n\x1b[38;5;255;48;5;232m▀\x1b[38;5;232;48;5;232m▀\x1b[38;5;232;48;5;255m▀\x1b[0m\n",
  );
});

Deno.test("show goes into fields", async () => {
  await using machine = await Machine.create(FRESH);
  const { stdout } = await machine.run("show", "total.sum.parts.1.value");
  assertEquals(stdout.split("\n")[1], "  value  0.1235");
});

Deno.test("show refuses an index out of range, one where nothing can be chosen, and unknown fields", async () => {
  await using machine = await Machine.create(FRESH);
  const refused = async (...args: string[]): Promise<unknown> => {
    const { code, stdout } = await machine.run("show", ...args, "--json");
    assertEquals(code, 2);
    return Object.values(JSON.parse(stdout).errors[0]);
  };
  assertEquals(await refused("source.numbers", "--index=2"), [
    "--index",
    "--index must be at most 1 for source.numbers, got 2",
    null,
  ]);
  assertEquals(await refused("total", "--index=0"), [
    "--index",
    "--index chooses from tensors, and total.sum holds none",
    null,
  ]);
  assertEquals(await refused("total.sum.totl"), [
    "total.sum.totl",
    'Unknown field "total.sum.totl"',
    "total.sum.total",
  ]);
  assertEquals(await refused("total.sum.parts.2"), [
    "total.sum.parts.2",
    'Unknown field "total.sum.parts.2"',
    "total.sum.parts.0",
  ]);
});

Deno.test("show refuses artifacts that have yet to be made, and says how to make them", async () => {
  await using machine = await Machine.create({ plan: [toRun("source", [])] });
  const { code, stderr } = await machine.run("show", "source");
  assertEquals(code, 2);
  assertEquals(
    stderr.split("\n")[0],
    'error: Stage "source" has no artifacts for these params, code and inputs yet; ' +
      '"run --until source" with the same params makes them, "why source" says what is new',
  );
});

Deno.test("a damaged artifact exits 4", async () => {
  await using machine = await Machine.create({ ...FRESH, unreadable: new Set([digestFor("sum")]) });
  assertEquals((await machine.run("show", "total")).code, 4);
});
