/**
 * Redirects of real servers; `redirects_test.ts` has those to other hosts.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { download, GZ, RAW, unreachable } from "./downloading.ts";
import { withServer } from "./servers.ts";

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
