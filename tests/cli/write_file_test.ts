import { assertEquals, assertRejects } from "@std/assert";
import { EnvironmentError } from "../../lib/engine/errors.ts";
import { writeFile } from "../../lib/cli/write_file.ts";
import { originals, patchFiles } from "../store/patched_files.ts";
import { temporaryFolder } from "../support/temporary.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("a file is written over what was there, and nothing is left beside it", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/page.html`;
  await writeFile(path, bytes("an old page that is longer"));
  await writeFile(path, bytes("a page"));
  assertEquals(await Deno.readTextFile(path), "a page");
  assertEquals(namesIn(folder.path), ["page.html"]);
});

Deno.test({
  name: "bytes are synced before the file has its name, and all of them are there by then",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await temporaryFolder();
    const synced: string[] = [];
    const { sync, write } = originals();
    using _ = patchFiles({
      // A disk that takes three bytes at a time.
      write(given) {
        return write.call(this, given.subarray(0, 3));
      },
      async sync() {
        const { isDirectory, size } = await this.stat();
        const isNamed = namesIn(folder.path).includes("a");
        synced.push(`${isDirectory ? "folder" : size} ${isNamed ? "named" : "not named"}`);
        await sync.call(this);
      },
    });
    await writeFile(`${folder.path}/a`, bytes("ten bytes."));
    assertEquals(synced, ["10 not named", "folder named"]);
    assertEquals(await Deno.readTextFile(`${folder.path}/a`), "ten bytes.");
  },
});

Deno.test("a write that fails leaves the old file and nothing beside it, and says what to do", async () => {
  const failing = {
    write: () => Promise.reject(new Error("No space left on device")),
    sync: () => Promise.reject(new Error("No space left on device")),
  };
  for (const [name, call] of Object.entries(failing)) {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a`;
    await Deno.writeTextFile(path, "old");
    using _ = patchFiles({ [name]: call });
    const error = await assertRejects(() => writeFile(path, bytes("new")), EnvironmentError);
    assertEquals(
      error.message,
      `Cannot write "${path}" (3 bytes): No space left on device; ` +
        "make room or give another place that can be written",
    );
    assertEquals([await Deno.readTextFile(path), namesIn(folder.path)], ["old", ["a"]], name);
  }
});

Deno.test("a folder in the place of the file, or none to put it in, is the environment's", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/taken`);
  for (const name of ["taken", "none/a"]) {
    await assertRejects(() => writeFile(`${folder.path}/${name}`, bytes("x")), EnvironmentError);
  }
  assertEquals(namesIn(folder.path), ["taken"]);
});
