/**
 * README and `docs/`: every command that they show runs, and prints what they show; every link leads
 * somewhere.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import {
  codeBlocks,
  headingAnchors,
  localLinks,
  printsAsShown,
  transcriptOf,
  type TranscriptStep,
} from "./support/markdown.ts";
import { REPOSITORY, TestProject } from "./support/project.ts";

/** Pages with commands for people, each a story of its own that begins with an empty store. */
const PAGES = ["README.md", "docs/getting-started.md", "docs/commands.md", "docs/results.md"];

/** Pages whose commands take minutes: 68 trainings and more. */
const TOO_LONG = ["docs/recipe.md"];

/** Commands that a test cannot run as they stand, and what runs instead. */
const INSTEAD: Readonly<Record<string, string | null>> = {
  // The transcript below it is of the same command.
  "npx -y deno@2.9.6 task pipeline": null,
  // It would start itself.
  "npx -y deno@2.9.6 task test": null,
  // The example needs its own folder; `tests/examples` runs it.
  "deno task example": null,
  // There is no network.
  "deno task pipeline --set fetch.source=mirror":
    "deno task pipeline plan --set fetch.source=mirror",
};

const read = (path: string): Promise<string> => Deno.readTextFile(`${REPOSITORY}/${path}`);

/** This repository with the program of `docs/results.md`, its task free to read linked packages. */
async function freshClone(): Promise<TestProject> {
  const project = await TestProject.ofRepository();
  await project.edit(
    "deno.json",
    "--allow-read=. --allow-write=artifacts --allow-net",
    `--allow-read=.,${REPOSITORY}/node_modules --allow-write=artifacts --allow-net`,
  );
  await project.write("docs/recipe.json", await read("docs/recipe.json"));
  const [program] = codeBlocks(await read("docs/results.md"), "ts");
  await project.write("predict.ts", program!);
  return project;
}

/** Lines that a command prints; it must exit with 0. */
async function linesOf(command: string, { root }: TestProject): Promise<string[]> {
  const [program, ...args] = command.replace(/^npx -y deno@\S+/, "deno")
    .replace(/^deno task/, "deno task --quiet")
    .replace("--allow-read=.", `$&,${REPOSITORY}/node_modules`).split(" ");
  assertEquals(program, "deno", command);
  const process = new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
  });
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  assertEquals(code, 0, `${command}: ${text(stderr)}`);
  return text(stdout).trimEnd().split("\n");
}

async function follow({ command, output }: TranscriptStep, project: TestProject): Promise<void> {
  const instead = INSTEAD[command];
  if (instead === null) return;
  const printed = await linesOf(instead ?? command, project);
  assert(
    printsAsShown(output, printed),
    `$ ${command}\nthe page shows\n${output.join("\n")}\nand it prints\n${printed.join("\n")}`,
  );
}

for (const page of PAGES) {
  Deno.test(`the commands of ${page} print what it shows`, async () => {
    await using project = await freshClone();
    for (const step of transcriptOf(await read(page))) await follow(step, project);
  });
}

Deno.test("only lines of progress may be printed beside what a page shows", () => {
  const shown = ["fetch       started", "fetch       ran      942 ms      first run"];
  const prints = (between: string): boolean => printsAsShown(shown, shown.toSpliced(1, 0, between));
  assert(prints("fetch       12.3 MB of 47.0 MB"));
  assert(prints("fetch       999 B of 1.2 kB, from the second mirror"));
  assert(prints("train       epoch 7 of 20, loss 0.2624, validation 91.4 %"));
  assert(!prints("train       started"));
  assert(!prints("Ran 5 of 5 stages in 3.3 s, run 20261122T153941-98d941."));
  assert(!prints("of 5 stages: 1 to run, 2 that may run, 2 fresh."));
  assert(!printsAsShown(shown, ["fetch       12.3 MB of 47.0 MB"]));
});

Deno.test("a time on a page stands for one in other units", () => {
  for (const time of ["31 ms", "4.2 s", "2 min 05 s", "1 h 02 min"]) {
    assert(
      printsAsShown(["Ran 5 of 5 stages in 3.3 s, run it"], [
        `Ran 5 of 5 stages in ${time}, run it`,
      ]),
    );
  }
});

Deno.test("no other page shows commands that are not tested", async () => {
  for await (const { name } of Deno.readDir(`${REPOSITORY}/docs`)) {
    if (!name.endsWith(".md") || [...PAGES, ...TOO_LONG].includes(`docs/${name}`)) continue;
    assertEquals(transcriptOf(await read(`docs/${name}`)), [], name);
  }
});

Deno.test("every link of README and docs leads to a file and a heading", async () => {
  const names = [...Deno.readDirSync(`${REPOSITORY}/docs`)].map(({ name }) => `docs/${name}`);
  for (const page of ["README.md", ...names.filter((name) => name.endsWith(".md"))]) {
    for (const link of localLinks(await read(page))) {
      const { pathname, hash } = new URL(link, `file:///${page}`);
      const target = pathname.slice(1);
      assert(await exists(target), `${page} links to ${link}`);
      if (hash === "") continue;
      const anchors = headingAnchors(await read(target));
      assert(anchors.includes(decodeURIComponent(hash.slice(1))), `${page} links to ${link}`);
    }
  }
});

function exists(path: string): Promise<boolean> {
  return Deno.stat(`${REPOSITORY}/${path}`).then(() => true, () => false);
}
