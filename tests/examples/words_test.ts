/**
 * Tests the example in `examples/words` by its task, as a user runs it.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { exampleProject } from "./example_project.ts";

const HIT = { read: "hit", tokenise: "hit", count: "hit", merge: "hit", report: "hit" };

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await Deno.readTextFile(path);
  assert(text.includes(from), `"${from}" is not in ${path}`);
  await Deno.writeTextFile(path, text.replace(from, () => to));
}

Deno.test("the words example counts as an independent count does, and shows it in its report", async () => {
  await using example = await exampleProject("words", "example");
  const { code, stdout, stderr } = await example.task();
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "Ran 5 of 5 stages");

  const names = ["harbour", "orchard", "railway"];
  const texts = await Promise.all(
    names.map((name) => Deno.readTextFile(`${example.folder}/texts/${name}.txt`)),
  );
  const words = texts.join(" ").toLowerCase().split(/[^a-z]+/).filter((word) => word !== "");
  assertStringIncludes(
    stdout,
    `texts 3 · words ${words.length} · differentWords ${new Set(words).size}`,
  );
  const page = await Deno.readTextFile(`${example.folder}/artifacts/report.html`);
  const apples = words.filter((word) => word === "apples").length;
  assertStringIncludes(page, `<li>apples: ${apples}</li>`);
  assertStringIncludes(page, "<footer>deno task example, 2");
});

Deno.test("the words example runs no stage whose inputs come out unchanged", async () => {
  await using example = await exampleProject("words", "example");
  const { folder } = example;
  await example.states();
  assertEquals(await example.states(), HIT);

  await edit(`${folder}/texts/orchard.txt`, "apples fall at night", "apples -- fall! -- at night");
  assertEquals(await example.states(), {
    ...HIT,
    read: "ran file texts/orchard.txt",
    tokenise: "ran input read.texts",
    ...{ count: "cut-off", merge: "cut-off", report: "cut-off" },
  });

  await edit(`${folder}/lib/ranked.ts`, "b.count - a.count ||", "(b.count - a.count) ||");
  assertEquals(await example.states(), HIT, "parentheses that change nothing");

  await edit(`${folder}/lib/ranked.ts`, "b.count - a.count", "(0 + b.count) - a.count");
  assertEquals(await example.states(), {
    ...HIT,
    count: "ran code lib/ranked.ts",
    merge: "ran code lib/ranked.ts",
    report: "cut-off",
  });

  await edit(`${folder}/lib/ranked.ts`, "(a.word < b.word", "(a.word > b.word");
  assertEquals(await example.states(), {
    ...HIT,
    count: "ran code lib/ranked.ts",
    merge: "ran input count.counts code lib/ranked.ts",
    report: "ran input count.counts input merge.total",
  });
});

Deno.test("a text that is added, renamed or removed is a reason to rerun, named by its path", async () => {
  await using example = await exampleProject("words", "example");
  const texts = `${example.folder}/texts`;
  const readAfter = async (): Promise<string | undefined> =>
    (await example.states("--until", "read"))["read"];
  assertEquals(await readAfter(), "ran first-run read");

  await Deno.writeTextFile(`${texts}/notes.md`, "not a text of the example");
  await Deno.mkdir(`${texts}/folder.txt`);
  assertEquals(await readAfter(), "hit", "files with another ending and folders are no inputs");

  await Deno.writeTextFile(`${texts}/meadow.txt`, "Grass, grass and grass.");
  assertEquals(await readAfter(), "ran file texts/meadow.txt");
  await Deno.rename(`${texts}/meadow.txt`, `${texts}/field.txt`);
  assertEquals(await readAfter(), "ran file texts/field.txt");
  await Deno.remove(`${texts}/field.txt`);
  assertEquals(await readAfter(), "hit", "the earlier result is reused");
});

Deno.test("a folder of texts that is missing or not permitted exits with 3 and is named", async () => {
  await using example = await exampleProject("words", "example");
  const missing = await example.task("run", "--set", "read.folder=nowhere");
  assertEquals(missing.code, 3);
  assertStringIncludes(missing.stderr, `${example.folder}/nowhere`);
  const outside = await example.task("plan", "--set", "read.folder=/elsewhere");
  assertEquals(outside.code, 3);
  assertStringIncludes(outside.stderr, "--allow-read=.,/elsewhere");
  assertStringIncludes(outside.stderr, "examples/words/pipeline.ts plan");
});

Deno.test("the help of the words example names its own command", async () => {
  await using example = await exampleProject("words", "example");
  for (const args of [["--help"], ["dag", "--help"]]) {
    const { code, stdout } = await example.task(...args);
    assertEquals(code, 0);
    assertStringIncludes(stdout, "Usage: deno task example ");
    assert(!stdout.includes("deno task pipeline"), stdout);
  }
});
