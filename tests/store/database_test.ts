/**
 * The database's own promises: what fails leaves nothing, and nobody else begins a transaction
 * while one goes on.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Database } from "../../lib/store/database.ts";
import { EnvironmentError, IntegrityError } from "../../lib/store/errors.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { temporaryFolder } from "../support/temporary.ts";

const INSERT = "INSERT INTO code_memo VALUES (?, ?)";

function modulesIn(database: Database): unknown[] {
  return database.all("SELECT module FROM code_memo ORDER BY module").map((row) => row["module"]);
}

Deno.test("a transaction that fails leaves nothing of it, whatever fails, and the next one works", async () => {
  const failures: readonly ((run: (sql: string) => number) => void)[] = [
    () => {
      throw new IntegrityError("the caller's own");
    },
    () => {
      throw new EnvironmentError("the caller's own");
    },
    () => {
      throw new TypeError("a mistake");
    },
    (run) => run("INSERT INTO code_memo VALUES ('before', 'twice')"),
    (run) => run("no SQL"),
  ];
  for (const fail of failures) {
    await using folder = await temporaryFolder();
    using database = new Database(`${folder.path}/state.db`);
    database.prepareForWriting();
    database.transaction((run) => run(INSERT, "before", "1"));
    assertThrows(() =>
      database.transaction((run) => {
        run(INSERT, "lost", "2");
        fail((sql) => run(sql));
      })
    );
    assertEquals(modulesIn(database), ["before"]);
    database.transaction((run) => run(INSERT, "later", "3"));
    assertEquals(modulesIn(database), ["before", "later"]);
  }
});

Deno.test("what is committed is on the disk, and until then the pages before it are in a journal", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/state.db`;
  using database = new Database(path);
  database.prepareForWriting();
  database.transaction((run) => {
    run(INSERT, "a", "1");
    assert(Deno.statSync(`${path}-journal`).size > 0);
  });
  assertEquals(database.all("PRAGMA journal_mode").map((row) => row["journal_mode"]), ["delete"]);
  // FULL: the journal, then the database, is synced at each commit; `test:faults` counts the calls.
  assertEquals(database.all("PRAGMA synchronous").map((row) => row["synchronous"]), [2]);
  assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["state.db"]);
});

Deno.test("the first write leaves WAL, which another program may have set in the file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/state.db`;
  {
    using database = new Database(path);
    database.prepareForWriting();
  }
  {
    using other = new DatabaseSync(path);
    other.exec("PRAGMA journal_mode = WAL");
  }
  using database = new Database(path);
  database.transaction((run) => run(INSERT, "a", "1"));
  assertEquals(database.all("PRAGMA journal_mode").map((row) => row["journal_mode"]), ["delete"]);
  assertEquals(modulesIn(database), ["a"]);
  // The file's header names the format for writing and for reading: 1 is a journal, 2 is WAL.
  assertEquals([...(await Deno.readFile(path)).subarray(18, 20)], [1, 1]);
});

Deno.test("a file that is removed is not made anew behind the back of those who write to it", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/state.db`;
  using database = new Database(path);
  let count = 0;
  const put = (): number => database.transaction((run) => run(INSERT, String(++count), "1"));
  assertThrows(put, EnvironmentError, "it was removed or replaced");
  database.prepareForWriting();
  put();
  if (Deno.build.os === "windows") return;
  await Deno.remove(path);
  assertThrows(put, EnvironmentError, "it was removed or replaced");
  assertThrows(put, EnvironmentError, "it was removed or replaced");
  assertEquals([...Deno.readDirSync(folder.path)], []);
  database.prepareForWriting();
  assertEquals(put(), 1);
});

/** Tries to begin a transaction from another process; says whether it could. */
function canOthersBegin(path: string): boolean {
  const code = `
    import { DatabaseSync } from "node:sqlite";
    const database = new DatabaseSync(${JSON.stringify(path)});
    try {
      database.exec("BEGIN IMMEDIATE");
      console.log("begun");
    } catch (error) {
      console.log(error.message);
    }`;
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["eval", code] }).outputSync();
  const found = new TextDecoder().decode(stdout).trim();
  assert(["begun", "database is locked"].includes(found), found);
  return found === "begun";
}

Deno.test({
  name:
    "while one process is in a transaction no other begins one, whatever the first opens meanwhile",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/state.db`;
    using database = new Database(path);
    database.prepareForWriting();
    database.transaction((run) => {
      run(INSERT, "a", "1");
      assertEquals(canOthersBegin(path), false);
      // All that a second store of this process does with the file.
      using second = new Database(path);
      second.prepareForWriting();
      assertEquals(modulesIn(second), []);
      second.checkPath();
      second.checkPages();
      assertEquals(canOthersBegin(path), false);
    });
    assertEquals(canOthersBegin(path), true);
  },
});

Deno.test({
  name: "every file and folder of a store has the mode that the umask leaves",
  ignore: Deno.build.os === "windows",
  async fn() {
    const before = Deno.umask();
    for (const umask of [0o002, 0o022, 0o077]) {
      await using folder = await temporaryFolder();
      Deno.umask(umask);
      try {
        using store = new LocalStore(`${folder.path}/store`);
        await store.prepareForWriting();
        using _ = await store.beginRun("one");
        const modes = [...modesBelow(`${folder.path}/store`)];
        assert(modes.some(([path]) => path.endsWith("/state.db")));
        assert(modes.some(([path]) => path.endsWith("/locks/run-one")));
        for (const [path, isFolder, mode] of modes) {
          assertEquals(mode, (isFolder ? 0o777 : 0o666) & ~umask, path);
        }
      } finally {
        Deno.umask(before);
      }
    }
  },
});

function* modesBelow(folder: string): Generator<[path: string, isFolder: boolean, mode: number]> {
  yield [folder, true, Deno.statSync(folder).mode! & 0o777];
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* modesBelow(path);
    else yield [path, false, Deno.statSync(path).mode! & 0o777];
  }
}
