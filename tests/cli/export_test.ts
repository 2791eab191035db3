import { assertEquals, assertStringIncludes } from "@std/assert";
import { decodeArtifact } from "../../lib/codec/msgpack.ts";
import { COMPARED } from "./compared_runs.ts";
import { fresh, toRun, VALUES } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const FRESH = { plan: [fresh("source"), fresh("total"), fresh("page")] };

Deno.test("export writes .msgpack, the artifact's own bytes", async () => {
  await using machine = await Machine.create(FRESH);
  const { code, stdout } = await machine.run("export", "source.numbers", "out.msgpack");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "source.numbers is in out.msgpack, ");
  const bytes = await Deno.readFile(`${machine.root}/out.msgpack`);
  assertEquals(decodeArtifact(bytes), VALUES.numbers);
});

Deno.test("export writes .json, of a field too, over what was there", async () => {
  await using machine = await Machine.create(FRESH);
  await Deno.writeTextFile(`${machine.root}/out.json`, "old".repeat(1000));
  await machine.run("export", "total.sum.parts", "out.json");
  assertEquals(
    await Deno.readTextFile(`${machine.root}/out.json`),
    '[{"at":1,"value":null},{"at":2,"value":0.123456}]\n',
  );
  assertEquals([...Deno.readDirSync(machine.root)].length, 2);
});

Deno.test("export writes .npy for a tensor", async () => {
  await using machine = await Machine.create(FRESH);
  await machine.run("export", "source.numbers.images", "out.NPY");
  const bytes = await Deno.readFile(`${machine.root}/out.NPY`);
  assertEquals(bytes.subarray(1, 6), new TextEncoder().encode("NUMPY"));
  assertStringIncludes(
    new TextDecoder().decode(bytes),
    "'descr': '|u1', 'fortran_order': False, 'shape': (2, 6)",
  );
  assertEquals(bytes.subarray(-12), VALUES.numbers.images.data);
});

Deno.test("export refuses .npy for what is no tensor, and names the tensors in it", async () => {
  await using machine = await Machine.create(FRESH);
  const { code, stderr } = await machine.run("export", "source.numbers", "out.npy");
  assertEquals(code, 2);
  assertEquals(
    stderr.split("\n")[0],
    "error: source.numbers is no tensor, so that .npy does not fit; .msgpack and .json do; " +
      "tensors in it are source.numbers.images, source.numbers.labels",
  );
  assertEquals([...Deno.readDirSync(machine.root)].length, 1);
});

Deno.test("export into a folder that does not exist exits 3 and leaves nothing behind", async () => {
  await using machine = await Machine.create(FRESH);
  const { code, stderr } = await machine.run("export", "total.sum", "none/out.json");
  assertEquals(code, 3);
  assertStringIncludes(stderr, 'Cannot write "none/out.json": there is no folder "none"');
  await Deno.mkdir(`${machine.root}/folder.json`);
  assertEquals((await machine.run("export", "total.sum", "folder.json")).code, 3);
  assertEquals([...Deno.readDirSync(machine.root)].length, 2);
});

Deno.test("export writes a format that the pipeline adds, from all artifacts that it takes", async () => {
  await using machine = await Machine.create(FRESH);
  const { code, stdout } = await machine.run("export", "total.sum", "out.txt", "--json");
  assertEquals([code, JSON.parse(stdout).format], [0, "txt"]);
  assertEquals(
    await Deno.readTextFile(`${machine.root}/out.txt`),
    'seven: {"total":12,"parts":[{"at":1,"value":null},{"at":2,"value":0.123456}]}\n',
  );
});

Deno.test("export refuses such a format for other outputs and for fields, and says what it is for", async () => {
  await using machine = await Machine.create(FRESH);
  for (const name of ["source.numbers", "total.sum.parts"]) {
    const { code, stderr } = await machine.run("export", name, "out.txt");
    assertEquals(code, 2);
    assertEquals(
      stderr.split("\n")[0],
      `error: ${name} does not fit .txt, which is for total.sum; ` +
        ".msgpack and .json fit, and .npy if it is a tensor",
    );
    assertEquals(machine.engine, null);
  }
  assertStringIncludes(
    (await machine.run("export", "total.sum", "out.npy")).stderr,
    "total.sum is no tensor, so that .npy does not fit; .msgpack, .json and .txt do",
  );
  assertStringIncludes(
    (await machine.run("export", "total.sum", "out.onnx")).stderr,
    'Cannot tell the format of "out.onnx"; end its name in one of .msgpack, .json, .npy, .txt',
  );
});

Deno.test("export --run writes what a past run made, from the records of that run", async () => {
  await using machine = await Machine.create(COMPARED);
  const { code } = await machine.run("export", "total.sum", "out.txt", "--run", "base");
  assertEquals(code, 0);
  assertStringIncludes(await Deno.readTextFile(`${machine.root}/out.txt`), 'seven: {"total":12,');
  const refused = await machine.run("export", "page.html", "out.json", "--run=latest");
  assertEquals(refused.code, 2);
  assertStringIncludes(
    refused.stderr,
    'Stage "page" was not executed in run 20261018T080100-b2b2b2',
  );
  const both = await machine.run(
    "export",
    "total.sum",
    "out.txt",
    "--run=base",
    "--set=source.count=2",
  );
  assertStringIncludes(both.stderr, "--run and --set contradict each other");
});

Deno.test("export wants every artifact that a format takes, and names the stage that lacks one", async () => {
  const plan = [toRun("source", []), fresh("total"), fresh("page")];
  await using machine = await Machine.create({ plan });
  const { code, stderr } = await machine.run("export", "total.sum", "out.txt");
  assertEquals(code, 2);
  assertStringIncludes(stderr, 'Stage "source" has no artifacts');
});
