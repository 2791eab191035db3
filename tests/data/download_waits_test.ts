/**
 * How long a download waits between tries, by a clock that only the test moves.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import type { ExpectedFile } from "../../lib/data/catalogue.ts";
import { downloadFile, type DownloadPolicy } from "../../lib/data/download.ts";
import { EnvironmentError } from "../../lib/data/errors.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { type Answer, withFetch } from "../support/stand_in_fetch.ts";

const MIRROR = new URL("https://example.org/");
const EXPECTED: ExpectedFile = { name: "labels", rank: 1, sizeBytes: null, sha256: null };

const POLICY: DownloadPolicy = {
  tries: 5,
  backoffMs: 200,
  maxWaitMs: 1000,
  tryTimeoutMs: 1_000_000,
  stallTimeoutMs: 1_000_000,
};

/** Lets all that needs no timer go on. */
async function settled(): Promise<void> {
  for (let i = 0; i < 50; i++) await null;
}

/**
 * Downloads in vain.
 *
 * @returns how long each wait was: no request before it had passed, one when it had.
 */
async function waitsOf(answer: Answer, change: Partial<DownloadPolicy> = {}): Promise<number[]> {
  using clock = new FakeClock();
  let asked = 0;
  const downloading = withFetch((...request) => {
    asked++;
    return answer(...request);
  }, () => downloadFile([MIRROR], EXPECTED, { ...POLICY, ...change }, { log() {}, bytes() {} }));
  const failed = assertRejects(() => downloading, EnvironmentError);
  const waits: number[] = [];
  for (let known = 1;; known++) {
    await settled();
    assertEquals(asked, known);
    if (clock.pending === 0) break;
    let waitedMs = 0;
    for (; asked === known && waitedMs < 10_000; waitedMs++) {
      clock.pass(1);
      await settled();
    }
    waits.push(waitedMs);
  }
  await failed;
  return waits;
}

const status = (code: number, headers: HeadersInit = {}) => () =>
  new Response(null, { status: code, headers });

Deno.test("downloadFile() waits before each try but the first, twice as long each time, up to the bound", async () => {
  assertEquals(await waitsOf(status(500)), [200, 400, 800, 1000]);
  assertEquals(await waitsOf(status(500), { tries: 2 }), [200]);
  assertEquals(await waitsOf(status(500), { tries: 1 }), []);
});

Deno.test("downloadFile() waits as long as the server asks, up to the very bound and no longer", async () => {
  assertEquals(await waitsOf(status(503, { "retry-after": "1" }), { tries: 3 }), [1000, 1000]);
  assertEquals(await waitsOf(status(503, { "retry-after": "2" })), []);
  assertEquals(await waitsOf(status(429, { "retry-after": "soon" }), { tries: 2 }), [200]);
});

Deno.test("downloadFile() waits for nothing where the same again cannot help", async () => {
  assertEquals(await waitsOf(status(401)), []);
  assertEquals(await waitsOf(status(401, { "retry-after": "1" })), []);
});
