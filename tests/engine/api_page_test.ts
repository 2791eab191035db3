/**
 * `docs/api.md`: its program prints what the page says, and its table leaves nothing out.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "../../lib/cli/command_table.ts";
import { REPOSITORY, TestProject } from "../support/project.ts";

const page = await Deno.readTextFile(`${REPOSITORY}/docs/api.md`);

/** Texts of the page's blocks in this language. */
function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))]
    .map(([, text]) => text!);
}

Deno.test("the program of docs/api.md prints what the page says", async () => {
  await using project = await TestProject.create();
  const files = blocks("ts");
  assertEquals(files.length, 2);
  for (const text of files) await project.write(/^\/\/ (\S+)/.exec(text)![1]!, text);
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--check", "-A", "use.ts"],
    cwd: project.root,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(
    new TextDecoder().decode(stdout),
    blocks("text")[0],
    new TextDecoder().decode(stderr),
  );
});

Deno.test("case 7: the program of docs/api.md takes nothing from the pipeline in its folder, on one store neither", async () => {
  await using project = await TestProject.create();
  await project.run();
  const [stage, program] = blocks("ts");
  // A file of this name is in the project.
  await project.write("stages/squares_of_page.ts", stage!);
  await project.write("use.ts", program!.replace("stages/squares.ts", "stages/squares_of_page.ts"));
  const { code, stderr } = await project.script("use.ts", ["-A"]);
  assertEquals(code, 0, stderr);
  assertEquals(await project.executed(), []);

  await project.edit("use.ts", "`${root}/artifacts/squares`", "`${root}/artifacts`");
  const shared = await project.script("use.ts", ["-A"]);
  assertEquals(shared.code, 0, shared.stderr);
  assertEquals(await project.executed(), []);
  const { stdout } = await project.cli("gc", "--keep-runs=0", "--json");
  const [kept] = JSON.parse(stdout).keptForOthers;
  assertEquals([kept.pipeline, kept.objects > 0], ["use.ts", true]);
});

Deno.test("docs/api.md has a twin for every command", () => {
  const commands = [...page.matchAll(/^\| `([a-z]+)/gm)].map(([, name]) => name!);
  assertEquals(Object.keys(COMMANDS).filter((name) => !commands.includes(name)), []);
});

/** Members of an interface of the engine and of those that it extends, with their descriptions. */
async function membersOf(name: string): Promise<Map<string, string>> {
  const members = new Map<string, string>();
  for (const { name: file } of Deno.readDirSync(`${REPOSITORY}/lib/engine`)) {
    if (!file.endsWith(".ts")) continue;
    const source = await Deno.readTextFile(`${REPOSITORY}/lib/engine/${file}`);
    const pattern = new RegExp(
      `^export interface ${name} (?:extends ([^{]*) )?\\{\\n([^]*?)^\\}`,
      "m",
    );
    const [, bases = "", body = ""] = pattern.exec(source) ?? [];
    for (const base of bases.split(", ").filter((base) => base !== "")) {
      for (const [member, description] of await membersOf(base)) members.set(member, description);
    }
    const found = body.matchAll(/^ {2}\/\*\*([^]*?)\*\/\n {2}(?:readonly )?(\w+)[(:]/gm);
    for (const [, description, member] of found) members.set(member!, description!);
  }
  return members;
}

Deno.test("docs/api.md shows every method of the engine, and each has an example", async () => {
  const members = await membersOf("Engine");
  assert(members.size > 9 && members.has("forget"), [...members.keys()].join());
  assertEquals([...members.keys()].filter((name) => !page.includes(`engine.${name}`)), []);
  const bare = [...members].filter(([, description]) => !description.includes("@example"));
  assertEquals(bare.map(([name]) => name), []);
});
