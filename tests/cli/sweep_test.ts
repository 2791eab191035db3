import { assertEquals, assertStringIncludes } from "@std/assert";
import { SWEPT } from "./sample_sweep.ts";
import { Machine } from "./terminal.ts";

const COMBINATIONS = SWEPT.runs.map(({ params }) => params);
const SCRIPT = {
  sweep: SWEPT,
  sweepEvents: [{ type: "sweep-started", combinations: COMBINATIONS }],
} as const;

/** The errors of a command line that is refused. */
async function errors(machine: Machine, ...args: string[]): Promise<string[]> {
  machine.engine = null;
  const { code, stdout } = await machine.run("sweep", "--json", ...args);
  assertEquals([code, machine.engine], [2, null]);
  return JSON.parse(stdout).errors.map(
    ({ message, nearest }: { message: string; nearest: string | null }) =>
      nearest === null ? message : `${message} (${nearest})`,
  );
}

/** The values that reach the engine. */
async function grid(machine: Machine, ...args: string[]): Promise<unknown> {
  const { stderr } = await machine.run("sweep", ...args);
  assertEquals(machine.engine?.sweeps.length, 1, stderr);
  return machine.engine?.sweeps[0]?.grid;
}

Deno.test("a sweep tells of each combination that was executed, then all of them, the best first", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { code, stdout, stderr } = await machine.run("sweep", "source.factor=0.1..0.4:4");
  assertEquals(code, 1);
  assertEquals(
    stdout,
    `4 combinations to look at
2 of 4  source.factor=0.2 source.count=3  total.loss 0.3123  1.2 s
3 of 4  source.factor=0.3 source.count=3  total.loss 0.3  1.2 s
4 of 4  source.factor=0.4 source.count=3  failed: no sum

      factor  total.loss  total.sum    time  run
best     0.3     0.30000         12   1.2 s  20261018T080000-5c8448-3
         0.2     0.31235         12   1.2 s  20261018T080000-5c8448-2
         0.1     0.50000         12   4.2 s  r1
         0.4           –          –  failed  20261018T080000-5c8448-4

Ran 3 of 4 combinations in 5.4 s, sweep 20261018T080000-5c8448.
To run the best: deno task pipeline --set source.factor=0.3 --set source.count=3
`,
  );
  assertEquals(
    stderr,
    `1 of 4 combinations failed:
  source.factor=0.4 source.count=3: no sum
    of these
`,
  );
});

Deno.test("--limit shortens the table, and metrics that do not fit beside the first are left out", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { stdout } = await machine.run(
    "sweep",
    "source.factor=0.1",
    "source.folder=a",
    "--limit=1",
  );
  const [, table = ""] = stdout.split("\n\n");
  assertEquals(
    table,
    `      factor   folder  total.loss  total.sum   time  run
best     0.3  default     0.30000         12  1.2 s  20261018T080000-5c8448-3
and 3 more combinations; --limit N lists more`,
  );
});

Deno.test("values are read as lists, ranges and logspace, as the type that the param has", async () => {
  await using machine = await Machine.create(SCRIPT);
  assertEquals(
    await grid(
      machine,
      "source.count=1..3,7,8..10:2",
      "source.factor=.5,0.1..0.4:4,logspace:0.01..1:3",
      "source.loud=true,false",
      "source.mode=up,down",
      "source.folder=0.1..0.5:5,",
    ),
    [{
      source: {
        count: [1, 2, 3, 7, 8, 10],
        factor: [0.5, 0.1, 0.2, 0.3, 0.4, 0.01, 0.1, 1],
        loud: [true, false],
        mode: ["up", "down"],
        folder: ["0.1..0.5:5", ""],
      },
    }],
  );
});

