/**
 * Downloads one file of a data set from the first mirror that has the right bytes. Passing troubles
 * are tried again after a wait that doubles; a file that is not there, or has wrong bytes, sends it
 * to the next name or mirror at once. Gives the right bytes or none.
 *
 * @module
 */
import { admitFile, type AdmittedFile, transferLimitBytes } from "./admit.ts";
import type { ExpectedFile } from "./catalogue.ts";
import { CutShortError, EnvironmentError, IntegrityError } from "./errors.ts";
import { httpGet, TryError } from "./http_get.ts";
import type { TimeLimits } from "./watchdog.ts";

/** How patient a download is. Times in milliseconds. */
export interface DownloadPolicy extends TimeLimits {
  /** At one URL, from 1. */
  readonly tries: number;
  /** Before the second try; doubles with each further one. */
  readonly backoffMs: number;
  /** The most that one wait may be. A server that asks for more is not asked again. */
  readonly maxWaitMs: number;
}

/** What a download tells of on its way. */
export interface DownloadEvents {
  /** A line for the log. */
  log(line: string): void;
  /** After each chunk; `announced` is the server's word. May throw to stop. */
  bytes(url: URL, received: number, announced: number | null): void;
}

/** A file, and the mirror that had it. */
export interface DownloadedFile extends AdmittedFile {
  /** One of those given. */
  readonly mirror: URL;
  /** What was asked of it, redirects aside. */
  readonly url: URL;
}

/** Names to look for at a mirror: gzipped is a fifth of the bytes, and what mirrors have. */
const SUFFIXES = [".gz", ""] as const;

/**
 * A file's right bytes from one of `mirrors`, asked in order. Redirects may lead to their hosts only.
 *
 * @param mirrors at least one; each ends in a slash
 *
 * @example
 * ```ts
 * import { downloadFile } from "./download.ts";
 * import { describeDataset } from "./catalogue.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 5, 7]);
 * const server = Deno.serve({ port: 0, onListen() {} }, () => new Response(file));
 * const { bytes } = await downloadFile(
 *   [new URL(`http://127.0.0.1:${server.addr.port}/`)],
 *   describeDataset("my-digits").files.trainLabels,
 *   { tries: 1, backoffMs: 0, maxWaitMs: 0, tryTimeoutMs: 5000, stallTimeoutMs: 5000 },
 *   { log() {}, bytes() {} },
 * );
 * assertEquals(bytes, file);
 * await server.shutdown();
 * ```
 *
 * @throws {IntegrityError} if no mirror had the right bytes and one had wrong ones.
 * @throws {EnvironmentError} if none could be had at all.
 */
export async function downloadFile(
  mirrors: readonly URL[],
  expected: ExpectedFile,
  policy: DownloadPolicy,
  events: DownloadEvents,
): Promise<DownloadedFile> {
  const hosts = new Set(mirrors.map((mirror) => mirror.host));
  const failures: FailedTry[] = [];
  for (const mirror of mirrors) {
    for (const suffix of SUFFIXES) {
      const url = new URL(expected.name + suffix, mirror);
      const tried = await tryUrl(url, expected, hosts, policy, events);
      if (tried.type === "got") return { ...tried.file, mirror, url };
      failures.push(tried.failure);
      if (nextStep(tried.failure) !== "other-name") break;
    }
  }
  throw summary(expected.name, mirrors.length, failures);
}

type FailedTry = TryError | IntegrityError;
type Tried =
  | { readonly type: "got"; readonly file: AdmittedFile }
  | { readonly type: "failed"; readonly failure: FailedTry };

/** Tries one URL until it gives the right bytes, or there is no point in going on. */
async function tryUrl(
  url: URL,
  expected: ExpectedFile,
  hosts: ReadonlySet<string>,
  policy: DownloadPolicy,
  events: DownloadEvents,
): Promise<Tried> {
  const limits = { ...policy, hosts, limitBytes: transferLimitBytes(expected) };
  const onBytes = (received: number, announced: number | null) =>
    events.bytes(url, received, announced);
  for (let count = 1;; count++) {
    try {
      const body = await httpGet(url, limits, onBytes);
      return { type: "got", file: await admitFile(body, expected, url.href) };
    } catch (failure) {
      // Anything else is not the download's: the stage was stopped, or there is a slip in the code.
      if (!(failure instanceof TryError || failure instanceof IntegrityError)) throw failure;
      const waitMs = waitBefore(count, failure, policy);
      const outcome = waitMs === null ? "given up" : `trying again in ${waitMs} ms`;
      events.log(`try ${count} of ${policy.tries} failed, ${outcome}: ${failure.message}`);
      if (waitMs === null) return { type: "failed", failure };
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

/** The wait before the next try at the same URL; `null` if there is to be none. */
function waitBefore(triesMade: number, failure: FailedTry, policy: DownloadPolicy): number | null {
  if (nextStep(failure) !== "again" || triesMade >= policy.tries) return null;
  const asked = failure instanceof TryError ? failure.retryAfterMs : null;
  if (asked !== null) return asked <= policy.maxWaitMs ? asked : null;
  let waitMs = policy.backoffMs;
  for (let i = 1; i < triesMade; i++) waitMs *= 2;
  return Math.min(waitMs, policy.maxWaitMs);
}

function nextStep(failure: FailedTry): TryError["next"] {
  if (failure instanceof TryError) return failure.next;
  return failure instanceof CutShortError ? "again" : "other-mirror";
}

/** Wrong bytes outrank a network that fails: they are what somebody should look at. */
function summary(name: string, mirrors: number, failures: readonly FailedTry[]): Error {
  const wrong = failures.find((failure) => failure instanceof IntegrityError);
  const message = [
    `Cannot download ${name} from ${mirrors === 1 ? "the mirror" : `any of ${mirrors} mirrors`}:`,
    ...failures.map((failure) => `  ${failure.message}`),
    "Try again later, name another mirror, or take the files from a directory",
  ].join("\n");
  const cause = wrong ?? failures.at(-1);
  return wrong === undefined
    ? new EnvironmentError(message, { cause })
    : new IntegrityError(message, { cause });
}
