import { assertEquals } from "@std/assert";
import { printable } from "../../lib/cli/printable.ts";
import type { DamagedObject, DamagedRow } from "../../lib/engine/engine.ts";
import { digestFor, done, failed, resultOf } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const DAMAGED: DamagedObject = {
  digest: digestFor("sum"),
  stage: "total",
  output: "sum",
  problem: "content",
};
const OLD: DamagedObject = {
  digest: digestFor("x"),
  stage: "source",
  output: "notes",
  problem: "size",
};
const REPAIRED = resultOf([done("source", "hit"), done("total", "ran", 5), done("page", "hit")]);

Deno.test("verify says that all is well, or what is damaged and exits 4", async () => {
  await using machine = await Machine.create();
  assertEquals(await machine.run("verify"), {
    code: 0,
    stdout: "4 objects checked, all as they should be.\n",
    stderr: "",
  });
  machine.script = { damaged: [[DAMAGED, OLD]] };
  assertEquals(await machine.run("verify"), {
    code: 4,
    stdout: "",
    stderr: `damaged: total.sum has other bytes than its name says, sha256 ${digestFor("sum")}
damaged: source.notes has the wrong size, sha256 ${digestFor("x")}
4 objects checked, 2 damaged. "verify --repair" sets them aside and makes them again.
`,
  });
});

Deno.test("case 28: verify says of objects that no record names that they are garbage, or damaged", async () => {
  await using machine = await Machine.create({ unnamed: 3 });
  assertEquals(
    (await machine.run("verify")).stdout,
    "4 objects checked, all as they should be; no record names 3 of them, so gc removes them.\n",
  );
  const garbage = { ...DAMAGED, stage: null, output: null };
  machine.script = { damaged: [[garbage], []], results: [REPAIRED] };
  const { code, stderr } = await machine.run("verify");
  assertEquals(
    [code, stderr.split("\n")[0]],
    [
      4,
      "damaged: an object that no record names has other bytes than its name says, sha256 " +
      digestFor("sum"),
    ],
  );
  assertEquals((await machine.run("verify", "--repair")).code, 0);
});

const ROW: DamagedRow = {
  kind: "record",
  name: "ab\u001bcd",
  stage: "total",
  runName: null,
  place: 7,
};

Deno.test("verify names rows that do not read, exits 4, and --repair removes them", async () => {
  await using machine = await Machine.create({ rows: [ROW], results: [REPAIRED] });
  const { code, stderr } = await machine.run("verify");
  assertEquals(code, 4);
  assertEquals(
    stderr,
    `damaged: the record of total does not read as what was written, ${printable(ROW.name)}
4 objects checked, 0 damaged and 1 row. "verify --repair" sets them aside and makes them again.
`,
  );
  const repaired = await machine.run("verify", "--repair");
  assertEquals(repaired.code, 0, repaired.stderr);
  assertEquals(machine.engine?.requests.map(({ method }) => method), [
    `remove row ${ROW.name}`,
    "run",
  ]);
  assertEquals(
    repaired.stdout.split("\n").at(-2),
    "1 damaged row removed, ran total; all is well.",
  );
});

Deno.test("verify --repair sets damaged objects aside, runs what is needed and exits 0", async () => {
  await using machine = await Machine.create({
    damaged: [[DAMAGED, OLD], [{ ...OLD, problem: "missing" }]],
    results: [REPAIRED],
  });
  const { code, stdout } = await machine.run("verify", "--repair");
  assertEquals(code, 0);
  assertEquals(machine.engine?.requests.map(({ method }) => method), [
    `quarantine ${digestFor("sum")}`,
    `quarantine ${digestFor("x")}`,
    "run",
    `forget ${digestFor("x")}`,
  ]);
  assertEquals(stdout.split("\n").slice(-3, -1), [
    "2 damaged objects set aside, ran total; all is well.",
    "Made again when a run with other params or code wants it: source.notes.",
  ]);
});

Deno.test("verify --repair runs nothing where nothing is damaged", async () => {
  await using machine = await Machine.create({ results: [REPAIRED] });
  assertEquals((await machine.run("verify", "--repair")).code, 0);
  assertEquals(machine.engine?.requests, []);
});

Deno.test("verify --repair exits 4 if wrong bytes are left, and as the run does if that fails", async () => {
  await using machine = await Machine.create({ damaged: [[DAMAGED]], results: [REPAIRED] });
  assertEquals((await machine.run("verify", "--repair")).code, 4);
  const error = { kind: "environment", message: "no host", at: null, cause: null } as const;
  machine.script = { damaged: [[DAMAGED], []], results: [resultOf([failed("source", error)])] };
  assertEquals((await machine.run("verify", "--repair")).code, 3);
});
