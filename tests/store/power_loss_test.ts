/**
 * The power goes, or a call fails, at every step of the store's work. Whatever was not synced is then
 * lost, kept or torn. At worst something is to be made again; nothing wrong is ever handed on.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Digest } from "../../lib/codec/digest.ts";
import { EnvironmentError, IntegrityError } from "../../lib/store/errors.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { type Loss, SimulatedDisk } from "./simulated_disk.ts";
import { bytes, NOTHING, recordOf } from "./store_suite.ts";

const CONTENTS = { first: "ten bytes.", second: "and another twenty." } as const;
type Name = keyof typeof CONTENTS;
const NAMES = ["first", "second"] as const;

/** How often torn states are drawn for each step. */
const TEARS = 3;

/** What becomes of the objects, and of the last commit. */
const LOSSES: readonly (readonly [objects: Loss, commit: Loss])[] = [
  ["lose", "lose"],
  ["keep", "keep"],
  ["keep", "lose"],
  ["lose", "keep"],
  ...Array<[Loss, Loss]>(TEARS).fill(["tear", "tear"]),
];

class PowerLoss extends Error {}

/** Work on a store; a step `commit` comes before each transaction of the database. */
type Work = (store: LocalStore, disk: SimulatedDisk) => Promise<void>;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The last commit of the database, which is SQLite's own and real. SQLite syncs the journal and the
 * database, and not the removal of the journal: until the folder is synced, a power loss may bring
 * the journal back, and the next connection then undoes the commit. Making the next journal syncs the
 * folder, so it is never more than one.
 */
class LastCommit {
  readonly #path: string;
  #before: Bytes | null = null;

  constructor(folder: string) {
    this.#path = `${folder}/state.db`;
  }

  /** A commit is about to be made. */
  begin(): void {
    this.#before = Deno.readFileSync(this.#path);
  }

  /** The folder was synced. */
  settle(): void {
    this.#before = null;
  }

