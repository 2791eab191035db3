import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseDigest } from "../../lib/codec/digest.ts";
import { objectPath } from "../../lib/store/objects.ts";
import { REPOSITORY, TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { broken } from "./json_rules.ts";
import { jsonDocs, mismatches } from "./json_schema.ts";

const DOCS = await jsonDocs();

const PAGE = `
import { defineStage, type StageContext } from "../lib/engine/stage.ts";
export function run({ inputs }: StageContext<{ squares: number[] }, Record<never, never>>) {
  return { html: "<p>" + inputs.squares.join() + "</p><!-- facts -->" };
}
export const page = defineStage({
  module: import.meta.url, name: "page", description: "shows squares",
  inputs: { squares: "squares" }, params: {}, outputs: { html: "a page" }, run,
});
`;

/** The template with a page. */
async function projectWithPage(): Promise<TestProject> {
  const project = await TestProject.create();
  await project.write("stages/page.ts", PAGE);
  const file = "pipeline.ts";
  await project.edit(file, "const program = {", "const program: Program = {");
  await project.edit(file, "import { main }", "import { main, type Program }");
  await project.edit(
    file,
    'import { total } from "./stages/total.ts";',
    'import { page } from "./stages/page.ts";\nimport { total } from "./stages/total.ts";',
  );
  await project.edit(
    file,
    "const program: Program = {",
    "const shown = connect(page, { squares: squared.outputs.squares });\n\nconst program: Program = {\n" +
      "  report: {\n    page: shown.outputs.html,\n" +
      '    withRunFacts: (html, facts) => html.replace("facts", facts.stages.map((s) => s.state).join()),\n' +
      "  },",
  );
  await project.edit(file, "odd, sum])", "odd, sum, shown])");
  return project;
}

const reportOf = (project: TestProject) =>
  Deno.readTextFile(`${project.root}/artifacts/report.html`);

Deno.test("a process runs a project, then finds everything fresh, and writes a missing report again", async () => {
  await using project = await projectWithPage();
  const first = await project.cli();
  assertEquals([first.code, first.stderr], [0, ""]);
  assertMatch(first.stdout, /^squares {2}ran {6}\d\S* m?s {2,}first run$/m);
  assertMatch(
    first.stdout,
    /\nRan 5 of 5 stages in .*, run .*\.\ntotal 133\nartifacts\/report.html\n$/,
  );
  assertStringIncludes(await reportOf(project), "<p>1,9,25,49,49</p><!-- ran,ran,ran,ran,ran -->");

  const second = await project.cli();
  assertMatch(
    second.stdout,
    /^Everything is fresh: 5 stages, nothing to run \(.*\)\.\ntotal 133\nartifacts\/report.html\n$/,
  );
  assertStringIncludes(await reportOf(project), "ran,ran");
  await Deno.remove(`${project.root}/artifacts/report.html`);
  assertEquals((await project.cli("--quiet")).stdout, "");
  assertStringIncludes(await reportOf(project), "hit,hit");
});

Deno.test("going back to earlier params runs nothing and shows the earlier report", async () => {
  await using project = await projectWithPage();
  await project.run();
  await project.run("--set", "numbers.step=3");
  assertStringIncludes(await reportOf(project), "<p>1,16,");
  const { code, stdout } = await project.cli("--json");
  assertEquals([code, JSON.parse(stdout).run], [0, null]);
  assertStringIncludes(await reportOf(project), "<p>1,9,");
});

Deno.test("plan, why and dag change nothing, not even an empty folder", async () => {
  await using project = await TestProject.create();
  const before = [...Deno.readDirSync(project.root)].map(({ name }) => name).sort();
  assertEquals((await project.cli("plan", "--exit-code")).code, 10);
  assertEquals((await project.cli("why", "total")).stdout, "total will run:\n  first run\n");
  assertEquals((await project.cli("dag", "--json")).code, 0);
  assertEquals([...Deno.readDirSync(project.root)].map(({ name }) => name).sort(), before);
});

Deno.test("real documents are what docs/json.md says", async () => {
  await using project = await TestProject.create();
  await project.run();
  const commands: readonly (readonly string[])[] = [
    ["run", "--set=numbers.step=3"],
    ["plan", "--set=numbers.step=4"],
    ["why", "total"],
    ["dag"],
    ["show", "numbers"],
    ["export", "total.total", "total.json"],
    ["reproduce"],
    ["verify"],
  ];
  for (const [name, ...args] of commands) {
    const { code, stdout } = await project.cli(name!, ...args, "--json");
    assertEquals([code, mismatches(DOCS, `${name}/1`, JSON.parse(stdout))], [0, []], name);
    assertEquals(broken(JSON.parse(stdout)), [], name);
  }
  assertStringIncludes(await Deno.readTextFile(`${project.root}/total.json`), '"total":133');
});

Deno.test("a stage that throws exits 1, names its file and line, and keeps what was made before", async () => {
  await using project = await TestProject.create();
  await project.write(
    "shapes/square.ts",
    "export function square(n: number): number {\n  throw new RangeError(`cannot square ${n}`);\n}\n",
  );
  const { code, stdout, stderr } = await project.cli();
  assertEquals(code, 1);
  assertStringIncludes(stdout, "squares  failed");
  assertMatch(stderr, /^Stage "squares" failed.*: cannot square 1$/m);
  assertMatch(stderr, /^ {2}at shapes\/square\.ts:2$/m);
  assertMatch(stderr, /^Kept: numbers.* \(in artifacts\)$/m);
  assertMatch(stderr, /^Not run because of it: .*total$/m);
  assert(!stderr.includes("    at "));
  const again = await project.cli("--json");
  assertEquals(mismatches(DOCS, "run/1", JSON.parse(again.stdout)), []);
  assertEquals(broken(JSON.parse(again.stdout)), []);
});

Deno.test("verify finds a flipped bit, exits 4, and --repair makes the artifact again", async () => {
  await using project = await TestProject.create();
  const stages = await project.run();
  const { digest } = stages.get("squares")!.outputs["squares"]!;
  const file = `${project.root}/artifacts/${objectPath(parseDigest(digest))}`;
  const bytes = await Deno.readFile(file);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(file, bytes);

  const found = await project.cli("verify", "--json");
  assertEquals([found.code, JSON.parse(found.stdout).damaged], [4, [
    { digest, stage: "squares", output: "squares", problem: "content" },
  ]]);
  const repaired = await project.cli("verify", "--repair", "--json");
  assertEquals(repaired.code, 0);
  assertEquals(mismatches(DOCS, "verify/1", JSON.parse(repaired.stdout)), []);
  assertEquals(JSON.parse(repaired.stdout).repair.executed, ["squares"]);
  assertEquals((await project.cli("verify")).code, 0);
});

/** The rights that an exit 3 says to grant; the modules of a test project stand outside of it. */
async function grantsIn(stderr: string, project: TestProject): Promise<string[]> {
  const [, command = ""] = /\n {2}(deno run .*)\n/.exec(stderr) ?? [];
  const modules = await Deno.realPath(`${project.root}/node_modules`);
  return command.split(" ").filter((word) => word.startsWith("--allow-"))
    .map((grant) => grant.startsWith("--allow-read=") ? `${grant},${modules}` : grant);
}

Deno.test("the command that an exit 3 prints works as it stands", async () => {
  await using project = await TestProject.create();
  await project.run();
  await using elsewhere = await temporaryFolder();
  for (
    const [args, made] of [
      [["--artifacts", elsewhere.path], "state.db"],
      [["export", "total.total", `${elsewhere.path}/total.json`], "total.json"],
    ] as const
  ) {
    const refused = await project.cliWith(["--allow-read=."], ...args);
    assertEquals([refused.code, refused.stdout], [3, ""]);
    const allowed = await project.cliWith(await grantsIn(refused.stderr, project), ...args);
    assertEquals(allowed.code, 0, allowed.stderr);
    assert((await Deno.stat(`${elsewhere.path}/${made}`)).isFile);
  }
});

Deno.test("without any right a process exits 3 and says how to grant what it needs", async () => {
  await using project = await TestProject.create();
  for (const args of [["--help"], ["plan"], ["runs", "--help"]]) {
    const { code, stderr } = await project.cliWith([], ...args);
    assertEquals(code, 3);
    const packages = args.includes("--help") ? "" : `,${REPOSITORY}/node_modules`;
    const grant = `--allow-read=.${packages} pipeline.ts ${args.join(" ")}\n`;
    assert(stderr.endsWith(grant), stderr);
  }
  const refused = await project.cliWith([]);
  assertEquals(refused.code, 3);
  const grants = `--allow-read=.,${REPOSITORY}/node_modules --allow-write=artifacts pipeline.ts\n`;
  assert(refused.stderr.endsWith(grants), refused.stderr);
});

Deno.test("SIGINT and SIGTERM end a process whose stage computes without end, with 130 and 143", async () => {
  await using project = await TestProject.create();
  await project.write(
    "shapes/square.ts",
    "export function square(n: number): number {\n  for (;;) if (n < 0) return n;\n}\n",
  );
  for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", "--no-check", "pipeline.ts"],
      cwd: project.root,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    let text = "";
    for await (const chunk of process.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes("squares  started")) break;
    }
    process.kill(signal);
    const { code } = await process.status;
    assertEquals(code, exitCode);
    assertStringIncludes(await new Response(process.stderr).text(), `warning: ${signal}: stopping`);
    assertEquals((await project.cli("verify")).code, 0);
  }
});

