/**
 * One try at one URL whose answer comes step by step. Redirects are in `redirects_test.ts`, answers of
 * real servers in `download_test.ts`.
 *
 * @module
 */
import { assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "@std/assert";
import { IntegrityError } from "../../lib/data/errors.ts";
import { type GetLimits, httpGet, TryError } from "../../lib/data/http_get.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { type Answer, withFetch } from "../support/stand_in_fetch.ts";

const FILE = new URL("https://example.org/labels.gz");

const LIMITS: GetLimits = {
  hosts: new Set([FILE.host]),
  limitBytes: 100,
  tryTimeoutMs: 1_000_000,
  stallTimeoutMs: 100,
};

/** A body whose chunks of one byte are made when they are asked for. */
function stepwise(count: number, beforeEach: () => void): ReadableStream<Uint8Array> {
  let made = 0;
  return new ReadableStream({
    pull(controller) {
      if (made++ === count) return controller.close();
      beforeEach();
      controller.enqueue(Uint8Array.of(made));
    },
  }, { highWaterMark: 0 });
}

function get(answer: Answer, limits: Partial<GetLimits> = {}): Promise<Uint8Array> {
  return withFetch(answer, () => httpGet(FILE, { ...LIMITS, ...limits }, () => {}));
}

async function failed(work: () => Promise<unknown>): Promise<TryError> {
  return await assertRejects(work, TryError);
}

Deno.test("httpGet() takes a body that trickles in for longer than the limit for silence", async () => {
  using clock = new FakeClock();
  const body = await get((_, { signal }) => {
    // As long as may be before the head, and before each chunk.
    clock.pass(99);
    return new Response(stepwise(5, () => {
      clock.pass(99);
      signal?.throwIfAborted();
    }));
  });
  assertEquals([...body], [1, 2, 3, 4, 5]);
});

Deno.test("httpGet() says which limit of time was passed, before the head and amid the body", async () => {
  for (const stage of ["head", "body"]) {
    using clock = new FakeClock();
    const silent = (signal: AbortSignal | null | undefined) =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        clock.pass(100);
      });
    const error = await failed(() =>
      get((_, { signal }) =>
        stage === "head"
          ? silent(signal)
          : new Response(new ReadableStream({ pull: () => silent(signal) }, { highWaterMark: 0 }))
      )
    );
    assertEquals(error.message, `${FILE}: no byte came for 100 ms`);
    assertEquals(error.next, "again");
  }
});

Deno.test("httpGet() says for each status what may help", async () => {
  const table: Record<TryError["next"], readonly number[]> = {
    "again": [408, 429, 500, 502, 503, 504],
    "other-name": [403, 404, 410],
    "other-mirror": [201, 204, 206, 400, 401, 402, 405, 409, 411, 451, 501, 505],
  };
  for (const [next, statuses] of Object.entries(table)) {
    for (const status of statuses) {
      const error = await failed(() => get(() => new Response(null, { status })));
      assertEquals([error.next, error.message], [
        next,
        `${FILE}: HTTP status ${status}, expected 200`,
      ]);
    }
  }
});

Deno.test("httpGet() reads how long a server asks to be left alone, in seconds only", async () => {
  const table: readonly (readonly [text: string, ms: number | null])[] = [
    ["0", 0],
    [" 120 ", 120_000],
    ["1.5", null],
    ["-1", null],
    ["Wed, 21 Oct 2099 07:28:00 GMT", null],
  ];
  for (const [text, ms] of table) {
    const headers = { "retry-after": text };
    const error = await failed(() => get(() => new Response(null, { status: 503, headers })));
    assertEquals(error.retryAfterMs, ms, text);
  }
});

Deno.test("httpGet() takes each spelling of gzip and of no encoding, as it was sent", async () => {
  for (const encoding of ["identity", "gzip", "x-gzip", " GZIP "]) {
    const headers = { "content-encoding": encoding };
    assertEquals((await get(() => new Response("abc", { headers }))).length, 3, encoding);
  }
});

Deno.test("httpGet() takes as many bytes as there may be, and not one more", async () => {
  for (const headers of [{}, { "content-length": "3" }]) {
    const answer = () => new Response("abc", { headers });
    assertEquals((await get(answer, { limitBytes: 3 })).length, 3);
    const error = await assertRejects(() => get(answer, { limitBytes: 2 }), IntegrityError);
    assertStringIncludes(error.message, `Cannot accept ${FILE}: got 3 bytes or more, expected at`);
  }
});

Deno.test("httpGet() tells after each chunk how many bytes there are, and believes whole numbers alone", async () => {
  const table: readonly (readonly [announced: string, told: number | null])[] = [
    ["3", 3],
    ["3.5", null],
    ["-3", null],
    ["3, 3", null],
  ];
  for (const [announced, expected] of table) {
    const told: (number | null)[][] = [];
    const headers = { "content-length": announced };
    await withFetch(
      () => new Response(stepwise(3, () => {}), { headers }),
      () => httpGet(FILE, LIMITS, (...bytes) => void told.push(bytes)),
    );
    assertEquals(told, [[1, expected], [2, expected], [3, expected]], announced);
  }
});

Deno.test("httpGet() gives nothing for an answer without a body but no bytes", async () => {
  assertEquals((await get(() => new Response(null))).length, 0);
});

Deno.test("httpGet() says what lies beneath a failure, and that the same again may help", async () => {
  const root = new Error("the name does not resolve");
  const error = await failed(() =>
    get(() => {
      throw new TypeError("error sending request", {
        cause: new Error("connect", { cause: root }),
      });
    })
  );
  assertEquals(error.message, `${FILE}: the name does not resolve`);
  assertEquals(error.next, "again");
  assertInstanceOf(error.cause, TypeError);
  const odd = await failed(() => get(() => Promise.reject("no error at all")));
  assertEquals([odd.message, odd.cause], [`${FILE}: no error at all`, "no error at all"]);
});

Deno.test({
  name: "httpGet() that is not permitted is not worth another try",
  permissions: { net: false },
  fn: async () => {
    const error = await failed(() => httpGet(FILE, LIMITS, () => {}));
    assertEquals(error.next, "other-mirror");
    assertStringIncludes(error.message, 'Requires net access to "example.org');
  },
});
