/**
 * Collection, on real stores: what stays, what goes, and that nobody's work is disturbed.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { walk } from "@std/fs";
import { artifactDigest } from "../../lib/codec/digest.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { objectPath } from "../../lib/store/objects.ts";
import { TestProject } from "../support/project.ts";
import { danglingIn } from "./dangling.ts";

/** Makes the last stage compute for seconds. */
function slowDown(project: TestProject): Promise<void> {
  const loop = "let sum = odd; for (let i = 0; i < 4e9; i++) sum = (sum + i) | 0;";
  return project.edit("stages/total.ts", "  metric(", `  ${loop} metric("sum", sum); metric(`);
}

interface CollectionJson {
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  readonly removed: readonly {
    readonly id: string;
    readonly records: number;
    readonly artifacts: readonly { readonly artifact: string; readonly sizeBytes: number }[];
    readonly objectBytes: number;
  }[];
}

async function gc(project: TestProject, ...flags: string[]): Promise<CollectionJson> {
  const { code, stdout, stderr } = await project.cli("gc", "--json", ...flags);
  assertEquals([code, stderr.includes("error")], [0, false], stderr);
  return JSON.parse(stdout);
}

async function filesOf(project: TestProject): Promise<Map<string, number>> {
  const files = new Map<string, number>();
  for await (const { path, isFile } of walk(`${project.root}/artifacts`)) {
    if (isFile) files.set(path, (await Deno.stat(path)).size);
  }
  return files;
}

const LABELLED = ["--set", "numbers.first=3", "--set", "total.label=three"];

Deno.test("gc --keep-runs keeps what the newest runs reached, their hits included, and removes the rest", async () => {
  await using project = await TestProject.create();
  await project.run("--set", "numbers.first=3");
  // Hits all but one stage: what it hit was made by the run before.
  assertEquals(await project.executed(...LABELLED), ["total"]);
  await project.run();
  const { before, after } = await gc(project, "--keep-runs", "2");
  assertEquals([before["runs"], after["runs"]], [3, 2]);
  assertEquals(before["records"]! - after["records"]!, 1);
  assertEquals(await danglingIn(`${project.root}/artifacts`), []);
  assertEquals(await project.executed(), []);
  assertEquals(await project.executed(...LABELLED), []);
  assertEquals(await project.executed("--set", "numbers.first=3"), ["total"]);
});

Deno.test("gc --keep-runs 0 keeps what the pipeline needs as it is now, with the params given", async () => {
  await using project = await TestProject.create();
  await project.run();
  await project.run(...LABELLED);
  await gc(project, "--keep-runs", "0");
  assertEquals(await danglingIn(`${project.root}/artifacts`), []);
  assertEquals(await project.executed(), []);
  assertEquals((await project.executed(...LABELLED)).length, 4);
  await gc(project, "--keep-runs", "0", ...LABELLED);
  assertEquals(await project.executed(...LABELLED), []);
  assertEquals((await project.executed()).length, 4);
});

Deno.test("gc keeps what stages may yet hit that wait for others to run", async () => {
  await using project = await TestProject.create();
  await project.run();
  await project.write("stages/parity.ts", await parityRewritten(project));
  await gc(project, "--keep-runs", "0");
  assertEquals(await project.executed(), ["parity"]);
});

/** Other code that gives the same bytes. */
async function parityRewritten({ root }: TestProject): Promise<string> {
  const text = await Deno.readTextFile(`${root}/stages/parity.ts`);
  return text.replace("Math.abs(n) % 2", "Math.abs(n) & 1");
}

Deno.test("gc --max-bytes removes older runs until the objects fit, and never what is needed now", async () => {
  await using project = await TestProject.create();
  for (const count of ["100", "200", "300"]) await project.run("--set", `numbers.count=${count}`);
  await project.run();
  const { before } = await gc(project, "--dry-run");
  const limit = before["objectBytes"]! - 1;
  const { after } = await gc(project, "--max-bytes", String(limit));
  assertEquals(after["runs"], 3);
  assert(after["objectBytes"]! <= limit);
  assertEquals(await project.executed("--set", "numbers.count=300"), []);
  assertEquals((await project.executed("--set", "numbers.count=100")).length, 4);
  await gc(project, "--max-bytes", "0");
  assertEquals(await project.executed(), []);
});

Deno.test("gc keeps runs that have a name, whatever the limits are", async () => {
  await using project = await TestProject.create();
  await project.run("--set", "numbers.first=3", "--name", "three");
  await project.run("--set", "numbers.first=5");
  await project.run();
  const { after } = await gc(project, "--keep-runs=0", "--max-bytes=0");
  assertEquals(after["runs"], 1);
  assertEquals(await danglingIn(`${project.root}/artifacts`), []);
  assertEquals(await project.executed("--set", "numbers.first=3"), []);
  assertEquals((await project.executed("--set", "numbers.first=5")).length, 4);
  await project.cli("runs", "--rename", "three=");
  assertEquals((await gc(project, "--keep-runs=0")).after["runs"], 0);
  assertEquals((await project.executed("--set", "numbers.first=3")).length, 4);
});

