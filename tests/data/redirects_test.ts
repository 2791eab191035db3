/**
 * Where `httpGet()` lets itself be sent, and where not.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type GetLimits, httpGet, TryError } from "../../lib/data/http_get.ts";
import { type Answer, withFetch } from "../support/stand_in_fetch.ts";
import { withServer } from "./servers.ts";

const FILE = new URL("https://example.org/labels.gz");

const LIMITS: GetLimits = {
  hosts: new Set([FILE.host]),
  limitBytes: 100,
  tryTimeoutMs: 30_000,
  stallTimeoutMs: 30_000,
};

function get(answer: Answer): Promise<Uint8Array> {
  return withFetch(answer, () => httpGet(FILE, LIMITS, () => {}));
}

function redirect(location: string, status = 302): Response {
  return new Response(null, { status, headers: { location } });
}

async function failed(work: () => Promise<unknown>): Promise<TryError> {
  return await assertRejects(work, TryError);
}

Deno.test("httpGet() sends no request to where a redirect is not safe, though the host is allowed", async () => {
  for (
    const location of ["http://example.org/x", "https://me@example.org/", "//:pw@example.org/"]
  ) {
    const asked: string[] = [];
    const error = await failed(() =>
      get((url) => {
        asked.push(url);
        return redirect(location);
      })
    );
    assertStringIncludes(
      error.message,
      `redirected to ${new URL(location, FILE).origin}, expected`,
    );
    assertEquals(error.next, "other-mirror");
    assertEquals(asked, [FILE.href]);
  }
});

Deno.test("httpGet() sends no password along with a redirect on this machine", async () => {
  await withServer(
    (_, __, { url }) => redirect(url.replace("//", "//me:secret@")),
    async ({ url, paths }) => {
      const limits = { ...LIMITS, hosts: new Set([url.host]) };
      const error = await failed(() => httpGet(url, limits, () => {}));
      assertEquals([error.next, paths.length], ["other-mirror", 1]);
    },
  );
});

Deno.test("httpGet() follows each kind of redirect, relative ones too, and no other status", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const asked: string[] = [];
    const body = await get((url) => {
      asked.push(url);
      return asked.length === 1 ? redirect("there/x.gz", status) : new Response("ok");
    });
    assertEquals(asked, [FILE.href, "https://example.org/there/x.gz"]);
    assertEquals(new TextDecoder().decode(body), "ok");
  }
  for (const status of [300, 304, 305]) {
    const { message } = await failed(() => get(() => redirect("there/x.gz", status)));
    assertStringIncludes(message, `HTTP status ${status}, expected 200`);
  }
});

Deno.test("httpGet() refuses a redirect that leads nowhere, and asks nobody else", async () => {
  const table = [[{}, "nowhere"], [{ location: "http://" }, '"http://"']] as const;
  for (const [headers, found] of table) {
    let asked = 0;
    const error = await failed(() =>
      get(() => {
        asked++;
        return new Response(null, { status: 302, headers });
      })
    );
    assertEquals(error.message, `${FILE}: redirected to ${found}, expected a URL`);
    assertEquals([error.next, asked], ["other-mirror", 1]);
  }
});

Deno.test("httpGet() reads nothing of what comes with a redirect", async () => {
  let asked = 0;
  let cancelled = 0;
  const unread = () =>
    new ReadableStream({
      pull: () => Promise.reject(new Error("read")),
      cancel: () => void cancelled++,
    }, { highWaterMark: 0 });
  const body = await get(() =>
    ++asked === 1
      ? new Response(unread(), { status: 302, headers: { location: "x" } })
      : new Response("ok")
  );
  assertEquals([body.length, cancelled], [2, 1]);
});

Deno.test("httpGet() follows five redirects in a row, and no sixth", async () => {
  let asked = 0;
  const answer = () => ++asked <= 5 ? redirect(`${asked}`) : new Response("ok");
  assertEquals((await get(answer)).length, 2);
  let endless = 0;
  const error = await failed(() => get(() => redirect(`${++endless}`)));
  assertEquals(error.message, `${FILE}: more than 5 redirects`);
  assertEquals([error.next, endless], ["other-mirror", 6]);
});
