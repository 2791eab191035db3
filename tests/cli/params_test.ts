import { assertEquals } from "@std/assert";
import { fresh } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const PLAN = { plan: [fresh("source"), fresh("total"), fresh("page")] };

/** The params that reach the engine. */
async function params(machine: Machine, ...args: string[]): Promise<unknown> {
  const { code, stderr } = await machine.run("plan", ...args);
  assertEquals([code, stderr], [0, ""]);
  return machine.engine?.requests[0]?.request.params;
}

/** The errors of a command line that is refused. */
async function errors(machine: Machine, ...args: string[]): Promise<unknown[]> {
  const { code, stdout } = await machine.run("plan", "--json", ...args);
  assertEquals([code, machine.engine], [2, null]);
  return JSON.parse(stdout).errors.map(Object.values);
}

Deno.test("--set reads a value as the type that the param has", async () => {
  await using machine = await Machine.create(PLAN);
  const sets = ["count=4", "factor=.5e1", "loud=true", "mode=down", "folder=0.1", "host=true"];
  assertEquals(await params(machine, ...sets.map((text) => `--set=source.${text}`)), {
    source: { count: 4, factor: 5, loud: true, mode: "down", folder: "0.1", host: "true" },
  });
});

Deno.test("--set wins over --params, which wins over --preset", async () => {
  await using machine = await Machine.create(PLAN);
  await Deno.writeTextFile(`${machine.root}/p.json`, '{"source": {"count": 5, "loud": true}}');
  assertEquals(await params(machine, "--preset", "many"), { source: { count: 10, factor: 2 } });
  assertEquals(await params(machine, "--preset=many", "--params=p.json"), {
    source: { count: 5, factor: 2, loud: true },
  });
  assertEquals(
    await params(machine, "--set=source.count=6", "--params", "p.json", "--preset=many"),
    { source: { count: 6, factor: 2, loud: true } },
  );
});

Deno.test("values of the wrong type or out of bounds are refused, all at once (fault 44)", async () => {
  await using machine = await Machine.create(PLAN);
  const sets = [
    "count=2.5",
    "factor=-1",
    "factor=NaN",
    "factor=1e309",
    "factor=",
    "loud=yes",
    "mode=left",
  ];
  const all = sets.map((text) => `--set=source.${text}`);
  assertEquals(await errors(machine, ...all), [
    ["source.count", "source.count must be a whole number, got 2.5", null],
    ["source.factor", "source.factor must be at least 0, got -1", null],
    ["source.factor", 'source.factor is set twice, to "-1" and to "NaN"', null],
    ["source.factor", 'source.factor is set twice, to "NaN" and to "1e309"', null],
    ["source.factor", 'source.factor is set twice, to "1e309" and to ""', null],
    ["source.loud", 'source.loud must be true or false, got "yes"', null],
    ["source.mode", 'source.mode must be one of up, down, got "left"', null],
  ]);
  for (
    const [text, got] of [["NaN", '"NaN"'], ["1e309", "Infinity"], ["0x10", '"0x10"'], ["", '""']]
  ) {
    assertEquals(await errors(machine, `--set=source.factor=${text}`), [
      ["source.factor", `source.factor must be a finite number, got ${got}`, null],
    ]);
  }
});

Deno.test("--set without a stage, a param or a value is refused with its form", async () => {
  await using machine = await Machine.create(PLAN);
  assertEquals(await errors(machine, "--set=count=4", "--set", "source.count", "--set==1"), [
    ["--set", '--set takes STAGE.PARAM=VALUE, got "count=4"', null],
    ["--set", '--set takes STAGE.PARAM=VALUE, got "source.count"', null],
    ["--set", '--set takes STAGE.PARAM=VALUE, got "=1"', null],
  ]);
});

Deno.test("unknown stages, params and presets come with the nearest name", async () => {
  await using machine = await Machine.create(PLAN);
  await Deno.writeTextFile(
    `${machine.root}/p.json`,
    '{"source": {"__proto__": 1}, "total": {"x": 1}}',
  );
  assertEquals(
    await errors(
      machine,
      "--preset=mnay",
      "--set=source.cuont=4",
      "--set=sorce.count=4",
      "--params=p.json",
    ),
    [
      ["mnay", 'Unknown preset "mnay"', "many"],
      [
        "source.__proto__",
        'Unknown param "source.__proto__"; known: source.count, source.factor, source.loud, source.mode, ' +
        'source.folder, source.host (in "p.json")',
        null,
      ],
      ["total.x", 'Unknown param "total.x" (in "p.json")', null],
      ["source.cuont", 'Unknown param "source.cuont"', "source.count"],
      ["sorce.count", 'Unknown param "sorce.count"', "source.count"],
    ],
  );
});

