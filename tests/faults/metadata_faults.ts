/**
 * What `tests/store/metadata_test.ts` does at the borders of sectors, at every offset.
 *
 * @module
 */
import { assert } from "@std/assert";
import { type Answer, ask, commitHalfway, fill, NAMES } from "../store/metadata.ts";
import { recordOf } from "../store/store_suite.ts";
import { temporaryFolder } from "../support/temporary.ts";

Deno.test("faults 9 and 10: a database cut at any offset is refused or missed, never a wrong hit", async () => {
  await using folder = await temporaryFolder();
  await fill(folder.path);
  const records = await Promise.all(NAMES.map((name) => recordOf(name, name)));
  const path = `${folder.path}/state.db`;
  const answers = new Map<Answer, number>();
  for (let offset = (await Deno.stat(path)).size - 1; offset >= 0; offset--) {
    await Deno.truncate(path, offset);
    const answer = ask(folder.path, records);
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  assert(answers.get("missed")! > 0 && answers.get("refused")! > 0, JSON.stringify([...answers]));
});

Deno.test("fault 10: after a crash in a commit, a journal cut at any offset is no wrong hit", async () => {
  await using folder = await temporaryFolder();
  await fill(folder.path);
  const old = await Promise.all(NAMES.map((name) => recordOf(name, name)));
  const added = await Promise.all([1, 2, 3].map((i) => recordOf(`new ${i}`, `new ${i}`)));
  const { database, journal } = await commitHalfway(folder.path, added);
  assert(journal.length > 4096, `the journal has ${journal.length} bytes`);
  await using copy = await temporaryFolder();
  for (let offset = journal.length; offset >= 0; offset--) {
    await Deno.writeFile(`${copy.path}/state.db`, database);
    await Deno.writeFile(`${copy.path}/state.db-journal`, journal.subarray(0, offset));
    ask(copy.path, [...old, ...added]);
  }
});

Deno.test("fault 7: a database with any byte changed is refused, missed or a hit of what was put", async () => {
  await using folder = await temporaryFolder();
  await fill(folder.path);
  const records = await Promise.all(NAMES.map((name) => recordOf(name, name)));
  const path = `${folder.path}/state.db`;
  const bytes = await Deno.readFile(path);
  for (let offset = 0; offset < bytes.length; offset += 7) {
    const changed = bytes.slice();
    changed[offset]! ^= 1 << (offset % 8);
    await Deno.writeFile(path, changed);
    ask(folder.path, records);
  }
});
