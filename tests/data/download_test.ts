import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { downloadFile } from "../../lib/data/download.ts";
import { download, GZ, head, PINNED, POLICY, RAW, unreachable } from "./downloading.ts";
import { deafUrl, pause, withRawServer, withServer } from "./servers.ts";

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
    assertStringIncludes(message, "Cannot download labels from the mirror:\n");
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
