/**
 * Tests that the functions of `@std/fs` behave as std documents them. Each test makes its own folder.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertRejects } from "@std/assert";
import { copy, emptyDir, ensureDir, exists, walk, type WalkOptions } from "@std/fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

function inFolder(claim: string, run: (root: string) => Promise<void>): void {
  Deno.test(claim, async () => {
    const root = await Deno.realPath(await Deno.makeTempDir());
    try {
      await run(root);
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  });
}

/** Writes a.ts, b.md, d/c.ts, d/e/f.ts and, except on Windows, the symlink l → d/c.ts. */
async function writeTree(root: string): Promise<void> {
  await Deno.mkdir(join(root, "d", "e"), { recursive: true });
  for (const name of ["a.ts", "b.md", "d/c.ts", "d/e/f.ts"]) {
    await Deno.writeTextFile(join(root, name), name);
  }
  if (Deno.build.os !== "windows") await Deno.symlink(join("d", "c.ts"), join(root, "l"));
}

async function walked(root: string, options?: WalkOptions): Promise<string[]> {
  const found = await Array.fromAsync(walk(root, options));
  return found.map(({ path }) => relative(root, path).replaceAll("\\", "/")).sort();
}

const links = Deno.build.os === "windows" ? [] : ["l"];

inFolder("ensureDir() makes parent folders, and accepts a folder that exists", async (root) => {
  await ensureDir(join(root, "a", "b"));
  await ensureDir(pathToFileURL(join(root, "a", "b")));
  assert((await Deno.stat(join(root, "a", "b"))).isDirectory);
});

inFolder("ensureDir() refuses the path of a file", async (root) => {
  await Deno.writeTextFile(join(root, "a"), "");
  await assertRejects(() => ensureDir(join(root, "a")), Error, "expected 'dir', got 'file'");
});

inFolder("exists() distinguishes files, folders and missing paths", async (root) => {
  await writeTree(root);
  const file = join(root, "a.ts");
  assert(await exists(file));
  assert(await exists(file, { isFile: true, isReadable: true }));
  assertFalse(await exists(file, { isDirectory: true }));
  assert(await exists(pathToFileURL(root), { isDirectory: true }));
  assertFalse(await exists(join(root, "z")));
  await assertRejects(() => exists(file, { isFile: true, isDirectory: true }), TypeError);
});

inFolder("exists() with isReadable checks the mode's bits of the owner", async (root) => {
  if (Deno.build.os === "windows") return assert(await exists(root, { isReadable: true }));
  const file = join(root, "secret");
  await Deno.writeTextFile(file, "", { mode: 0o200 });
  assert(await exists(file));
  assertFalse(await exists(file, { isReadable: true }));
});

inFolder("emptyDir() removes the contents and keeps or makes the folder", async (root) => {
  await writeTree(root);
  await emptyDir(root);
  assertEquals(await walked(root), [""]);
  await emptyDir(join(root, "new", "one"));
  assertEquals(await walked(root), ["", "new", "new/one"]);
});

inFolder("walk() yields the root, folders, files and symlinks", async (root) => {
  await writeTree(root);
  const all = ["", "a.ts", "b.md", "d", "d/c.ts", "d/e", "d/e/f.ts", ...links];
  assertEquals(await walked(root), all);
  assertEquals(await walked(root, { maxDepth: 0 }), [""]);
  assertEquals(await walked(root, { maxDepth: 1 }), ["", "a.ts", "b.md", "d", ...links]);
  assertEquals(await walked(root, { includeFiles: false, includeSymlinks: false }), [
    "",
    "d",
    "d/e",
  ]);
});

inFolder(
  "walk() filters by extension and pattern, and does not enter skipped folders",
  async (root) => {
    await writeTree(root);
    assertEquals(await walked(root, { exts: ["md", ".ts"], skip: [/c\.ts$/] }), [
      "a.ts",
      "b.md",
      "d/e/f.ts",
    ]);
    assertEquals(await walked(root, { match: [/f\.ts$/] }), ["d/e/f.ts"]);
    assertEquals(await walked(root, { skip: [/[/\\]d$/], includeSymlinks: false }), [
      "",
      "a.ts",
      "b.md",
    ]);
  },
);

inFolder("walk() with followSymlinks follows symlinks", async (root) => {
  await writeTree(root);
  const options = { followSymlinks: true, includeDirs: false, maxDepth: 1 };
  const real = links.map(() => "d/c.ts");
  assertEquals(await walked(root, options), ["a.ts", "b.md", ...real]);
  assertEquals(await walked(root, { ...options, canonicalize: false }), [
    "a.ts",
    "b.md",
    ...links,
  ]);
});

inFolder("walk() throws NotFound if the folder is missing", async (root) => {
  await assertRejects(() => walked(join(root, "z")), Deno.errors.NotFound);
});

inFolder("copy() copies files, and folders with their contents", async (root) => {
  const [from, to] = [join(root, "from"), join(root, "to")];
  await ensureDir(from);
  await writeTree(from);
  await copy(from, pathToFileURL(to), { preserveTimestamps: true });
  assertEquals(await walked(to), await walked(from));
  assertEquals(await Deno.readTextFile(join(to, "d", "e", "f.ts")), "d/e/f.ts");
  for (const link of links) assertEquals(await Deno.readLink(join(to, link)), join("d", "c.ts"));
  const [a, b] = await Promise.all([Deno.stat(join(from, "a.ts")), Deno.stat(join(to, "a.ts"))]);
  assertEquals(b.mtime, a.mtime);
});

inFolder("copy() overwrites existing files only with overwrite", async (root) => {
  const [from, to] = [join(root, "from"), join(root, "to")];
  await Deno.writeTextFile(from, "new");
  await Deno.writeTextFile(to, "old");
  await assertRejects(() => copy(from, to), Deno.errors.AlreadyExists);
  assertEquals(await Deno.readTextFile(to), "old");
  await copy(from, to, { overwrite: true });
  assertEquals(await Deno.readTextFile(to), "new");
});

inFolder("copy() refuses a folder into itself, onto itself and onto a file", async (root) => {
  await writeTree(root);
  const folder = join(root, "d");
  await assertRejects(() => copy(folder, join(folder, "e", "x")), Error, "subdirectory of itself");
  await assertRejects(() => copy(folder, folder), Error, "cannot be the same");
  await assertRejects(() => copy(folder, join(root, "a.ts")), Error, "non-directory");
});