  /** What the power loss does to the database: `true` if it undid the commit. */
  lose(loss: Loss, random: () => number): boolean {
    if (this.#before === null || loss === "keep") return false;
    if (loss === "tear" && random() < 0.5) return false;
    Deno.writeFileSync(this.#path, this.#before);
    return true;
  }
}

async function keep(store: LocalStore, disk: SimulatedDisk, name: Name): Promise<void> {
  const record = await recordOf(name, CONTENTS[name]);
  await store.writeObject(record.outputs[0]!.digest, bytes(CONTENTS[name]));
  disk.step("commit");
  store.putRecord(record);
}

const fill: Work = async (store, disk) => {
  for (const name of NAMES) await keep(store, disk, name);
};

const repair: Work = async (store, disk) => {
  await fill(store, disk);
  const { outputs } = await recordOf("first", CONTENTS.first);
  await store.quarantineObject(outputs[0]!.digest);
  await keep(store, disk, "first");
};

const collect: Work = async (store, disk) => {
  await fill(store, disk);
  const { key, outputs } = await recordOf("second", CONTENTS.second);
  disk.step("commit");
  await store.keepOnly({
    ...NOTHING,
    records: new Set([key]),
    objects: new Set(outputs.map(({ digest }) => digest)),
  });
  // So that the power is also lost after the last step of the collection.
  disk.step("end");
};

/** The same numbers at each run: a linear congruence. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** The steps that work takes where nothing fails. */
async function stepsOf(work: Work): Promise<string[]> {
  await using folder = await temporaryFolder();
  const disk = new SimulatedDisk(folder.path);
  using store = new LocalStore(folder.path, disk);
  await store.prepareForWriting();
  await work(store, disk);
  return disk.steps;
}

interface Crashed {
  readonly disk: SimulatedDisk;
  readonly lastCommit: LastCommit;
}

async function crashed(folder: string, work: Work, after: number): Promise<Crashed> {
  const disk = new SimulatedDisk(folder);
  const lastCommit = new LastCommit(folder);
  disk.beforeStep = (step, n) => {
    if (n > after) throw new PowerLoss(step);
    if (step === "commit") lastCommit.begin();
  };
  const syncFolder = disk.syncFolder.bind(disk);
  disk.syncFolder = async (path) => {
    const isSynced = await syncFolder(path);
    if (path === folder) lastCommit.settle();
    return isSynced;
  };
  using store = new LocalStore(folder, disk);
  const error = await store.prepareForWriting().then(() => work(store, disk)).then(
    () => null,
    (error) => error,
  );
  assert(error?.cause instanceof PowerLoss || error instanceof PowerLoss, String(error?.stack));
  return { disk, lastCommit };
}

type Found = "hit" | "miss";

/** What a lookup finds; wrong bytes are neither. */
async function found(store: LocalStore, record: StageRecord): Promise<Found> {
  const { digest, sizeBytes } = record.outputs[0]!;
  if (store.record(record.key) === null) return "miss";
  if (store.objectState(digest, sizeBytes) !== "present") return "miss";
  return await store.readObject(digest).then(
    (read) => {
      assertEquals(read, bytes(contentOf(digest, record)));
      return "hit";
    },
    (error) => {
      assert(error instanceof IntegrityError);
      return "miss";
    },
  );
}

function contentOf(digest: Digest, { outputs, key }: StageRecord): string {
  assertEquals(outputs[0]!.digest, digest, key);
  return outputs[0]!.sizeBytes === CONTENTS.first.length ? CONTENTS.first : CONTENTS.second;
}

/** Loses the power at each step in each way; `check` gets what was found of each record. */
async function loseThePower(
  work: Work,
  check: (
    at: { steps: string[]; loss: Loss; isUndone: boolean; recorded: Name[]; hits: Name[] },
  ) => void,
): Promise<number> {
  const steps = await stepsOf(work);
  let cases = 0;
  for (let after = 0; after < steps.length; after++) {
    for (const [loss, commitLoss] of LOSSES) {
      await using folder = await temporaryFolder();
      const before = await crashed(folder.path, work, after);
      const random = numbers(++cases);
      const disk = before.disk.afterPowerLoss(folder.path, loss, random);
      const isUndone = before.lastCommit.lose(commitLoss, random);
      using store = new LocalStore(folder.path, disk);
      const recorded: Name[] = [];
      const hits: Name[] = [];
      for (const name of NAMES) {
        const record = await recordOf(name, CONTENTS[name]);
        if (store.record(record.key) !== null) recorded.push(name);
        if (await found(store, record) === "hit") hits.push(name);
      }
      check({ steps: steps.slice(0, after), loss, isUndone, recorded, hits });
      await store.prepareForWriting();
      assertEquals(await disk.list(`${folder.path}/tmp`), []);
      await fill(store, disk);
      for (const name of NAMES) {
        assertEquals(await found(store, await recordOf(name, CONTENTS[name])), "hit");
      }
    }
  }
  return cases;
}

Deno.test("fault 5: after a power loss at any step whatever has a record is there and whole", async () => {
  const seen = new Set<string>();
  const cases = await loseThePower(fill, ({ steps, loss, isUndone, recorded, hits }) => {
    const commits = steps.filter((step) => step === "commit").length - (isUndone ? 1 : 0);
    assertEquals(recorded, NAMES.slice(0, commits), `${loss} after ${steps.join(", ")}`);
    assertEquals(hits, recorded, `${loss} after ${steps.join(", ")}`);
    for (const step of steps) seen.add(step);
  });
  const all = ["make folder", "create", "write", "sync", "rename", "sync folder", "commit"];
  assertEquals(seen, new Set(all));
  assert(cases > 150, `${cases} cases`);
});

Deno.test("fault 5: after a power loss while an object is replaced it is there and whole, or missed", async () => {
  let misses = 0;
  await loseThePower(repair, ({ steps, recorded, hits }) => {
    if (recorded.includes("second")) assert(hits.includes("second"), steps.join(", "));
    misses += recorded.length - hits.length;
  });
  assert(misses > 0, "the object was never found to be set aside");
});

Deno.test("fault 5: after a power loss during a collection what is kept is there and whole", async () => {
  const undone = { before: 0, never: 0 };
  await loseThePower(collect, ({ steps, isUndone, recorded, hits }) => {
    assertEquals(hits, recorded, `after ${steps.join(", ")}`);
    undone[isUndone ? "before" : "never"] += 1;
  });
  assert(undone.before > 0 && undone.never > 0, JSON.stringify(undone));
});

Deno.test("the simulated disk loses what is not synced: without the store's syncs objects are lost", async () => {
  await using folder = await temporaryFolder();
  const disk = new SimulatedDisk(folder.path);
  disk.syncFolder = () => Promise.resolve(true);
  const record = await recordOf("first", CONTENTS.first);
  {
    using store = new LocalStore(folder.path, disk);
    await store.prepareForWriting();
    await keep(store, disk, "first");
  }
  const after = disk.afterPowerLoss(folder.path, "lose", numbers(1));
  using store = new LocalStore(folder.path, after);
  assertEquals(await found(store, record), "miss");
});

Deno.test("faults 11 to 13: a call that fails publishes nothing, names folder and bytes, and works again later", async () => {
  const steps = await stepsOf(fill);
  const failed = new Set<string>();
  for (const [index, step] of steps.entries()) {
    if (step === "commit") continue;
    await using folder = await temporaryFolder();
    const disk = new SimulatedDisk(folder.path);
    disk.beforeStep = (_, n) => {
      if (n === index + 1) throw new Error("No space left on device (os error 28)");
    };
    using store = new LocalStore(folder.path, disk);
    const error = await assertRejects(
      () => store.prepareForWriting().then(() => fill(store, disk)),
      EnvironmentError,
      "No space left on device",
    );
    failed.add(step);
    assert(error.message.includes(folder.path), error.message);
    const isObject = /Cannot write (10|19) bytes to /.test(error.message);
    assert(isObject || /Cannot use ".*" as a store/.test(error.message), error.message);
    for (const name of NAMES) {
      const record = await recordOf(name, CONTENTS[name]);
      assertEquals(await found(store, record), store.record(record.key) === null ? "miss" : "hit");
    }
    assertEquals(await disk.list(`${folder.path}/tmp`), []);
    await store.prepareForWriting();
    await fill(store, disk);
    assertEquals(await found(store, await recordOf("second", CONTENTS.second)), "hit");
  }
  assertEquals(
    failed,
    new Set(["make folder", "create", "write", "sync", "rename", "sync folder"]),
  );
});

Deno.test("fault 13: a write that takes less than it says is found out before anything is published", async () => {
  await using folder = await temporaryFolder();
  const disk = new SimulatedDisk(folder.path);
  const create = disk.create.bind(disk);
  disk.create = async (path) => {
    const file = await create(path);
    const write = file.write.bind(file);
    file.write = async (given) => {
      await write(given);
      return given.byteLength;
    };
    return file;
  };
  using store = new LocalStore(folder.path, disk);
  await store.prepareForWriting();
  await assertRejects(
    () => keep(store, disk, "first"),
    EnvironmentError,
    "the file has 4 bytes after writing",
  );
  assertEquals(await store.objects(), []);
  assertEquals(await disk.list(`${folder.path}/tmp`), []);
});