Deno.test("a grid file has values, lists and typed texts, is one grid or several, and is crossed with the operands", async () => {
  await using machine = await Machine.create(SCRIPT);
  const write = (grids: unknown) =>
    Deno.writeTextFile(`${machine.root}/grid.json`, JSON.stringify(grids));
  await write({ source: { count: [1, 2], factor: "0.1..0.3:3", mode: "down" } });
  assertEquals(await grid(machine, "--grid=grid.json"), [
    { source: { count: [1, 2], factor: [0.1, 0.2, 0.3], mode: ["down"] } },
  ]);
  await write([{ source: { count: 1 } }, { source: { factor: [2] } }]);
  assertEquals(await grid(machine, "--grid=grid.json", "source.loud=true,false"), [
    { source: { count: [1], loud: [true, false] } },
    { source: { factor: [2], loud: [true, false] } },
  ]);
  assertEquals(await errors(machine, "--grid=grid.json", "source.count=1"), [
    'source.count is swept in the grid file and after "sweep"; leave one of them out',
  ]);
  for (const wrong of ["{", "3", "[]", '{"source": 1}', '[{"source": {}}, 1]']) {
    await Deno.writeTextFile(`${machine.root}/grid.json`, wrong);
    const [message] = await errors(machine, "--grid=grid.json");
    assertStringIncludes(
      message!,
      wrong === "[]" ? "holds no grid" : wrong === "{" ? "not JSON" : "A grid must be",
    );
  }
  await Deno.writeTextFile(`${machine.root}/grid.json`, '[{"source": {"count": 1, "count": 2}}]');
  assertEquals(await errors(machine, "--grid=grid.json"), [
    '"grid.json" has the key "0.source.count" twice, at line 1 column 14 and at line 1 column 26; ' +
    "leave one out",
  ]);
  await Deno.writeFile(`${machine.root}/grid.json`, new Uint8Array([0x7b, 0xff]));
  assertEquals(await errors(machine, "--grid=grid.json"), [
    '"grid.json" is not UTF-8: wrong bytes at line 1 column 2; save it as UTF-8',
  ]);
  assertEquals(await errors(machine, "--grid=lost.json"), [
    'Cannot read --grid "lost.json": there is no file "/project/lost.json"',
  ]);
});

Deno.test("what does not fit is refused before anything is opened, all at once, with what would fit", async () => {
  await using machine = await Machine.create(SCRIPT);
  assertEquals(await errors(machine), ['"sweep" needs STAGE.PARAM=V1,V2… or --grid FILE']);
  assertEquals(
    await errors(
      machine,
      "source.cout=1",
      "soruce.count=1",
      "source.count=0,11,x",
      "source.factor=3..1",
      "source.mode=sideways",
      "source.loud=",
      "text",
      "--by=total.los",
    ),
    [
      '"sweep" takes STAGE.PARAM=V1,V2…, got "text"',
      'Unknown param "source.cout" (source.count)',
      'Unknown param "soruce.count" (source.count)',
      'source.factor has an empty range, "3..1"; write the lower end first: 1..3',
      "source.loud has no values to try; write them with commas between them",
      'Unknown metric "total.los" (total.loss)',
      "source.count must be at least 1, got 0",
      "source.count must be at most 10, got 11",
      'source.count must be a finite number, got "x"',
      'source.mode must be one of up, down, got "sideways"',
    ],
  );
});

Deno.test("ranges that hold nothing, too much or broken numbers say how to write them", async () => {
  await using machine = await Machine.create(SCRIPT);
  const ranges = {
    "source.factor=1..2": 'has a range without a number of values, "1..2"; write it so: 1..2:5',
    "source.factor=1..2:0": 'has an empty range, "1..2:0"; ask for at least 1 value',
    "source.factor=1..2:1": 'has a range with one value, "1..2:1"; write 1 or 2',
    "source.factor=logspace:0..1:3": "has a logspace from 0; it must start above 0",
    "source.factor=0..1:2000000": "has 2000000 values, expected at most 1000000",
    "source.count=1..4:3":
      'has a range in steps of 1.5, "1..4:3", expected whole numbers; choose a number of values that fits, or list them',
  };
  for (const [text, problem] of Object.entries(ranges)) {
    assertEquals(await errors(machine, text), [`${text.split("=", 1)[0]} ${problem}`]);
  }
});

Deno.test("200,000 values that do not fit are mistakes like a few, of which the first are told", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { code, stderr } = await machine.run("sweep", "source.count=1..200000", "--yes");
  assertEquals([code, machine.engine], [2, null]);
  const lines = stderr.split("\n");
  assertEquals(lines[0], "error: source.count must be at most 10, got 11");
  assertEquals(lines[20], "and 199970 more; --json lists all");
});

Deno.test("more than 10,000 combinations need --yes", async () => {
  await using machine = await Machine.create(SCRIPT);
  const args = ["source.factor=0..1:2001", "source.count=1..5"];
  assertEquals(await errors(machine, ...args), [
    "The sweep has 10005 combinations, expected at most 10000; try fewer values, or confirm with --yes",
  ]);
  await machine.run("sweep", ...args, "--yes");
  assertEquals(machine.engine?.sweeps.length, 1);
});

