/**
 * Locks and syncs of real files: what the simulated disk cannot show.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { artifactDigest, cacheKey } from "../../lib/codec/digest.ts";
import { FileLocks, lockFile, NoLocksError } from "../../lib/store/file_locks.ts";
import { EnvironmentError } from "../../lib/store/errors.ts";
import { localFileSystem, lonelyFileSystem } from "../../lib/store/local_file_system.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { objectPath } from "../../lib/store/objects.ts";
import { withLock } from "../../lib/store/locks.ts";
import { temporaryFolder } from "../support/temporary.ts";
import {
  originals,
  patchFiles,
  systemError,
  withoutFolderSync,
  withoutLocks,
} from "./patched_files.ts";
import { bytes, recordOf } from "./store_suite.ts";

const IS_LINUX = Deno.build.os === "linux";

/** Whether another open file may lock what stands at a path. */
async function isFree(path: string): Promise<boolean> {
  using file = await Deno.open(path, { write: true });
  return await file.tryLock(true);
}

Deno.test("a call that a signal interrupts is made again, and not for ever", async () => {
  let left = 3;
  const interrupted = (): Promise<true> =>
    left-- > 0
      ? Promise.reject(new Deno.errors.Interrupted("x (os error 4)"))
      : Promise.resolve(true);
  await using folder = await temporaryFolder();
  using file = await Deno.open(`${folder.path}/a`, { write: true, create: true });
  {
    using _ = patchFiles({ tryLock: interrupted });
    await lockFile(file, true);
  }
  assertEquals(left, -1);
  left = Infinity;
  using _ = patchFiles({ tryLock: interrupted });
  if (IS_LINUX) await assertRejects(() => lockFile(file, true), Deno.errors.Interrupted);
});

Deno.test("a file is locked from its making until it has its name, and may be read then", async () => {
  await using folder = await temporaryFolder();
  const steps: string[] = [];
  let temporary = "";
  const watch = async (step: string): Promise<void> => {
    steps.push(`${step} ${await isFree(temporary) ? "free" : "locked"}`);
    await localFileSystem.removeAbandoned(temporary);
    assert((await Deno.stat(temporary)).isFile, step);
  };
  const store = new LocalStore(folder.path, {
    ...localFileSystem,
    async create(path) {
      const file = await localFileSystem.create(path);
      temporary = path;
      await watch("made");
      const sync = file.sync.bind(file);
      file.sync = async () => {
        await sync();
        await watch("synced");
      };
      return file;
    },
    async rename(from, to) {
      await watch("before its name");
      await localFileSystem.rename(from, to);
      temporary = to;
    },
    async syncFolder(path) {
      if (path.includes("objects/")) steps.push(await isFree(temporary) ? "free" : "locked");
      return await localFileSystem.syncFolder(path);
    },
  });
  using _ = store;
  await store.prepareForWriting();
  const digest = await artifactDigest(bytes("x"));
  await store.writeObject(digest, bytes("x"));
  assertEquals(steps.slice(-4), ["made locked", "synced locked", "before its name locked", "free"]);
  assertEquals(await store.readObject(digest), bytes("x"));
});

Deno.test("what a living writer is writing is not swept by another store's run", async () => {
  await using folder = await temporaryFolder();
  const digest = await artifactDigest(bytes("x"));
  const writer = new LocalStore(folder.path, {
    ...localFileSystem,
    async rename(from, to) {
      using sweeper = new LocalStore(folder.path);
      await sweeper.prepareForWriting();
      await localFileSystem.rename(from, to);
    },
  });
  using _ = writer;
  await writer.prepareForWriting();
  await writer.writeObject(digest, bytes("x"));
  assertEquals(await writer.readObject(digest), bytes("x"));
});

Deno.test("a file that is swept between its making and its locking is made anew", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(folder.path);
  await store.prepareForWriting();
  const { tryLock } = originals();
  let swept = 0;
  using _ = patchFiles({
    async tryLock(exclusive) {
      for (const { name } of Deno.readDirSync(`${folder.path}/tmp`)) {
        if (swept++ === 0) await Deno.remove(`${folder.path}/tmp/${name}`);
      }
      return await tryLock.call(this, exclusive);
    },
  });
  const digest = await artifactDigest(bytes("x"));
  await store.writeObject(digest, bytes("x"));
  assert(swept > 1);
  assertEquals(await store.readObject(digest), bytes("x"));
});

Deno.test({
  name: "the bytes of an object are synced before it has its name, its folder after",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await temporaryFolder();
    using store = new LocalStore(folder.path);
    await store.prepareForWriting();
    const digest = await artifactDigest(bytes("hello"));
    const path = `${folder.path}/${objectPath(digest)}`;
    const synced: string[] = [];
    const { sync } = originals();
    using _ = patchFiles({
      async sync() {
        const { isDirectory, size } = await this.stat();
        const isNamed = await Deno.stat(path).then(() => true, () => false);
        synced.push(`${isDirectory ? "folder" : `${size} bytes`}, ${isNamed ? "" : "not "}named`);
        await sync.call(this);
      },
    });
    await store.writeObject(digest, bytes("hello"));
    assertEquals(synced, ["folder, not named", "5 bytes, not named", "folder, named"]);
  },
});

