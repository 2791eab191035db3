/**
 * A process that is killed at a named step of the store's work, and the run after it.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { LocalStore } from "../../lib/store/local_store.ts";
import { verifyStore } from "../../lib/store/verify.ts";
import { TestProject } from "../support/project.ts";
import { danglingIn } from "./dangling.ts";
import { type Step, STEPS } from "./killed_at.ts";

/** The template's pipeline with a store that kills; started as `killed.ts STEP N`. */
const KILLED = `
import { openEngine } from "./lib/engine/open.ts";
import { LocalStore } from "./lib/store/local_store.ts";
import { localFileSystem } from "./lib/store/local_file_system.ts";
import { killer, watchedFiles, watchRecords } from ${
  JSON.stringify(new URL("killed_at.ts", import.meta.url).href)
};
import { program } from "./pipeline.ts";

const at = killer(Deno.args[0], Number(Deno.args[1]));
const root = Deno.cwd();
const store = new LocalStore(root + "/artifacts", watchedFiles(localFileSystem, at));
watchRecords(store, at);
using engine = openEngine({ pipeline: program.pipeline, root }, store);
await engine.run({ jobs: 1 });
`;

async function project(): Promise<TestProject> {
  const made = await TestProject.create();
  await made.edit("pipeline.ts", "const program", "export const program");
  await made.write("killed.ts", KILLED);
  return made;
}

function digestsOf(
  stages: Awaited<ReturnType<TestProject["run"]>>,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries([...stages].map(([name, { outputs }]) => [name, outputs]));
}

/** Whether the process died at the step; it ends well if that was never reached. */
async function isKilled({ root }: TestProject, step: Step, n: number): Promise<boolean> {
  const { signal, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-all", "killed.ts", step, String(n)],
    cwd: root,
    stdin: "null",
  }).output();
  assertEquals(new TextDecoder().decode(stderr), "");
  return signal === "SIGKILL";
}

Deno.test("faults 1 to 4: a run killed at any step of the store is made good by the next one", async (t) => {
  await using tested = await project();
  const clean = digestsOf(await tested.run());
  for (const step of STEPS) {
    await t.step(step, async () => {
      await Deno.remove(`${tested.root}/artifacts`, { recursive: true });
      // The second time, so that there is also finished work.
      assertEquals(await isKilled(tested, step, 2), true, "the step was never reached");
      assertEquals(digestsOf(await tested.run()), clean);
      const folder = `${tested.root}/artifacts`;
      assertEquals([...Deno.readDirSync(`${folder}/tmp`)], []);
      assertEquals(await danglingIn(folder), []);
      using store = new LocalStore(folder);
      assertEquals((await verifyStore(store)).damaged, []);
    });
  }
});

/** A program with a report, whose stages are all fresh: the report is all that is written. */
const KILLED_REPORT = `
import { main } from "./lib/cli/main.ts";
import { localFileSystem } from "./lib/store/local_file_system.ts";
import { killer, watchedFiles } from ${
  JSON.stringify(new URL("killed_at.ts", import.meta.url).href)
};
import { program } from "./pipeline.ts";

const [step, n] = Deno.args;
const files = { ...localFileSystem };
if (step !== undefined) Object.assign(localFileSystem, watchedFiles(files, killer(step, Number(n))));
const report = {
  page: { node: "total", output: "total" },
  withRunFacts: (page, { run }) => page + "<p>" + "long ".repeat(9999) + run,
};
Deno.exit(await main({ ...program, report }, ["run"]));
`;

Deno.test("a run killed while it writes the report leaves the old one, and the next run sweeps", async (t) => {
  await using tested = await project();
  await tested.edit("stages/total.ts", "{ total: { label", "{ total: JSON.stringify({ label");
  await tested.edit("stages/total.ts", "(params.label) } };", "(params.label) }) };");
  await tested.write("killed.ts", KILLED_REPORT);
  await tested.run();
  const folder = `${tested.root}/artifacts`;
  const names = (path: string): string[] =>
    [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  for (const step of ["temporary file made", "half written", "before rename"] as const) {
    await t.step(step, async () => {
      await tested.write("artifacts/report.html", "another page");
      assertEquals(await isKilled(tested, step, 1), true, "the step was never reached");
      assertEquals(await Deno.readTextFile(`${folder}/report.html`), "another page");
      assertEquals(names(`${folder}/tmp`).length, 1);
      await new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-check", "--allow-all", "killed.ts"],
        cwd: tested.root,
      }).output();
      assertStringIncludes(await Deno.readTextFile(`${folder}/report.html`), "long long");
      assertEquals(names(`${folder}/tmp`), []);
      assertEquals(names(folder), ["locks", "objects", "report.html", "state.db", "tmp"]);
    });
  }
});

Deno.test("what a killed run has recorded is not executed again", async () => {
  await using tested = await project();
  assertEquals(await isKilled(tested, "before record", 3), true);
  assertEquals((await tested.executed()).length, 2);
});