Deno.test("a param cannot be swept and set, nor swept twice", async () => {
  await using machine = await Machine.create(SCRIPT);
  assertEquals(await errors(machine, "source.count=1,2", "--set=source.count=3"), [
    "source.count is swept and also set; leave one of them out",
  ]);
  assertEquals(await errors(machine, "source.count=1,2", "source.count=3"), [
    "source.count is given twice; put all of its values into one list",
  ]);
});

Deno.test("the pipeline's own metric is taken unless another is named; one that judges warns", async () => {
  await using machine = await Machine.create(SCRIPT);
  const by = async (...args: string[]): Promise<readonly [string | undefined, string]> => {
    const { stderr } = await machine.run("sweep", "source.count=1", ...args);
    return [machine.engine?.sweeps[0]?.by, stderr.split("\n", 1)[0]!];
  };
  assertEquals((await by())[0], "total.loss");
  assertEquals((await by("--until=source"))[0], undefined);
  assertEquals(await by("--by=total.sum"), [
    "total.sum",
    "warning: total.sum is there to judge what was chosen; chosen by it, the best would look better than it is",
  ]);
});

Deno.test("flags that choose params and jobs reach the engine, and the command that runs the best", async () => {
  await using machine = await Machine.create(SCRIPT);
  const flags = ["--preset=many", "--set=source.mode=down", "--jobs=3", "--until=page"];
  const { stdout } = await machine.run("sweep", "source.host=a,b", ...flags);
  const { params, jobs, until, command } = machine.engine!.sweeps[0]!;
  assertEquals([params, jobs, until], [
    { source: { count: 10, factor: 2, mode: "down" } },
    3,
    "page",
  ]);
  assertEquals(command, `deno task pipeline sweep source.host=a,b ${flags.join(" ")}`);
  assertStringIncludes(
    stdout,
    "To run the best: deno task pipeline --preset many --set source.mode=down --set source.factor=0.3",
  );
});

Deno.test("hosts that only one combination reaches are asked for before anything runs", async () => {
  await using machine = await Machine.create(SCRIPT);
  machine.grants = (need) => need.kind !== "net" || need.host === "a.example";
  const { code, stderr } = await machine.run("sweep", "source.host=a.example,b.example");
  assertEquals([code, machine.engine], [3, null]);
  assertStringIncludes(stderr, 'net "b.example"');
});

Deno.test("on a terminal the whole and the stages that work are drawn below, and taken away in the end", async () => {
  const progress = { done: 1, total: 4, unit: "step" };
  await using machine = await Machine.create({
    sweep: SWEPT,
    sweepEvents: [
      ...SCRIPT.sweepEvents,
      {
        type: "run-event",
        place: 2,
        event: { type: "stage-started", stage: "total", reasons: [] },
      },
      { type: "run-finished", place: 1, run: SWEPT.runs[1]! },
      { type: "run-event", place: 2, event: { type: "stage-progress", stage: "total", progress } },
    ],
    during: async () => {
      machine.clockMs += 1_000;
      await new Promise((resolve) => setTimeout(resolve, 250));
    },
  });
  machine.isTerminal = true;
  const { stdout } = await machine.run("sweep", "source.factor=0.1..0.4:4");
  assertStringIncludes(stdout, "combination 1 of 4, best total.loss 0.3123, 3.0 s left\n");
  assertStringIncludes(stdout, "total 3  ██████");
  assertStringIncludes(stdout, "\x1b[?25h");
  assertEquals(stdout.lastIndexOf("\x1b[?25l") < stdout.lastIndexOf("\x1b[?25h"), true);
});

Deno.test("a sweep that is told to stop says how to go on and exits 130", async () => {
  const { sweep, outcome: _, ...rest } = SWEPT;
  await using machine = await Machine.create({
    sweep: { ...rest, sweep, outcome: "cancelled" },
    during: () => machine.send("SIGINT"),
  });
  const { code, stderr, stdout } = await machine.run("sweep", "source.factor=0.1..0.4:4");
  assertEquals([code, machine.listeners], [130, 0]);
  assertStringIncludes(stderr, "Stopped. Run the same command again; it goes on from here.");
  assertEquals(stdout.includes("4 of 4"), false);
});