Deno.test("a --params file that is missing, no JSON or of the wrong shape is refused", async () => {
  await using machine = await Machine.create(PLAN);
  const file = `${machine.root}/p.json`;
  const messagesOf = async (name: string): Promise<unknown[]> =>
    (await errors(machine, `--params=${name}`)).map((error) => (error as string[])[1]);
  const messageFor = async (text: string): Promise<unknown[]> => {
    await Deno.writeTextFile(file, text);
    return await messagesOf("p.json");
  };
  assertEquals(await messagesOf("none.json"), [
    'Cannot read --params "none.json": there is no file "/project/none.json"',
  ]);
  assertEquals(await messagesOf("."), ['Cannot read --params ".": "/project/" is a folder']);
  assertEquals(await messageFor("[]"), ['"p.json" must hold { "stage": { "param": value } }']);
  assertEquals(await messageFor('{"source": 1}'), [
    '"source" in "p.json" must hold { "param": value }',
  ]);
  assertEquals(await messageFor('{"source": {"count": null, "factor": 1e309}}'), [
    'source.count must be a finite number, got null (in "p.json")',
    'source.factor must be a finite number, got Infinity (in "p.json")',
  ]);
  const [message] = await messageFor("{") as string[];
  assertEquals(message?.startsWith('"p.json" is not JSON: '), true);
});

Deno.test("--set may be given twice with the same value, also under another spelling of the flag", async () => {
  await using machine = await Machine.create(PLAN);
  assertEquals(await errors(machine, "--set=source.count=4", "--set", "source.count=5"), [
    ["source.count", 'source.count is set twice, to "4" and to "5"', null],
  ]);
  assertEquals(await params(machine, "--set=source.count=4", "--set", "source.count=4"), {
    source: { count: 4 },
  });
});

Deno.test("case 22: a --params file with a key twice is refused with the places of both", async () => {
  await using machine = await Machine.create(PLAN);
  await Deno.writeTextFile(
    `${machine.root}/p.json`,
    '{\n  "source": { "count": 4 },\n  "source": { "count": 5, "\\u0063ount": 6 }\n}',
  );
  assertEquals(await errors(machine, "--params=p.json"), [
    [
      "--params",
      '"p.json" has the key "source" twice, at line 2 column 3 and at line 3 column 3; leave one out',
      null,
    ],
    [
      "--params",
      '"p.json" has the key "source.count" twice, at line 3 column 15 and at line 3 column 27; ' +
      "leave one out",
      null,
    ],
  ]);
});

Deno.test("case 22: a --params file that is not UTF-8 is refused with its place, and no text is changed", async () => {
  await using machine = await Machine.create(PLAN);
  const file = `${machine.root}/p.json`;
  const head = new TextEncoder().encode('{\n"source": {"folder": "b\u00e4r');
  await Deno.writeFile(file, new Uint8Array([...head, 0xe4, 0x22, 0x7d, 0x7d]));
  assertEquals(await errors(machine, "--params=p.json"), [
    [
      "--params",
      '"p.json" is not UTF-8: wrong bytes at line 2 column 26; save it as UTF-8',
      null,
    ],
  ]);
  await Deno.writeTextFile(file, '\ufeff{"source": {"folder": "b\u00e4r\ufffd"}}');
  assertEquals(await params(machine, "--params=p.json"), { source: { folder: "b\u00e4r\ufffd" } });
});

Deno.test("a number that no double is exact for is refused where it must be whole", async () => {
  await using machine = await Machine.create(PLAN);
  await Deno.writeTextFile(
    `${machine.root}/p.json`,
    '{"source": {"count": 9007199254740993, "factor": -0, "host": 1}}',
  );
  assertEquals(await errors(machine, "--params=p.json"), [
    ["source.count", 'source.count must be at most 10, got 9007199254740992 (in "p.json")', null],
    ["source.host", 'source.host must be a text, got 1 (in "p.json")', null],
  ]);
});
