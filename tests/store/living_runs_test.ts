/**
 * The files of living runs: what they say, and that none is left.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { LocalStore } from "../../lib/store/local_store.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Names of the files of runs in a store's folder of locks. */
function runFiles(folder: string): string[] {
  return [...Deno.readDirSync(`${folder}/locks`)]
    .map(({ name }) => name)
    .filter((name) => name.startsWith("run-"));
}

Deno.test("a run's file is removed when the run ends", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(folder.path);
  await store.prepareForWriting();
  {
    using _ = await store.beginRun("one");
    assertEquals(runFiles(folder.path), ["run-one"]);
  }
  assertEquals(runFiles(folder.path), []);
});

Deno.test("a dead run's file is removed by the store that clears the run, not by one that only reads", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(folder.path);
  await store.prepareForWriting();
  // A process that was killed leaves the file and holds no lock.
  await Deno.writeTextFile(`${folder.path}/locks/run-dead`, "train\ntest\n");
  assertEquals(await store.peekRun("dead"), ["train", "test"]);
  assertEquals(runFiles(folder.path), ["run-dead"]);
  assertEquals(await store.endedRun("dead"), ["train", "test"]);
  assertEquals(runFiles(folder.path), []);
  assertEquals(await store.endedRun("dead"), []);
});

Deno.test("a run's file names the stages it is busy with now, fewer than before too", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(folder.path);
  await store.prepareForWriting();
  using run = await store.beginRun("one");
  for (const stages of [["a long name", "train"], ["b"], []]) {
    run.busyWith(stages);
    assertEquals(await Deno.readTextFile(`${folder.path}/locks/run-one`), stages.join("\n"));
  }
});