Deno.test("gc says what goes with each run: what neither that stays nor a newer one that goes needs", async () => {
  await using project = await TestProject.create();
  await project.run("--set", "numbers.first=3");
  // Its numbers, squares and parity are those of the run before.
  await project.run(...LABELLED);
  await project.run("--set", "numbers.first=5");
  await project.run();
  const foreseen = await gc(project, "--keep-runs=1", "--dry-run");
  const { before, after, removed } = await gc(project, "--keep-runs=1");
  assertEquals(foreseen.removed, removed);
  assertEquals(removed.map(({ artifacts }) => artifacts.map(({ artifact }) => artifact)), [
    ["numbers.numbers", "squares.squares", "total.total"],
    ["numbers.numbers", "squares.squares", "total.total"],
    ["total.total"],
  ]);
  const sum = (of: (run: CollectionJson["removed"][number]) => number): number =>
    removed.reduce((total, run) => total + of(run), 0);
  assertEquals(
    sum(({ objectBytes }) => objectBytes),
    before["objectBytes"]! - after["objectBytes"]!,
  );
  assertEquals(sum(({ artifacts }) => artifacts.length), before["objects"]! - after["objects"]!);
  assertEquals(sum(({ records }) => records), before["records"]! - after["records"]!);
});

Deno.test("gc removes what nothing names, what was set aside and what the dead left, and measures it", async () => {
  await using project = await TestProject.create();
  await project.run();
  const folder = `${project.root}/artifacts`;
  const orphan = objectPath(await artifactDigest(new Uint8Array(1000)));
  for (const path of [orphan, "quarantine/old", "tmp/left-behind"]) {
    await project.write(`artifacts/${path}`, "x".repeat(1000));
  }
  await project.write("artifacts/objects/notes.txt", "none of ours");
  {
    using store = new LocalStore(folder);
    const [record] = store.recordsOf("total", 1);
    await Deno.remove(`${folder}/${objectPath(record!.outputs[0]!.digest)}`);
  }
  assertEquals((await danglingIn(folder)).length, 2);
  const foreseen = await gc(project, "--dry-run");
  const { before, after } = await gc(project);
  assertEquals(foreseen.before, before);
  assertEquals({ ...foreseen.after, databaseBytes: 0, sizeBytes: 0 }, {
    ...after,
    databaseBytes: 0,
    sizeBytes: 0,
  });
  assert(before["sizeBytes"]! - after["sizeBytes"]! >= 3000);
  assertEquals([after["quarantined"], after["records"]], [0, 3]);
  assertEquals(await danglingIn(folder), []);
  assertEquals(await Deno.readTextFile(`${folder}/objects/notes.txt`), "none of ours");
  assertEquals(await project.executed(), ["total"]);
});

Deno.test("gc --dry-run changes nothing, and gc makes no store where none is", async () => {
  await using project = await TestProject.create();
  assertEquals((await gc(project)).after["sizeBytes"], 0);
  assertEquals([...await filesOf(project).catch(() => new Map())], []);
  await project.run();
  await project.run(...LABELLED);
  const before = await filesOf(project);
  const { after } = await gc(project, "--dry-run", "--keep-runs=0");
  assertEquals(after["runs"], 0);
  assertEquals(await filesOf(project), before);
});

Deno.test("fault 19: gc during a run waits for it and removes nothing that it used or made", async () => {
  await using project = await TestProject.create();
  await project.run("--set", "numbers.first=3", "--until", "squares");
  await slowDown(project);
  const running = spawn(project, "run", "--set", "numbers.first=3");
  await running.until(/total +started/);
  const collected = await project.cli("gc", "--keep-runs", "1");
  assertEquals(collected.code, 0, collected.stderr);
  assertMatch(collected.stderr, /Waiting for another process/);
  assertEquals((await running.finished).code, 0);
  assertEquals(await danglingIn(`${project.root}/artifacts`), []);
  assertEquals(await project.executed("--set", "numbers.first=3"), []);
});

Deno.test("fault 20: a run that was killed holds off no gc, and what it finished is kept with it", async () => {
  await using project = await TestProject.create();
  await slowDown(project);
  const running = spawn(project, "run");
  await running.until(/total +started/);
  running.process.kill("SIGKILL");
  await running.finished;
  const { stderr } = await project.cli("gc", "--keep-runs=1", "--set", "numbers.count=9");
  assertEquals(stderr, "");
  assertEquals(await project.executed("--until", "squares"), []);
});

/** A process of the command line that is going on. */
function spawn(project: TestProject, ...args: string[]) {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--allow-all", "pipeline.ts", ...args],
    cwd: project.root,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  const waiting = new Set<() => void>();
  const reading = (async () => {
    for await (const chunk of process.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (const wake of waiting) wake();
    }
  })();
  return {
    process,
    finished: reading.then(() => process.status),
    until: (pattern: RegExp): Promise<void> =>
      new Promise((resolve) => {
        const look = () => pattern.test(text) && waiting.delete(look) && resolve();
        waiting.add(look);
        look();
      }),
  };
}