Deno.test("a reader that goes away does not disturb a run", async () => {
  await using project = await TestProject.create();
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", "pipeline.ts"],
    cwd: project.root,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  await process.stdout.cancel();
  assertEquals((await process.status).code, 0);
  assertMatch((await project.cli()).stdout, /^Everything is fresh/);
});

Deno.test({
  name: "output that cannot be written exits 3 and says so, once and without a stack trace",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using project = await TestProject.create();
    for (const args of ["plan --json", "run --json", "runs", "run --force=total"]) {
      const line =
        `'${Deno.execPath()}' run -A --no-prompt --no-check pipeline.ts ${args} > /dev/full`;
      const run = async (shell: string) => {
        const options = { args: ["-c", shell], cwd: project.root, env: { NO_COLOR: "1" } };
        const { code, stderr } = await new Deno.Command("sh", options).output();
        return { code, stderr: new TextDecoder().decode(stderr) };
      };
      const { code, stderr } = await run(line);
      assertEquals(code, 3, stderr);
      const told = stderr.match(/^error: Cannot write to standard output: /gm);
      assertEquals(told?.length, 1, `${args}: ${stderr}`);
      assert(!/^ +at /m.test(stderr), stderr);
      assertEquals((await run(`${line} 2>&1`)).code, 3);
    }
    assertEquals((await project.run()).get("total")?.state, "hit", "the work was done");
  },
});
