import { assertEquals, assertRejects } from "@std/assert";
import { writeFile } from "../../lib/cli/write_file.ts";
import { EnvironmentError } from "../../lib/engine/errors.ts";
import { temporaryFolder } from "../support/temporary.ts";

const BYTES = Uint8Array.from({ length: 10 }, (_, i) => i);
const OLD = new Uint8Array([7]);

/** Lets `write` see the system's calls, each of which may fail, while it works on real files. */
async function watching(
  write: () => Promise<void>,
  fails: (call: string) => boolean = () => false,
): Promise<string[]> {
  const calls: string[] = [];
  const call = (name: string): void => {
    calls.push(name);
    if (fails(name)) throw new Error("Input/output error (os error 5)");
  };
  const { open, rename } = Deno;
  Deno.open = async (path, options) => {
    const file = await open(path, options);
    const { write, sync } = file;
    return Object.assign(file, {
      // No more than three bytes at once, as a pipe or a full disk may do.
      write: (bytes: Uint8Array) => {
        call("write");
        return write.call(file, bytes.subarray(0, 3));
      },
      sync: () => {
        call("sync");
        return sync.call(file);
      },
    });
  };
  Deno.rename = (from, to) => {
    call("rename");
    return rename(from, to);
  };
  try {
    await write();
  } finally {
    Object.assign(Deno, { open, rename });
  }
  return calls;
}

Deno.test("a file is written whole, however little the system takes at once, and synced before its name", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/a.bin`;
  await Deno.writeFile(path, OLD);
  assertEquals(await watching(() => writeFile(path, BYTES)), [
    ...["write", "write", "write", "write"],
    // The file, then its folder.
    ...["sync", "rename", "sync"],
  ]);
  assertEquals(await Deno.readFile(path), BYTES);
  assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["a.bin"]);
});

Deno.test("a write that fails at any call leaves the old file and nothing beside it", async () => {
  for (const failing of ["write", "sync", "rename"]) {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a.bin`;
    await Deno.writeFile(path, OLD);
    const error = await assertRejects(
      () => watching(() => writeFile(path, BYTES), (name) => name === failing),
      EnvironmentError,
      `Cannot write "${path}" (10 bytes): Input/output error (os error 5)`,
    );
    assertEquals(error.cause instanceof Error, true);
    assertEquals(await Deno.readFile(path), OLD, failing);
    assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["a.bin"], failing);
  }
});

Deno.test("a folder that is missing, and one in the place of the file, are refused and stay", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/taken`);
  for (const path of [`${folder.path}/none/a.bin`, `${folder.path}/taken`]) {
    await assertRejects(() => writeFile(path, BYTES), EnvironmentError, `Cannot write "${path}"`);
  }
  assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["taken"]);
});
