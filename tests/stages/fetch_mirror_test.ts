import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { IntegrityError } from "../../lib/data/errors.ts";
import { run } from "../../stages/fetch.ts";
import { gzipped, idxBytes, NAMES, ROLES, tinyFiles } from "../data/idx_bytes.ts";
import { type TestServer, withServer } from "../data/servers.ts";
import { fetchContext } from "./fetch_context.ts";

/** Serves tiny files under their usual names, gzipped, with `replaced` in their place. */
async function withTinySet(
  replaced: { readonly [path: string]: Uint8Array<ArrayBuffer> },
  use: (server: TestServer) => Promise<void>,
): Promise<void> {
  const files = tinyFiles();
  const served = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const role of ROLES) {
    served.set(`${NAMES[role]}.gz`, await gzipped(files[role]));
  }
  for (const [path, bytes] of Object.entries(replaced)) served.set(path, bytes);
  await withServer((path) => {
    const bytes = served.get(path);
    return bytes === undefined ? new Response("", { status: 404 }) : new Response(bytes);
  }, use);
}

Deno.test("fetch asks no mirror over plain HTTP, except on this machine", async () => {
  await assertRejects(
    () => run(fetchContext({ source: "mirror", mirrors: "http://example.org/" })),
    TypeError,
    'Cannot use "http://example.org/" as a mirror: expected https://HOST/FOLDER/',
  );
});

Deno.test("fetch downloads a whole set of one's own", async () => {
  await withTinySet({}, async ({ url, paths }) => {
    const given = fetchContext({ dataset: "mine", source: "mirror", mirrors: url.href });
    const { catalogue, ...files } = await run(given);
    assertEquals(files, tinyFiles());
    assertEquals(catalogue, { dataset: "mine", classNames: [] });
    assertEquals(paths.toSorted(), Object.values(NAMES).map((name) => `${name}.gz`).toSorted());
    for (const { done, total, unit } of given.progressed) {
      assert(done <= total);
      assertEquals(unit, "byte");
    }
    assertStringIncludes(
      given.lines.join("\n"),
      `${url}${NAMES.trainLabels}.gz: 14 bytes, SHA-256 `,
    );
  });
});

Deno.test("fetch asks the mirror that had one file first for the next", async () => {
  await withServer(() => new Response("", { status: 500 }), async (bad) => {
    await withTinySet({}, async (good) => {
      const mirrors = `${bad.url},${good.url}`;
      await run(fetchContext({ dataset: "mine", source: "mirror", mirrors }));
      assertEquals([bad.paths.length, good.paths.length], [2, 4]);
    });
  });
});

Deno.test("fetch gives nothing if one file of four is wrong", async () => {
  const name = NAMES.trainImages;
  await withTinySet({ [`${name}.gz`]: idxBytes([6, 2, 2], [1]) }, async ({ url }) => {
    await assertRejects(
      () => run(fetchContext({ dataset: "mine", source: "mirror", mirrors: url.href })),
      IntegrityError,
      `${url}${name}.gz as IDX: it has 17 bytes, expected 40 for its dimensions 6 × 2 × 2`,
    );
  });
});

Deno.test("fetch refuses a mirror's other bytes under the name of a known set", async () => {
  await withTinySet({}, async ({ url }) => {
    await assertRejects(
      () => run(fetchContext({ source: "mirror", mirrors: url.href })),
      IntegrityError,
      `Cannot accept ${url}${NAMES.testLabels}.gz: got 11 bytes`,
    );
  });
});
