import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../lib/cli/command_table.ts";
import type { Program } from "../../lib/cli/main.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { nodeOf } from "../support/one_stage.ts";
import { TestProject } from "../support/project.ts";
import { COMPARED } from "./compared_runs.ts";
import { PAST_RUNS, RECORDED } from "./past_runs.ts";
import { done, fresh, resultOf, sampleProgram } from "./sample_program.ts";
import { SWEPT } from "./sample_sweep.ts";
import { Machine } from "./terminal.ts";

/** What a program is refused for: subject and message of each problem. */
async function problemsOf(change: (program: Program) => Program): Promise<string[][]> {
  await using machine = await Machine.create();
  machine.program = (root) => change(sampleProgram(root));
  const { code, stdout } = await machine.run("plan", "--json");
  assertEquals([code, machine.engine], [2, null]);
  const { schema, errors } = JSON.parse(stdout);
  assertEquals(schema, "error/1");
  return errors.map(({ subject, message }: Record<string, string>) => [subject, message]);
}

Deno.test("case 21: bad names in a graph are told as JSON and exit 2, all at once", async () => {
  const number = { type: "number", default: 2, max: 1, description: "" } as const;
  const nodes = [
    nodeOf("/project", "Bad Name"),
    nodeOf("/project", "good", { outputs: { toString: "" }, params: { "a.b": number } }),
  ];
  const problems = await problemsOf((program) => ({
    ...program,
    pipeline: definePipeline(nodes),
    presets: {},
    report: undefined as never,
    exporters: [],
    comparison: undefined as never,
    sweep: undefined as never,
  }));
  assertEquals(problems.map(([subject]) => subject), ["Bad Name", "good.a.b", "good", "good"]);
  assertStringIncludes(problems[0]![1]!, 'Stage name "Bad Name" must start with a-z');
});

Deno.test("case 21: for people each problem is a line, without a stack trace, whatever is asked", async () => {
  await using machine = await Machine.create();
  const pipeline = definePipeline([nodeOf("/project", "Bad")]);
  machine.program = (root) => ({ pipeline, module: `file://${root}/pipeline.ts`, version: "1" });
  for (const args of [[], ["plan"], ["--help"], ["nonsense"], ["gc", "--dry-run"]]) {
    assertEquals(await machine.run(...args), {
      code: 2,
      stdout: "",
      stderr:
        'error: Stage name "Bad" must start with a-z and go on with a-z, 0-9 or "-", and be ' +
        "no name that every object has\n" +
        "Nothing was run. The pipeline file must be put right first.\n",
    });
  }
  assertEquals((await machine.run("--version")).code, 0);
});

Deno.test("presets that name what is not there, or hold what does not fit, are refused before they are used", async () => {
  const presets = {
    "": { description: "", params: {} },
    "a\nb": { description: "", params: {} },
    "großes Modell": { description: "", params: { source: { count: 11 } } },
    typo: { description: "", params: { sorce: { count: 1 }, source: { cuont: 1 } } },
  };
  assertEquals(await problemsOf((program) => ({ ...program, presets })), [
    ["", 'The name of preset "" must be a text on one line'],
    ["a\nb", 'The name of preset "a\\nb" must be a text on one line'],
    ["source.count", 'source.count must be at most 10, got 11 (in preset "großes Modell")'],
    ["sorce", 'There is no stage "sorce" (in preset "typo")'],
    ["source.cuont", 'Stage "source" has no param "cuont" (in preset "typo")'],
  ]);
});

Deno.test("a report, formats, pages and a metric of what is not in the pipeline are refused", async () => {
  const lost = { node: "total", output: "toString" };
  const problems = await problemsOf((program) => ({
    ...program,
    module: "https://example.org/pipeline.ts",
    report: { ...program.report!, page: { node: "lost", output: "html" } },
    exporters: [{
      ...program.exporters![0]!,
      extension: "Tar.Gz",
      takes: { sum: lost, notes: undefined as never },
    }],
    comparison: { ...program.comparison!, takes: { sum: lost } },
    sweep: { by: "loss", page: { ...program.sweep!.page!, takes: { sum: lost } } },
  }));
  assertEquals(problems, [
    [
      "module",
      'The program\'s module is "https://example.org/pipeline.ts", expected the `import.meta.url` of a file',
    ],
    ["page", 'The report takes "lost.html" as "page", which is no output of the pipeline'],
    [
      "sum",
      'The format ".Tar.Gz" takes "total.toString" as "sum", which is no output of the pipeline',
    ],
    ["notes", 'The format ".Tar.Gz" takes nothing as "notes", which is no output of the pipeline'],
    [
      "Tar.Gz",
      'The format ".Tar.Gz" must be named in lower-case letters and digits, without a point',
    ],
    ["sum", 'The comparison takes "total.toString" as "sum", which is no output of the pipeline'],
    [
      "sum",
      'The page on sweeps takes "total.toString" as "sum", which is no output of the pipeline',
    ],
    ["loss", 'Sweeps are compared by the metric "loss", which no stage declares'],
  ]);
});