Deno.test("who waits for a lock file that is removed meanwhile locks the one that is there then", async () => {
  await using folder = await temporaryFolder();
  const locks = new FileLocks(folder.path, false);
  const key = await cacheKey(bytes("a"));
  const path = `${folder.path}/locks/${key.slice(0, 2)}`;
  const { promise: waiting, resolve: onWait } = Promise.withResolvers<void>();
  let second: Promise<boolean> | undefined;
  await withLock(folder.path, locks, key, () => {}, async () => {
    second = withLock(folder.path, locks, key, onWait, () => isFree(path));
    await waiting;
    if (Deno.build.os !== "windows") await Deno.remove(path);
  });
  assertEquals(await second, false);
});

const LOCKLESS: readonly Error[] = [
  systemError("ENOTSUP", 95),
  ...(IS_LINUX ? [systemError("ENOLCK", 37), systemError("ENOSYS", 38)] : []),
];

Deno.test("without locks questions are answered, and writing is refused with what to do", async () => {
  for (const error of LOCKLESS) {
    await using folder = await temporaryFolder();
    const record = await recordOf("first", "a");
    {
      using store = new LocalStore(folder.path);
      await store.prepareForWriting();
      store.putRecord(record);
      using _ = await store.beginRun("one");
      using _locks = withoutLocks(error);
      using asking = new LocalStore(folder.path);
      await asking.use();
      await asking.use();
      assertEquals(asking.record(record.key), record);
      assertEquals(await asking.peekRun("one"), null, "nobody can tell who is alive");
    }
    using _ = withoutLocks(error);
    using store = new LocalStore(folder.path);
    await store.use();
    const refused = await assertRejects(() => store.prepareForWriting(), NoLocksError);
    assert(refused instanceof EnvironmentError);
    assert(refused.message.includes(folder.path) && refused.message.includes(error.message));
    assert(refused.message.includes("run again with --without-locks"), refused.message);
    await assertRejects(() => store.whileUnused(() => {}, () => Promise.resolve()), NoLocksError);
    await assertRejects(() => store.beginRun("two"), NoLocksError);
    // Nobody can tell whether its writer is alive, so it stays.
    const temporary = `${folder.path}/tmp/of-another`;
    await Deno.writeTextFile(temporary, "half");
    await localFileSystem.removeAbandoned(temporary);
    assertEquals(await Deno.readTextFile(temporary), "half");
  }
});

Deno.test("without locks a process that is alone works as with them, and is warned once", async () => {
  await using folder = await temporaryFolder();
  using _ = withoutLocks();
  using store = new LocalStore(folder.path, lonelyFileSystem, true);
  await Deno.mkdir(`${folder.path}/tmp`);
  await Deno.writeTextFile(`${folder.path}/tmp/left-behind`, "half");
  await store.use();
  const warnings = await store.prepareForWriting();
  assertEquals(warnings.map((text) => /has no file locks/.test(text)), [true]);
  assertEquals([...Deno.readDirSync(`${folder.path}/tmp`)], []);
  const record = await recordOf("first", "a");
  const work = async (): Promise<void> => {
    await store.writeObject(record.outputs[0]!.digest, bytes("a"));
    store.putRecord(record);
  };
  await store.exclusively(record.key, () => {}, work);
  assertEquals(await store.readObject(record.outputs[0]!.digest), bytes("a"));
  {
    using _run = await store.beginRun("one");
  }
  assertEquals(await store.endedRun("one"), []);
  assertEquals(await store.whileUnused(() => {}, () => Promise.resolve("alone")), "alone");
});

Deno.test("who says to be alone takes locks all the same where there are some", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(folder.path, lonelyFileSystem, true);
  assertEquals(await store.prepareForWriting(), []);
  const key = await cacheKey(bytes("a"));
  const path = `${folder.path}/locks/${key.slice(0, 2)}`;
  assertEquals(await store.exclusively(key, () => {}, () => isFree(path)), false);
  assertEquals(await isFree(path), true);
});

Deno.test("a lock that fails in another way is an error of the environment that names its file", async () => {
  await using folder = await temporaryFolder();
  using _ = withoutLocks(systemError("EIO", 5));
  using store = new LocalStore(folder.path, lonelyFileSystem, true);
  const error = await assertRejects(() => store.prepareForWriting(), EnvironmentError, "locks/");
  assert(error.message.includes("EIO"), error.message);
});

Deno.test({
  name: "a folder that cannot be synced is a warning, once, and any other failure of it is not",
  ignore: Deno.build.os === "windows",
  async fn() {
    const errors = { EINVAL: 22, EBADF: 9, ENOTSUP: 95, ...(IS_LINUX ? { ENOSYS: 38 } : {}) };
    for (const [code, number] of Object.entries(errors)) {
      await using folder = await temporaryFolder();
      using _ = withoutFolderSync(systemError(code, number));
      using store = new LocalStore(folder.path);
      const warnings = await store.prepareForWriting();
      assertEquals(warnings.map((text) => /cannot sync folders/.test(text)), [true], code);
      const digest = await artifactDigest(bytes("x"));
      await store.writeObject(digest, bytes("x"));
      assertEquals(await store.readObject(digest), bytes("x"));
    }
    await using folder = await temporaryFolder();
    using _ = withoutFolderSync(systemError("EIO", 5));
    using store = new LocalStore(folder.path);
    await assertRejects(() => store.prepareForWriting(), EnvironmentError, "check the disk");
  },
});
