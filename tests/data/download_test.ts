import { assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "@std/assert";
import type { ExpectedFile } from "../../lib/data/catalogue.ts";
import { type DownloadedFile, downloadFile, type DownloadPolicy } from "../../lib/data/download.ts";
import { EnvironmentError, IntegrityError } from "../../lib/data/errors.ts";
import { gzipped, idxBytes, sha256 } from "./idx_bytes.ts";
import { deafUrl, pause, withRawServer, withServer } from "./servers.ts";

const RAW = idxBytes([20], Array.from({ length: 20 }, (_, i) => (i * i) % 10));
const GZ = await gzipped(RAW);
const PINNED: ExpectedFile = {
  name: "labels",
  rank: 1,
  sizeBytes: RAW.length,
  sha256: await sha256(RAW),
};
const UNPINNED: ExpectedFile = { ...PINNED, sizeBytes: null, sha256: null };

/** Patient enough for a busy machine, but waits between tries take no time. */
const POLICY: DownloadPolicy = {
  tries: 3,
  backoffMs: 0,
  maxWaitMs: 0,
  tryTimeoutMs: 30_000,
  stallTimeoutMs: 30_000,
};

/** Downloads, and keeps the lines of the log. */
function download(
  mirrors: readonly URL[],
  given: { expected?: ExpectedFile; policy?: Partial<DownloadPolicy>; lines?: string[] } = {},
): Promise<DownloadedFile> {
  return downloadFile(mirrors, given.expected ?? PINNED, { ...POLICY, ...given.policy }, {
    log: (line) => void given.lines?.push(line),
    bytes: () => {},
  });
}

/** The message with which a download fails for want of a network that works. */
async function unreachable(...args: Parameters<typeof download>): Promise<string> {
  const error = await assertRejects(() => download(...args), EnvironmentError, "Cannot download");
  assertInstanceOf(error.cause, Error);
  return error.message;
}

/** The message with which a download fails because of wrong bytes. */
async function wrong(...args: Parameters<typeof download>): Promise<string> {
  const error = await assertRejects(() => download(...args), IntegrityError, "Cannot download");
  assertInstanceOf(error.cause, Error);
  return error.message;
}

function head(...lines: readonly string[]): string {
  return ["HTTP/1.1 200 OK", ...lines, "connection: close", "", ""].join("\r\n");
}

Deno.test("downloadFile() asks for the gzipped file and gives its raw bytes", async () => {
  await withServer(() => new Response(GZ), async ({ url, paths }) => {
    const { bytes, sha256, mirror } = await download([url]);
    assertEquals([bytes, sha256, mirror], [RAW, PINNED.sha256, url]);
    assertEquals(paths, ["labels.gz"]);
  });
});

Deno.test("downloadFile() asks for the raw file where there is no gzipped one", async () => {
  for (const status of [403, 404, 410]) {
    await withServer(
      (path) => path.endsWith(".gz") ? new Response("", { status }) : new Response(RAW),
      async ({ url, paths }) => {
        assertEquals((await download([url])).bytes, RAW);
        assertEquals(paths, ["labels.gz", "labels"]);
      },
    );
  }
});

Deno.test("downloadFile() does not try again what is not there", async () => {
  await withServer(() => new Response("", { status: 404 }), async ({ url, paths }) => {
    const message = await unreachable([url]);
    assertStringIncludes(message, `${url}labels.gz: HTTP status 404, expected 200`);
    assertStringIncludes(message, `${url}labels: HTTP status 404, expected 200`);
    assertEquals(paths, ["labels.gz", "labels"]);
  });
});

Deno.test("downloadFile() tries passing failures again, and succeeds when they have passed", async () => {
  for (const status of [408, 429, 500, 502, 503, 504]) {
    await withServer(
      (_, count) => count < 3 ? new Response("", { status }) : new Response(GZ),
      async ({ url, paths }) => {
        assertEquals((await download([url])).bytes, RAW);
        assertEquals(paths, ["labels.gz", "labels.gz", "labels.gz"]);
      },
    );
  }
});

Deno.test("downloadFile() gives up on a mirror after its tries and asks the next", async () => {
  await withServer(() => new Response("", { status: 500 }), async (bad) => {
    await withServer(() => new Response(GZ), async (good) => {
      const { bytes, mirror } = await download([bad.url, good.url]);
      assertEquals([bytes, mirror], [RAW, good.url]);
      assertEquals([bad.paths.length, good.paths.length], [3, 1]);
    });
  });
});

Deno.test("downloadFile() doubles the wait up to its bound", async () => {
  await withServer(() => new Response("", { status: 500 }), async ({ url }) => {
    const lines: string[] = [];
    await unreachable([url], { policy: { tries: 5, backoffMs: 2, maxWaitMs: 9 }, lines });
    assertEquals(
      lines.map((line) => /again in \d+ ms|given up/.exec(line)?.[0]),
      ["again in 2 ms", "again in 4 ms", "again in 8 ms", "again in 9 ms", "given up"],
    );
  });
});

Deno.test("downloadFile() waits as long as a server asks, within the bound", async () => {
  for (const status of [429, 503]) {
    await withServer(
      (_, count) =>
        count === 1
          ? new Response("", { status, headers: { "retry-after": "0" } })
          : new Response(GZ),
      async ({ url, paths }) => {
        // Its own wait would be ten minutes.
        const policy = { backoffMs: 600_000, maxWaitMs: 600_000 };
        assertEquals((await download([url], { policy })).bytes, RAW);
        assertEquals(paths.length, 2);
      },
    );
  }
});

Deno.test("downloadFile() does not ask again a server that wants to be left alone for longer", async () => {
  const busy = () => new Response("", { status: 503, headers: { "retry-after": "3600" } });
  await withServer(busy, async ({ url, paths }) => {
    const message = await unreachable([url], { policy: { maxWaitMs: 1000 } });
    assertStringIncludes(message, "HTTP status 503");
    assertEquals(paths.length, 1);
  });
});

Deno.test("downloadFile() takes its own wait where a server names a date", async () => {
  const date = { "retry-after": "Wed, 21 Oct 2099 07:28:00 GMT" };
  await withServer(() => new Response("", { status: 503, headers: date }), async (server) => {
    await unreachable([server.url]);
    assertEquals(server.paths.length, 3);
  });
});

Deno.test("downloadFile() tries a refused connection again, then the next mirror", async () => {
  await withServer(() => new Response(GZ), async ({ url }) => {
    const lines: string[] = [];
    const deaf = deafUrl();
    assertEquals((await download([deaf, url], { lines })).bytes, RAW);
    assertEquals(lines.length, 3);
    for (const line of lines) assertStringIncludes(line, `${deaf}labels.gz: `);
  });
});

Deno.test("downloadFile() gives up on a body that trickles past the deadline", async () => {
  await withRawServer(async (write) => {
    await write(head(`content-length: ${GZ.length}`));
    for (const byte of GZ) {
      await write(Uint8Array.of(byte));
      await pause(30);
    }
  }, async ({ url, paths }) => {
    const message = await unreachable([url], { policy: { tries: 2, tryTimeoutMs: 150 } });
    assertStringIncludes(message, `${url}labels.gz: it was not complete after 150 ms`);
    assertEquals(paths.length, 2);
  });
});

Deno.test("downloadFile() gives up on a server that stalls before or amid the body", async () => {
  for (const start of ["", head(`content-length: ${GZ.length}`), head() + "abc"]) {
    await withRawServer(async (write) => {
      await write(start);
      await pause(400);
    }, async ({ url, paths }) => {
      const message = await unreachable([url], { policy: { tries: 2, stallTimeoutMs: 60 } });
      assertStringIncludes(message, `${url}labels.gz: no byte came for 60 ms`);
      assertEquals(paths.length, 2);
    });
  }
});

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

Deno.test("downloadFile() follows redirects within the mirrors' hosts", async () => {
  await withServer(() => new Response(GZ), async (target) => {
    const away = () => Response.redirect(new URL("elsewhere.gz", target.url), 302);
    await withServer(away, async ({ url }) => {
      assertEquals((await download([url, target.url])).bytes, RAW);
      assertEquals(target.paths, ["elsewhere.gz"]);
    });
  });
});

Deno.test("downloadFile() follows no redirect to another host, scheme or port", async () => {
  await withServer(() => new Response(GZ), async (target) => {
    const { port } = target.url;
    for (
      const location of [
        target.url.href,
        `http://localhost:${port}/labels.gz`,
        "http://example.org/",
        "data:text/plain,x",
        "file:///etc/passwd",
      ]
    ) {
      const away = () => new Response(null, { status: 302, headers: { location } });
      await withServer(away, async ({ url, paths }) => {
        const message = await unreachable([url]);
        assertStringIncludes(message, `redirected to ${new URL(location).origin}`);
        assertStringIncludes(message, `expected one of ${url.host}`);
        assertEquals(paths.length, 1);
      });
    }
    assertEquals(target.paths, []);
  });
});

Deno.test("downloadFile() leaves a redirect loop after five redirects", async () => {
  await withServer(
    (_, count) => new Response(null, { status: 307, headers: { location: `/${count}` } }),
    async (server) => {
      assertStringIncludes(await unreachable([server.url]), "more than 5 redirects");
      assertEquals(server.paths.length, 6);
    },
  );
});

Deno.test("downloadFile() refuses a redirect without a place to go to", async () => {
  const nowhere = () => new Response(null, { status: 302, headers: { location: "http://" } });
  await withServer(nowhere, async ({ url }) => {
    assertStringIncludes(await unreachable([url]), 'redirected to "http://", expected a URL');
  });
});

Deno.test("downloadFile() takes an answer that is not HTTP for a passing failure", async () => {
  await withRawServer((write) => write("220 mail.example.org\r\n"), async ({ url, paths }) => {
    await unreachable([url]);
    assertEquals(paths.length, 3);
  });
});

Deno.test("downloadFile() lets through what its caller throws to stop it", async () => {
  await withServer(() => new Response(GZ), async ({ url, paths }) => {
    const events = {
      log() {},
      bytes() {
        throw new RangeError("stop");
      },
    };
    await assertRejects(() => downloadFile([url], PINNED, POLICY, events), RangeError, "stop");
    assertEquals(paths.length, 1);
  });
});

Deno.test("downloadFile() tells how many bytes there are, and how many were announced", async () => {
  await withServer(() => new Response(GZ), async ({ url }) => {
    const told: [number, number | null][] = [];
    await downloadFile([url], PINNED, POLICY, {
      log() {},
      bytes: (_, received, announced) => void told.push([received, announced]),
    });
    assertEquals(told.at(-1), [GZ.length, GZ.length]);
  });
});
