/**
 * What is remembered of bundles: whatever it says, the digest is the right one.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { CodeDigests } from "../../lib/engine/code/code_digests.ts";
import { FileDigests } from "../../lib/engine/file_digests.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A memo with one field replaced, or a value that is no memo. */
const GARBAGE: readonly unknown[] = [
  ...[null, 5, "text", {}, []],
  ...[{ digest: 5 }, { digest: "f".repeat(63) }, { digest: "F".repeat(64) }],
  ...[{ sources: undefined }, { sources: null }, { sources: {} }, { sources: [null] }],
  ...[{ sources: [5] }, { sources: [{}] }, { sources: [{ path: 5, textDigest: "" }] }],
  ...[{ sources: [{ path: "stage.ts" }] }, { sources: [{ path: "stage.ts", textDigest: 5 }] }],
  ...[{ lookups: undefined }, { lookups: null }, { lookups: 5 }, { lookups: {} }],
];

/** The same for a field of the lookups. */
const GARBAGE_LOOKUPS: readonly object[] = [
  ...["imports", "unasked", "kinds", "texts", "realPaths"].flatMap((name) => [
    { [name]: undefined },
    { [name]: {} },
    { [name]: [5] },
  ]),
  ...["imports", "kinds", "realPaths"].flatMap((name) => [
    { [name]: [null] },
    { [name]: ["./stage.ts"] },
    { [name]: [[5, null]] },
    { [name]: [["./stage.ts", 5]] },
  ]),
  { texts: [null] },
  { texts: [{}] },
  { texts: [{ path: 5, textDigest: null, decidingDigest: null }] },
  { texts: [{ path: "none.json", decidingDigest: null }] },
  { texts: [{ path: "none.json", textDigest: 5, decidingDigest: null }] },
  { texts: [{ path: "none.json", textDigest: null }] },
  { texts: [{ path: "none.json", textDigest: null, decidingDigest: 5 }] },
];

Deno.test("a memo that is garbage in any field counts as missing, and the others still count", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 1 });" });
  const { stage } = nodeOf(folder.path, "stage");
  using store = new LocalStore(`${folder.path}/artifacts`);
  const open = (memos: ReadonlyMap<string, unknown>): CodeDigests =>
    new CodeDigests(folder.path, new FileDigests(folder.path, new Map()), store, memos);
  using first = open(new Map());
  const expected = await first.digest(stage);
  const [[identity, [whole]]] = JSON.parse(JSON.stringify([...first.learned()]));
  const garbage = [
    ...GARBAGE.map((part) => isPart(part) ? { ...whole, ...part } : part),
    ...GARBAGE_LOOKUPS.map((part) => ({ ...whole, lookups: { ...whole.lookups, ...part } })),
  ];
  /** The digest, and how many bundles were built for it. */
  const digestWith = async (memos: unknown): Promise<[digest: string, built: number]> => {
    using digests = open(new Map([[identity, memos]]));
    return [await digests.digest(stage), digests.built().length];
  };
  assertEquals(await digestWith([whole]), [expected, 0]);
  assertEquals(await digestWith(whole), [expected, 1], "no list");
  assertEquals(await digestWith(garbage), [expected, 1]);
  for (const memo of garbage) {
    assertEquals(await digestWith([memo, whole]), [expected, 0], JSON.stringify(memo));
  }
});

function isPart(part: unknown): part is object {
  return typeof part === "object" && part !== null && Object.keys(part).length > 0;
}

Deno.test("a bundle that the store keeps is given as it is, whatever the sources say by now", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 1 });" });
  const { stage } = nodeOf(folder.path, "stage");
  using store = new LocalStore(`${folder.path}/artifacts`);
  await store.prepareForWriting();
  const open = (): CodeDigests =>
    new CodeDigests(folder.path, new FileDigests(folder.path, new Map()), store, new Map());
  using first = open();
  const digest = await first.digest(stage);
  const [built] = first.built();
  if (built === undefined) throw new Error("nothing was built");
  store.putBundle(built);
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 2 });" });
  using later = open();
  const { code, map, sources } = await later.bundle(stage, digest);
  assertEquals({ code, map, sources }, {
    code: built.code,
    map: built.map,
    sources: built.sources,
  });
  assertEquals(later.built(), []);
});
