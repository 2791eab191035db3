/**
 * The command that grants what is missing, pasted into a shell as a person would.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { copy } from "@std/fs";
import { folderOf } from "../../lib/engine/paths.ts";
import { type Finished, TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

const ignore = Deno.build.os === "windows";

async function finished(program: string, args: readonly string[], cwd: string): Promise<Finished> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env: {
      NO_COLOR: "1",
      PATH: `${folderOf(Deno.execPath())}:${Deno.env.get("PATH")}`,
    },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs a script with these grants, which must not be enough, then the command that it prints. */
async function granted(cwd: string, grants: readonly string[], words: readonly string[]) {
  const options = ["run", "--no-prompt", "--no-check", "--unstable-worker-options", ...grants];
  const refused = await finished(Deno.execPath(), [...options, ...words], cwd);
  assertEquals(refused.code, 3, refused.stderr);
  const command = /^ {2}(deno run .*)$/m.exec(refused.stderr)?.[1] ?? "";
  assertStringIncludes(command, "deno run --no-prompt ");
  return { command, ...await finished("bash", ["-c", command], cwd) };
}

/** The template without stages: nothing has to be bundled. */
async function emptyProject(): Promise<TestProject> {
  const project = await TestProject.create();
  await project.edit("pipeline.ts", "[source, squared, odd, sum]", "[]");
  return project;
}

const ODD = [
  "a,b",
  ",",
  "two words ",
  "it's",
  "$HOME`id`",
  'back\\slash"',
  "new\nline",
  "tab\t\u202e\u00ad\ud83d\ude00",
  "-v",
  "*?[x]{a,b}",
  "~",
  "日本語 e\u0301",
  "50%23#?&;|<>()!",
  "npm:x",
];

Deno.test({
  name: "case 23: the printed command runs, whatever is in the names of folders",
  ignore,
  fn: async (t) => {
    await using project = await emptyProject();
    for (const odd of ODD) {
      await t.step(JSON.stringify(odd), async () => {
        await using folder = await temporaryFolder();
        const root = await Deno.realPath(folder.path);
        await Deno.mkdir(`${root}/${odd}/here`, { recursive: true });
        await copy(project.root, `${root}/${odd}/p`);
        await Deno.writeTextFile(`${root}/${odd}/p.json`, "{}");
        const ways = [
          [root, `./${odd}/p/pipeline.ts`, `--artifacts=${odd}/store`, `--params=${odd}/p.json`],
          [`${root}/${odd}/p`, "pipeline.ts", "--artifacts=../store", "--params=../p.json"],
          [`${root}/${odd}/here`, "../p/pipeline.ts", "--artifacts=../store"],
        ] as const;
        for (const [cwd, ...words] of ways) {
          for (const grants of [[], ["--allow-read=."]]) {
            const { code, stdout, stderr, command } = await granted(cwd, grants, words);
            assertEquals([code, stderr], [0, ""], command);
            assertStringIncludes(stdout, "nothing to run");
          }
        }
      });
    }
  },
});

Deno.test({
  name: "case 23: stages run with the rights of the printed command, also where a path has a comma",
  ignore,
  fn: async () => {
    await using project = await TestProject.create();
    await using folder = await temporaryFolder();
    const root = await Deno.realPath(folder.path);
    await copy(project.root, `${root}/a,b/it's`);
    const { code, stderr, stdout, command } = await granted(root, ["--allow-read=."], [
      "./a,b/it's/pipeline.ts",
      "--artifacts=c,d",
    ]);
    assertEquals([code, stderr], [0, ""], command);
    assertStringIncludes(stdout, "Ran 4 of 4 stages");
    assertEquals((await Deno.stat(`${root}/c,d/state.db`)).isFile, true);
  },
});

/** The template as the one member of a workspace, whose root has the configuration and packages. */
async function asMember(project: TestProject, root: string, more: object): Promise<string> {
  const member = `${root}/member`;
  await copy(project.root, member);
  const text = (await Deno.readTextFile(`${member}/deno.json`)).replaceAll('"./', '"./member/');
  const config = { ...JSON.parse(text), workspace: ["./member"], ...more };
  await Deno.writeTextFile(`${root}/deno.json`, JSON.stringify(config));
  await Deno.writeTextFile(`${member}/deno.json`, "{}");
  for (const name of ["node_modules", "deno.lock"]) {
    await Deno.rename(`${member}/${name}`, `${root}/${name}`);
  }
  return member;
}

Deno.test({
  name: "case 23: the printed command runs where the project is a member of a workspace",
  ignore,
  fn: async (t) => {
    await using project = await TestProject.create();
    for (const more of [{}, { unstable: [] }]) {
      await t.step(JSON.stringify(more), async () => {
        await using folder = await temporaryFolder();
        const member = await asMember(project, await Deno.realPath(folder.path), more);
        const ran = await granted(member, ["--allow-read=."], ["pipeline.ts"]);
        assertEquals([ran.code, ran.stderr], [0, ""], ran.command);
        assertStringIncludes(ran.stdout, "Ran 4 of 4 stages");
        const planned = await granted(member, [], ["pipeline.ts", "plan"]);
        assertEquals([planned.code, planned.stderr], [0, ""], planned.command);
      });
    }
  },
});
