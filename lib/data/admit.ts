/**
 * The gate that every file passes, wherever it comes from: inflated if it is gzipped, then held
 * against what is known of it. Nothing is let in on the strength of its name, its size alone, or a
 * server's word.
 *
 * @module
 */
import type { ExpectedFile } from "./catalogue.ts";
import { CutShortError, IntegrityError } from "./errors.ts";
import { gunzip, isGzip } from "./gzip.ts";
import { readIdx } from "./idx.ts";

/** For files of unknown size: room for EMNIST, the largest of the family (547 MB). */
const MAX_FILE_BYTES = 640 * 1024 * 1024;

/** A `.gz` file that a server has gzipped once more for the journey has two. */
const MAX_GZIP_LAYERS = 2;

/**
 * How many bytes of a file are read at most, raw or in any layer of gzip: as many as it must have, or
 * where that is unknown 640 MiB, and what gzip adds at worst (5 bytes in 16 KiB, and a header that may
 * hold a name).
 *
 * @example
 * ```ts
 * import { transferLimitBytes } from "./admit.ts";
 * import { describeDataset } from "./catalogue.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { testLabels } = describeDataset("mnist").files;
 * assertEquals(transferLimitBytes(testLabels), 10_008 + 10 + 1024);
 * ```
 */
export function transferLimitBytes(expected: ExpectedFile): number {
  const rawBytes = expected.sizeBytes ?? MAX_FILE_BYTES;
  return rawBytes + Math.ceil(rawBytes / 1024) + 1024;
}

/** A file that has passed. */
export interface AdmittedFile {
  /** Raw, never gzipped; where they came raw, they are the bytes given, not a copy. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of `bytes`, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Inflates a file if need be, and checks its size and SHA-256 as far as they are known, and that it
 * is IDX of the right type and rank.
 *
 * @param from where the bytes come from; the errors begin with it
 *
 * @example
 * ```ts
 * import { admitFile } from "./admit.ts";
 * import { describeDataset } from "./catalogue.ts";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const file = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 5, 7]);
 * const custom = describeDataset("my-digits").files.testLabels;
 * assertEquals((await admitFile(file, custom, "labels")).bytes, file);
 * const pinned = describeDataset("mnist").files.testLabels;
 * await assertRejects(() => admitFile(file, pinned, "labels"), Error, "expected 10008 bytes");
 * ```
 *
 * @throws {IntegrityError} if anything is not as expected.
 */
export async function admitFile(
  given: Uint8Array<ArrayBuffer>,
  expected: ExpectedFile,
  from: string,
): Promise<AdmittedFile> {
  let bytes = given;
  for (let layer = 0; layer < MAX_GZIP_LAYERS && isGzip(bytes); layer++) {
    bytes = await gunzip(bytes, from, transferLimitBytes(expected));
  }
  const sha256 = await sha256Hex(bytes);
  if (expected.sizeBytes !== null && bytes.length !== expected.sizeBytes) {
    const cutShort = bytes.length < expected.sizeBytes && !looksLikeMarkup(bytes);
    throw new (cutShort ? CutShortError : IntegrityError)(mismatch(bytes, sha256, expected, from));
  }
  if (expected.sha256 !== null && sha256 !== expected.sha256) {
    throw new IntegrityError(mismatch(bytes, sha256, expected, from));
  }
  if (looksLikeMarkup(bytes)) throw new IntegrityError(mismatch(bytes, sha256, expected, from));
  readIdx(bytes, { name: from, rank: expected.rank });
  return { bytes, sha256 };
}

function looksLikeMarkup(bytes: Uint8Array): boolean {
  return bytes[0] === "<".charCodeAt(0);
}

function mismatch(
  bytes: Uint8Array,
  sha256: string,
  expected: ExpectedFile,
  from: string,
): string {
  const page = looksLikeMarkup(bytes) ? ", which look like a web page, perhaps to log in" : "";
  const wanted = [
    expected.sizeBytes === null ? `the IDX file ${expected.name}` : `${expected.sizeBytes} bytes`,
    ...(expected.sha256 === null ? [] : [`SHA-256 ${expected.sha256}`]),
  ].join(" with ");
  return `Cannot accept ${from}: got ${bytes.length} bytes with SHA-256 ${sha256}${page}, ` +
    `expected ${wanted}`;
}

async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
