/**
 * A store that is removed, or a part of it, while a run uses it; through the real command line.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { TestProject } from "../support/project.ts";

/** The template's program, which does `work` in the store's folder when `squares` starts. */
function program(work: string): string {
  return `
import { main } from "./lib/cli/main.ts";
import { thisProcess } from "./lib/cli/surroundings.ts";
import { openEngine } from "./lib/engine/open.ts";
import { program } from "./pipeline.ts";

const folder = Deno.cwd() + "/artifacts";
const surroundings = thisProcess();
Deno.exit(await main(program, Deno.args, {
  ...surroundings,
  openEngine: (options) => {
    const engine = openEngine(options);
    const run = engine.run.bind(engine);
    engine.run = (request) => run({
      ...request,
      observe: (event) => {
        if (event.type === "stage-started" && event.stage === "squares") { ${work} }
        request.observe(event);
      },
    });
    return Promise.resolve(engine);
  },
}));
`;
}

const REMOVE_ALL = "Deno.removeSync(folder, { recursive: true });";

/** What is done, with the words for it, and which stages are lost. */
const LOSSES: readonly (readonly [work: string, words: RegExp, lost: RegExp])[] = [
  [REMOVE_ALL, /state.db": it was removed or replaced while it was in use/, /numbers/],
  [
    `Deno.removeSync(folder + "/state.db");`,
    /state.db": it was removed or replaced while it was in use/,
    /numbers/,
  ],
  [
    `${REMOVE_ALL} Deno.writeTextFileSync(folder, "a file");`,
    /it was removed or replaced|a file is in the place of a folder/,
    /numbers/,
  ],
];

async function projectWith(work: string): Promise<TestProject> {
  const project = await TestProject.create();
  await project.edit("pipeline.ts", "const program", "export const program");
  await project.write("removing.ts", program(work));
  return project;
}

Deno.test({
  name:
    "a run whose store is removed exits 3, says what is lost and what to do, and ends with a summary",
  ignore: Deno.build.os === "windows",
  async fn(t) {
    for (const [work, words, lost] of LOSSES) {
      await t.step(work, async () => {
        await using project = await projectWith(work);
        const { code, stderr } = await project.script("removing.ts", ["-A"], "run", "--jobs=1");
        assertEquals(code, 3, stderr);
        assertMatch(stderr, words);
        assertMatch(stderr, new RegExp(`^Lost: .*${lost.source}`, "m"));
        assertMatch(stderr, /^Next: run the same command again/m);
        assert(!/suppressed|does not know|internal/.test(stderr), stderr);
        if (work.includes("a file")) await Deno.remove(`${project.root}/artifacts`);
        const again = await project.run();
        assertEquals(again.get("total")?.state, "ran");
        assertEquals((await project.cli("verify")).code, 0);
      });
    }
  },
});

Deno.test({
  name: "under --json a run whose store is removed is failed and names its loss",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using project = await projectWith(REMOVE_ALL);
    const { code, stdout } = await project.script(
      "removing.ts",
      ["-A"],
      "run",
      "--json",
      "--jobs=1",
    );
    const document = JSON.parse(stdout);
    assertEquals([code, document.schema, document.outcome], [3, "run/1", "failed"]);
    assertEquals(document.loss.error.kind, "environment");
    assertEquals(document.loss.stages, ["numbers"]);
  },
});

Deno.test({
  name: "a run that loses objects, locks or its own leftovers goes on, and the next one makes good",
  ignore: Deno.build.os === "windows",
  async fn(t) {
    for (const name of ["objects", "locks", "tmp"]) {
      await t.step(name, async () => {
        const work = `Deno.removeSync(folder + "/${name}", { recursive: true });`;
        await using project = await projectWith(work);
        const { code, stderr } = await project.script("removing.ts", ["-A"], "run", "--jobs=1");
        assertEquals(code, 0, stderr);
        await project.run();
        assertEquals((await project.cli("verify")).code, 0);
        const executed = await project.executed();
        assertEquals(executed, []);
      });
    }
  },
});
