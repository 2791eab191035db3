import { assertEquals, assertInstanceOf, assertRejects, assertStrictEquals } from "@std/assert";
import { admitFile, transferLimitBytes } from "../../lib/data/admit.ts";
import type { ExpectedFile } from "../../lib/data/catalogue.ts";
import { CutShortError, IntegrityError } from "../../lib/data/errors.ts";
import { gzipped, idxBytes, sha256 } from "./idx_bytes.ts";

const RAW = idxBytes([20], Array.from({ length: 20 }, (_, i) => (i * i) % 10));
const SHA256 = await sha256(RAW);
const PINNED: ExpectedFile = { name: "labels", rank: 1, sizeBytes: RAW.length, sha256: SHA256 };
const UNPINNED: ExpectedFile = { ...PINNED, sizeBytes: null, sha256: null };

/** The bytes in so many layers of gzip. */
async function layered(layers: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = RAW;
  for (let layer = 0; layer < layers; layer++) bytes = await gzipped(bytes);
  return bytes;
}

async function refusal(bytes: Uint8Array<ArrayBuffer>, expected: ExpectedFile): Promise<Error> {
  return await assertRejects(() => admitFile(bytes, expected, "it"), IntegrityError);
}

Deno.test("admitFile() gives the raw bytes and their SHA-256 of a file in up to two layers of gzip", async () => {
  for (const expected of [PINNED, UNPINNED]) {
    for (const layers of [0, 1, 2]) {
      const { bytes, sha256 } = await admitFile(await layered(layers), expected, "it");
      assertEquals([bytes, sha256], [RAW, SHA256]);
    }
  }
  assertStrictEquals((await admitFile(RAW, PINNED, "it")).bytes, RAW);
});

Deno.test("admitFile() refuses a third layer of gzip, whatever lies in it", async () => {
  const three = await layered(3);
  assertEquals(
    (await refusal(three, UNPINNED)).message,
    "Cannot read it as IDX: it begins with 1f 8b, expected 00 00",
  );
  assertEquals((await refusal(three, PINNED)).message.startsWith("Cannot accept it: got "), true);
});

Deno.test("admitFile() refuses a layer of gzip that holds more than the file may be", async () => {
  const limit = transferLimitBytes(PINNED);
  for (const [length, found] of [[limit, "Cannot accept it"], [limit + 1, "Cannot inflate it"]]) {
    const { message } = await refusal(await gzipped(new Uint8Array(Number(length))), PINNED);
    assertEquals(message.split(":")[0], found);
  }
});

Deno.test("admitFile() takes too few bytes for cut short, unless they are a page; too many are wrong", async () => {
  const page = new TextEncoder().encode("<html>");
  const longer = idxBytes([21], new Uint8Array(21));
  assertInstanceOf(await refusal(RAW.slice(0, -1), PINNED), CutShortError);
  for (const bytes of [longer, page]) {
    const error = await refusal(bytes, PINNED);
    assertEquals(error instanceof CutShortError, false, error.message);
  }
});

Deno.test("admitFile() says what it got and what it expected, as far as that is known", async () => {
  const page = new TextEncoder().encode("<html>");
  const got = `Cannot accept it: got 6 bytes with SHA-256 ${await sha256(page)}` +
    ", which look like a web page, perhaps to log in, expected ";
  const sized = { ...UNPINNED, sizeBytes: 28 };
  assertEquals((await refusal(page, PINNED)).message, `${got}28 bytes with SHA-256 ${SHA256}`);
  assertEquals((await refusal(page, sized)).message, `${got}28 bytes`);
  assertEquals((await refusal(page, UNPINNED)).message, `${got}the IDX file labels`);
  const wrong = RAW.slice().fill(9, 9);
  assertEquals(
    (await refusal(wrong, PINNED)).message,
    `Cannot accept it: got 28 bytes with SHA-256 ${await sha256(wrong)}, ` +
      `expected 28 bytes with SHA-256 ${SHA256}`,
  );
});

Deno.test("admitFile() refuses a file of the right size and no pinned digest that is not IDX", async () => {
  const sized = { ...UNPINNED, sizeBytes: RAW.length };
  const { message } = await refusal(RAW.slice().fill(1, 0, 1), sized);
  assertEquals(message, "Cannot read it as IDX: it begins with 01 00, expected 00 00");
  assertEquals((await admitFile(RAW, sized, "it")).bytes, RAW);
});

Deno.test("transferLimitBytes() leaves room for what gzip adds, and for EMNIST where no size is known", () => {
  const limit = (sizeBytes: number | null) => transferLimitBytes({ ...PINNED, sizeBytes });
  assertEquals([limit(0), limit(1024), limit(1025)], [1024, 2049, 2051]);
  assertEquals(limit(null), 671_088_640 + 655_360 + 1024);
});
