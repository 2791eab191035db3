import { assertEquals, assertRejects } from "@std/assert";
import { sha256Hex } from "../../lib/codec/digest.ts";
import { EnvironmentError } from "../../lib/engine/errors.ts";
import { FileDigests, isTrueMemo } from "../../lib/engine/file_digests.ts";
import type { FileMemo } from "../../lib/store/store.ts";
import { temporaryFolder } from "../support/temporary.ts";

const digestOf = (text: string): Promise<string> => sha256Hex(new TextEncoder().encode(text));

/** A memo of the file as it is, with a digest that only the memo can give. */
function memoOf(root: string, name: string, change: Partial<FileMemo> = {}): Map<string, FileMemo> {
  const info = Deno.statSync(`${root}/${name}`);
  const memo: FileMemo = {
    path: name,
    dev: info.dev,
    ino: info.ino ?? 0,
    sizeBytes: info.size,
    mtimeMs: info.mtime!.getTime(),
    ctimeMs: info.ctime?.getTime() ?? 0,
    sha256: "from the memo",
    readAtMs: Date.now() + 60_000,
    ...change,
  };
  return new Map([[name, memo]]);
}

Deno.test("a file is read, and its digest is that of its bytes", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/a`, "hello");
  const files = new FileDigests(folder.path, new Map());
  assertEquals(await files.digest(`${folder.path}/a`), await digestOf("hello"));
  assertEquals(await files.digest(`${folder.path}/b`), null);
});

Deno.test("what is no file is refused by name, and never read", async () => {
  await using folder = await temporaryFolder();
  const files = new FileDigests(folder.path, new Map());
  await assertRejects(() => files.digest(folder.path), EnvironmentError, "it is a folder");
  if (Deno.build.os === "windows") return;
  await Deno.symlink("/dev/zero", `${folder.path}/endless`);
  await assertRejects(
    () => files.digest(`${folder.path}/endless`),
    EnvironmentError,
    `Cannot read "${folder.path}/endless": it is a pipe or device`,
  );
  await Deno.symlink("/nowhere", `${folder.path}/dangling`);
  assertEquals(await files.digest(`${folder.path}/dangling`), null);
  await Deno.writeTextFile(`${folder.path}/file`, "");
  assertEquals(await files.digest(`${folder.path}/file/below`), null);
});

Deno.test("an unchanged file is not read again", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/a`, "hello");
  const files = new FileDigests(folder.path, memoOf(folder.path, "a"));
  assertEquals(await files.digest(`${folder.path}/a`), "from the memo");
});

Deno.test("what a file system does not know of a file counts as zero", async () => {
  await using folder = await temporaryFolder();
  const info = { ...await Deno.stat(folder.path), ino: null, mtime: null, ctime: null, size: 5 };
  const files = new FileDigests(folder.path, new Map());
  files.learn(`${folder.path}/a`, 1100, info, "d");
  const [memo] = files.learned();
  assertEquals([memo?.ino, memo?.mtimeMs, memo?.ctimeMs, memo?.sizeBytes], [0, 0, 0, 5]);
});

Deno.test("a file has the digest that it had when it was first asked for", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/a`;
  await Deno.writeTextFile(path, "hello");
  const files = new FileDigests(folder.path, new Map());
  const first = await files.digest(path);
  await Deno.writeTextFile(path, "other");
  assertEquals(await files.digest(path), first);
  assertEquals(await new FileDigests(folder.path, new Map()).digest(path), await digestOf("other"));
});

Deno.test("a memo that differs in anything is not trusted", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/a`, "hello");
  const changes: Partial<FileMemo>[] = [
    { dev: -1 },
    { ino: -1 },
    { sizeBytes: 4 },
    { mtimeMs: 1 },
    { ctimeMs: 1 },
  ];
  for (const change of changes) {
    const files = new FileDigests(folder.path, memoOf(folder.path, "a", change));
    assertEquals(await files.digest(`${folder.path}/a`), await digestOf("hello"));
  }
});

Deno.test("a memo is not trusted if the file had changed within a second before it was read", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/a`, "hello");
  const memos = memoOf(folder.path, "a");
  const { ctimeMs } = memos.get("a")!;
  const digests = await Promise.all([1000, 1099, 1100].map((afterMs) => {
    const memo = memoOf(folder.path, "a", { readAtMs: ctimeMs + afterMs });
    return new FileDigests(folder.path, memo).digest(`${folder.path}/a`);
  }));
  const read = await digestOf("hello");
  assertEquals(digests, [read, read, "from the memo"]);
});

Deno.test("only what will be trusted is worth remembering", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/a`, "hello");
  const files = new FileDigests(folder.path, new Map());
  await files.digest(`${folder.path}/a`);
  assertEquals(files.learned(), []);
  const info = await Deno.stat(`${folder.path}/a`);
  const ctimeMs = info.ctime!.getTime();
  const learn = (afterMs: number) =>
    files.learn(`${folder.path}/a`, ctimeMs + afterMs, info, "later");
  assertEquals(learn(1099), "later");
  assertEquals(files.learned(), []);
  learn(1100);
  assertEquals(files.learned(), [{
    path: "a",
    dev: info.dev,
    ino: info.ino!,
    sizeBytes: 5,
    mtimeMs: info.mtime!.getTime(),
    ctimeMs,
    sha256: "later",
    readAtMs: ctimeMs + 1100,
  }]);
});

Deno.test("a memo is untrue only if it would be trusted and the bytes are others", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/a`, "hello");
  const isTrue = (change: Partial<FileMemo> = {}): Promise<boolean> =>
    isTrueMemo(folder.path, memoOf(folder.path, "a", change).get("a")!);
  assertEquals(await isTrue(), false);
  assertEquals(await isTrue({ sha256: await digestOf("hello") }), true);
  assertEquals(await isTrue({ mtimeMs: 1 }), true, "it is read at the next run");
  assertEquals(await isTrue({ path: "b" }), true, "there is no file to be taken for another");
  assertEquals(await isTrue({ path: "." }), true, "a folder is refused anyhow");
});

Deno.test("a memo is untrue if it would be trusted although the bytes are others, and only then", async () => {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await Deno.writeTextFile(`${root}/a`, "hello");
  const memo = memoOf(root, "a").get("a")!;
  const right = { ...memo, sha256: await digestOf("hello") };
  assertEquals(await isTrueMemo(root, right), true);
  assertEquals(await isTrueMemo(root, memo), false);
  // Nobody trusts these.
  assertEquals(await isTrueMemo(root, { ...memo, sizeBytes: 4 }), true);
  assertEquals(await isTrueMemo(root, { ...memo, readAtMs: memo.ctimeMs }), true);
  assertEquals(await isTrueMemo(root, { ...memo, path: "gone" }), true);
  await Deno.mkdir(`${root}/folder`);
  assertEquals(await isTrueMemo(root, { ...memo, path: "folder" }), true);
});
