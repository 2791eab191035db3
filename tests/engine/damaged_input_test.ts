import { assertEquals } from "@std/assert";
import { artifactDigest } from "../../lib/codec/digest.ts";
import { setAsideDamaged } from "../../lib/engine/damaged_input.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { objectPath } from "../../lib/store/objects.ts";
import { bytes, recordOf } from "../store/store_suite.ts";
import { temporaryFolder } from "../support/temporary.ts";

Deno.test("damaged artifacts of a record are set aside, whole ones stay, and missing ones count as damaged", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(folder.path);
  await store.prepareForWriting();
  const contents = ["whole", "damaged", "whole too"];
  const outputs = await Promise.all(contents.map(async (content) => {
    const digest = await artifactDigest(bytes(content));
    await store.writeObject(digest, bytes(content));
    return { name: content, digest, sizeBytes: content.length };
  }));
  const record = { ...await recordOf("key", "whole"), outputs };
  const states = (): string[] =>
    outputs.map(({ digest, sizeBytes }) => store.objectState(digest, sizeBytes));

  assertEquals(await setAsideDamaged(record, store), false);
  assertEquals(states(), ["present", "present", "present"]);

  await Deno.writeTextFile(`${folder.path}/${objectPath(outputs[1]!.digest)}`, "DAMAGED");
  assertEquals(await setAsideDamaged(record, store), true);
  assertEquals(states(), ["present", "missing", "present"]);
  assertEquals((await store.usage()).quarantined, 1);

  assertEquals(await setAsideDamaged(record, store), true, "what is missing is not whole");
  assertEquals((await store.usage()).quarantined, 1);
});