Deno.test("a function of a stage's declaration that throws is told by its name, and exits 2", async () => {
  const failing = () => {
    throw new RangeError("no such host list");
  };
  for (const name of ["net", "files", "check"] as const) {
    await using machine = await Machine.create();
    machine.program = (root) => ({
      pipeline: definePipeline([nodeOf(root, "lone", { [name]: failing })]),
      module: `file://${root}/pipeline.ts`,
      version: "1",
    });
    const { code, stdout } = await machine.run("--json");
    assertEquals([code, machine.engine], [2, null]);
    assertEquals(JSON.parse(stdout).errors, [{
      subject: "lone",
      message: `\`${name}\` of stage "lone" failed for these params: no such host list`,
      nearest: null,
    }]);
  }
});

const OPTIONAL = ["command", "presets", "report", "exporters", "sweep", "comparison"] as const;

/** Commands that must work whatever a program leaves out. */
const LINES: readonly (readonly string[])[] = [
  [],
  ["--help"],
  ...Object.keys(COMMANDS).map((name) => [name, "--help"]),
  ["plan", "--set=source.count=4"],
  ["why", "source"],
  ["dag"],
  ["show", "source"],
  ["export", "total.sum", "sum.json"],
  ["runs"],
  ["log", "source"],
  ["diff", "base", "latest"],
  ["provenance", "page"],
  ["sweep", "source.factor=0.1..0.4:4"],
  ["verify"],
];

Deno.test("case 25: a program may leave out every optional field, one or all of them", async () => {
  const left = [...OPTIONAL.map((field) => [field]), OPTIONAL];
  for (const fields of left) {
    for (const args of LINES) {
      await using machine = await Machine.create({
        plan: [fresh("source"), fresh("total"), fresh("page")],
        results: [resultOf([done("source", "hit"), done("total", "hit"), done("page", "hit")])],
        ...(args[0] === "diff" ? COMPARED : { runs: PAST_RUNS }),
        recorded: RECORDED,
        sweep: { ...SWEPT, runs: SWEPT.runs.filter(({ outcome }) => outcome === "ok") },
      });
      machine.program = (root) => {
        const kept = Object.entries(sampleProgram(root)).filter(([field]) =>
          !fields.some((one) => one === field)
        );
        // What is left out is optional: the type says so, and this test.
        return Object.fromEntries(kept) as unknown as Program;
      };
      const { code, stderr } = await machine.run(...args);
      assertEquals([code, stderr], [0, ""], `without ${fields.join()}: ${args.join(" ")}`);
    }
  }
});

Deno.test("what a program leaves out is refused by name where it is asked for", async () => {
  await using machine = await Machine.create({ runs: PAST_RUNS });
  machine.program = (root) => ({
    pipeline: sampleProgram(root).pipeline,
    module: `file://${root}/pipeline.ts`,
    version: "1",
  });
  const firstLine = async (...args: string[]): Promise<unknown> => {
    const { code, stderr } = await machine.run(...args);
    return [code, stderr.split("\n")[0]];
  };
  assertEquals(await firstLine("--preset=many"), [2, 'error: Unknown preset "many"']);
  assertEquals(await firstLine("diff", "latest~1", "latest", "--html=a.html"), [
    2,
    "error: this pipeline has no page that compares runs; leave --html out",
  ]);
  assertEquals(await firstLine("sweep", "source.count=1,2", "--html=a.html"), [
    2,
    "error: this pipeline has no page on sweeps; leave --html out",
  ]);
});

Deno.test("case 21: a pipeline file with bad names exits 2 with JSON, in a process of its own", async () => {
  await using project = await TestProject.create();
  await project.edit("pipeline.ts", "connect(numbers, {})", 'connect(numbers, {}, "Numbers!")');
  const { code, stdout, stderr } = await project.cli("plan", "--json");
  assertEquals(code, 2, stderr);
  assertEquals(JSON.parse(stdout).errors[0].subject, "Numbers!");
  assertEquals(stderr.includes("    at "), false, stderr);
});
