/**
 * What comes as the body of an answer, and what becomes of it.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { EnvironmentError, IntegrityError } from "../../lib/data/errors.ts";
import { download, GZ, head, PINNED, RAW, UNPINNED, unreachable, wrong } from "./downloading.ts";
import { gzipped, idxBytes, sha256 } from "./idx_bytes.ts";
import { deafUrl, withRawServer, withServer } from "./servers.ts";

Deno.test("downloadFile() tries again a body that is shorter than announced", async () => {
  for (
    const cut of [
      [head(`content-length: ${GZ.length}`), GZ.subarray(0, -5)],
      [head("transfer-encoding: chunked"), "3\r\n\x1f\x8b\x08\r\n"],
    ]
  ) {
    await withRawServer(async (write, count) => {
      for (const part of count === 1 ? cut : [head(), GZ]) await write(part);
    }, async ({ url, paths }) => {
      assertEquals((await download([url])).bytes, RAW);
      assertEquals(paths.length, 2);
    });
  }
});

Deno.test("downloadFile() sees that a body without a length is cut short, raw or gzipped", async () => {
  for (const whole of [RAW, GZ]) {
    await withRawServer(async (write, count) => {
      for (const part of [head(), count === 1 ? whole.subarray(0, -1) : whole]) await write(part);
    }, async ({ url, paths }) => {
      assertEquals((await download([url])).bytes, RAW);
      assertEquals(paths.length, 2);
    });
  }
});

Deno.test("downloadFile() sees a cut by the IDX header where no size is pinned", async () => {
  await withServer(() => new Response(RAW.subarray(0, -1)), async ({ url }) => {
    const message = await wrong([url], { expected: UNPINNED });
    assertStringIncludes(message, "it has 27 bytes, expected 28 for its dimensions 20");
  });
});

Deno.test("downloadFile() refuses wrong bytes of the right size at once, with both digests", async () => {
  const other = RAW.slice();
  other[20]! ^= 1;
  await withServer(() => new Response(other), async ({ url, paths }) => {
    const message = await wrong([url]);
    assertStringIncludes(message, `${url}labels.gz: got 28 bytes with SHA-256 `);
    assertStringIncludes(message, await sha256(other));
    assertStringIncludes(message, `expected 28 bytes with SHA-256 ${PINNED.sha256}`);
    assertEquals(paths.length, 1);
  });
});

Deno.test("downloadFile() takes the right bytes of the next mirror after wrong ones", async () => {
  await withServer(() => new Response(idxBytes([20], new Uint8Array(20))), async (bad) => {
    await withServer(() => new Response(GZ), async (good) => {
      assertEquals((await download([bad.url, good.url])).bytes, RAW);
      assertEquals([bad.paths.length, good.paths.length], [1, 1]);
    });
  });
});

Deno.test("downloadFile() reports wrong bytes even if the last mirror only failed", async () => {
  await withServer(() => new Response(idxBytes([20], new Uint8Array(20))), async ({ url }) => {
    const deaf = deafUrl();
    const message = await wrong([url, deaf]);
    assertStringIncludes(message, "from any of 2 mirrors");
    assertStringIncludes(message, `${deaf}labels.gz: `);
  });
});

Deno.test("the cause of a failed download is the first wrong file, or else the last failure", async () => {
  const missing = () => new Response("", { status: 404 });
  const other = () => new Response(idxBytes([20], new Uint8Array(20)));
  await withServer(missing, async ({ url: a }) => {
    await withServer(other, async ({ url: b }) => {
      await withServer(other, async ({ url: c }) => {
        const first = await assertRejects(() => download([a, c, b, a]), IntegrityError);
        assertStringIncludes(String(first.cause), `Cannot accept ${c}labels.gz: got 28 bytes`);
      });
    });
    await withServer(missing, async ({ url: b }) => {
      const last = await assertRejects(() => download([a, b]), EnvironmentError);
      assertEquals(
        String(last.cause),
        `EnvironmentError: ${b}labels: HTTP status 404, expected 200`,
      );
    });
  });
});

Deno.test("downloadFile() knows a login page for what it is", async () => {
  const page = () =>
    new Response("<html>Log in</html>", { headers: { "content-type": "text/html" } });
  for (const expected of [PINNED, UNPINNED]) {
    await withServer(page, async ({ url, paths }) => {
      const message = await wrong([url], { expected });
      assertStringIncludes(message, `${url}labels.gz: got 19 bytes`);
      assertStringIncludes(message, "which look like a web page, perhaps to log in, expected");
      assertEquals(paths.length, 1);
    });
  }
});

Deno.test("downloadFile() inflates what a server gzips for the journey, once or on top", async () => {
  for (const body of [GZ, await gzipped(GZ)]) {
    await withServer(
      () => new Response(body, { headers: { "content-encoding": "gzip" } }),
      async ({ url }) => assertEquals((await download([url])).bytes, RAW),
    );
  }
});

Deno.test("downloadFile() asks for no encoding, and refuses one that it cannot count", async () => {
  const encodings: (string | null)[] = [];
  await withServer((_path, _count, request) => {
    encodings.push(request.headers.get("accept-encoding"));
    return new Response(RAW, { headers: { "content-encoding": "br" } });
  }, async ({ url }) => {
    assertStringIncludes(await unreachable([url]), 'encoded as "br", expected gzip or none');
    assertEquals(encodings, ["identity"]);
  });
});

Deno.test("downloadFile() refuses a bomb, as a file or as an encoding", async () => {
  const bomb = await gzipped(new Uint8Array(500_000));
  const encodings: HeadersInit[] = [{}, { "content-encoding": "gzip" }];
  for (const headers of encodings) {
    await withServer(() => new Response(bomb, { headers }), async ({ url, paths }) => {
      assertStringIncludes(await wrong([url]), "more than 1053 bytes come out");
      assertEquals(paths.length, 1);
    });
  }
});

Deno.test("downloadFile() stops reading a body that is longer than the file may be", async () => {
  await withRawServer(async (write) => {
    await write(head());
    // Without an end: only a client that hangs up ends it.
    for (;;) await write(new Uint8Array(65_536));
  }, async ({ url, paths }) => {
    assertStringIncludes(await wrong([url]), "expected at most 1053");
    assertEquals(paths.length, 1);
  });
});

Deno.test("downloadFile() does not begin to read what is announced as too long", async () => {
  await withRawServer(
    (write) => write(head("content-length: 99999999999")),
    async ({ url, paths }) => {
      assertStringIncludes(await wrong([url]), "got 99999999999 bytes or more, expected at most");
      assertEquals(paths.length, 1);
    },
  );
});

Deno.test("downloadFile() tries damaged gzip again, and then says so", async () => {
  const damaged = GZ.slice();
  damaged[14]! ^= 0xff;
  await withServer(() => new Response(damaged), async ({ url, paths }) => {
    assertStringIncludes(await wrong([url]), `Cannot inflate ${url}labels.gz: expected one`);
    assertEquals(paths.length, 3);
  });
});
