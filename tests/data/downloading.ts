/**
 * A small file to download, and ways to download it or to fail.
 *
 * @module
 */
import { assertInstanceOf, assertRejects } from "@std/assert";
import type { ExpectedFile } from "../../lib/data/catalogue.ts";
import { type DownloadedFile, downloadFile, type DownloadPolicy } from "../../lib/data/download.ts";
import { EnvironmentError, IntegrityError } from "../../lib/data/errors.ts";
import { gzipped, idxBytes, sha256 } from "./idx_bytes.ts";

/** An IDX file of 20 labels. */
export const RAW = idxBytes([20], Array.from({ length: 20 }, (_, i) => (i * i) % 10));
/** The same, gzipped. */
export const GZ = await gzipped(RAW);
/** What is expected of it, all of it known. */
export const PINNED: ExpectedFile = {
  name: "labels",
  rank: 1,
  sizeBytes: RAW.length,
  sha256: await sha256(RAW),
};
/** The same, of a set of one's own. */
export const UNPINNED: ExpectedFile = { ...PINNED, sizeBytes: null, sha256: null };

/** Patient enough for a busy machine, but waits between tries take no time. */
export const POLICY: DownloadPolicy = {
  tries: 3,
  backoffMs: 0,
  maxWaitMs: 0,
  tryTimeoutMs: 30_000,
  stallTimeoutMs: 30_000,
};

/** Downloads, and keeps the lines of the log. */
export function download(
  mirrors: readonly URL[],
  given: { expected?: ExpectedFile; policy?: Partial<DownloadPolicy>; lines?: string[] } = {},
): Promise<DownloadedFile> {
  return downloadFile(mirrors, given.expected ?? PINNED, { ...POLICY, ...given.policy }, {
    log: (line) => void given.lines?.push(line),
    bytes: () => {},
  });
}

/** The message with which a download fails for want of a network that works. */
export async function unreachable(...args: Parameters<typeof download>): Promise<string> {
  const error = await assertRejects(() => download(...args), EnvironmentError, "Cannot download");
  assertInstanceOf(error.cause, Error);
  return error.message;
}

/** The message with which a download fails because of wrong bytes. */
export async function wrong(...args: Parameters<typeof download>): Promise<string> {
  const error = await assertRejects(() => download(...args), IntegrityError, "Cannot download");
  assertInstanceOf(error.cause, IntegrityError);
  return error.message;
}

/** The head of an answer with these lines. */
export function head(...lines: readonly string[]): string {
  return ["HTTP/1.1 200 OK", ...lines, "connection: close", "", ""].join("\r\n");
}
