import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { EnvironmentError, IntegrityError } from "../../lib/data/errors.ts";
import { run } from "../../stages/fetch.ts";
import { gzipped, idxBytes, NAMES, ROLES, tinyFiles } from "../data/idx_bytes.ts";
import { type TestServer, withServer } from "../data/servers.ts";
import { fetchContext } from "./fetch_context.ts";

/** Serves tiny files under their usual names, gzipped; `replaced` overrides files by path. */
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

Deno.test("fetch refuses a mirror over plain HTTP, except on this machine", async () => {
  await assertRejects(
    () => run(fetchContext({ source: "mirror", mirrors: "http://example.org/" })),
    TypeError,
    'Cannot use "http://example.org/" as a mirror: expected https://HOST/FOLDER/',
  );
});

Deno.test("fetch downloads a custom data set", async () => {
  await withTinySet({}, async ({ url, paths }) => {
    const recording = fetchContext({ dataset: "mine", source: "mirror", mirrors: url.href });
    const { catalogue, ...files } = await run(recording);
    assertEquals(files, tinyFiles());
    assertEquals(catalogue, { dataset: "mine", classNames: [] });
    assertEquals(paths.toSorted(), Object.values(NAMES).map((name) => `${name}.gz`).toSorted());
    for (const { done, total, unit } of recording.progressed) {
      assert(done <= total);
      assertEquals(unit, "byte");
    }
    assertStringIncludes(
      recording.lines.join("\n"),
      `${url}${NAMES.trainLabels}.gz: 14 bytes, SHA-256 `,
    );
  });
});

Deno.test("fetch reports how many bytes there are of those announced, known, or else there", async () => {
  const bytes = idxBytes([3], [2, 0, 1]);
  /** In two chunks, so that no length is announced. */
  const streamed = () =>
    new Response(ReadableStream.from([bytes.subarray(0, 4), bytes.subarray(4)]));
  const cases = [
    ["mine", () => new Response(bytes), [11]],
    ["mine", streamed, [4, 11]],
    ["mnist", streamed, [10_008]],
  ] as const;
  for (const [dataset, answer, totals] of cases) {
    await withServer((path) => {
      return path === `${NAMES.testLabels}.gz` ? answer() : new Response("", { status: 401 });
    }, async ({ url }) => {
      const given = fetchContext({ dataset, source: "mirror", mirrors: url.href });
      await assertRejects(() => run(given));
      const { progressed } = given;
      assertEquals(progressed.at(-1)?.done, 11);
      for (const { done, total, unit, note } of progressed) {
        assertEquals([unit, note], ["byte", `${url}${NAMES.testLabels}.gz`]);
        // Chunks may arrive as one.
        assertEquals(total, totals.length === 2 ? done : totals[0]);
      }
    });
  }
});

Deno.test("fetch asks the mirror that delivered a file first for the next file", async () => {
  await withServer(() => new Response("", { status: 500 }), async (bad) => {
    await withTinySet({}, async (good) => {
      const mirrors = `${bad.url},${good.url}`;
      await run(fetchContext({ dataset: "mine", source: "mirror", mirrors }));
      assertEquals([bad.paths.length, good.paths.length], [2, 4]);
    });
  });
});

Deno.test("fetch asks the other mirrors for what the first one lacks, each once", async () => {
  const labels = `${NAMES.testLabels}.gz`;
  const answer = new Response(await gzipped(tinyFiles().testLabels));
  await withServer((path) => {
    return path === labels ? answer : new Response("", { status: 404 });
  }, async (poor) => {
    await withTinySet({}, async (rich) => {
      const mirrors = `${poor.url},${rich.url}`;
      const { catalogue: _, ...files } = await run(
        fetchContext({ dataset: "mine", source: "mirror", mirrors }),
      );
      assertEquals(files, tinyFiles());
      const { testImages, trainLabels, trainImages } = NAMES;
      assertEquals(poor.paths, [labels, `${testImages}.gz`, testImages]);
      assertEquals(rich.paths, [testImages, trainLabels, trainImages].map((name) => `${name}.gz`));
    });
  });
});

Deno.test("fetch asks no mirror twice for one file, whichever had the one before", async () => {
  const files = { [`${NAMES.testLabels}.gz`]: await gzipped(tinyFiles().testLabels) };
  const nothing = () => new Response("", { status: 404 });
  await withServer(nothing, async (empty) => {
    await withServer(
      (path) => files[path] === undefined ? nothing() : new Response(files[path]),
      async (some) => {
        const mirrors = `${empty.url},${some.url}`;
        const error = await assertRejects(
          () => run(fetchContext({ dataset: "mine", source: "mirror", mirrors })),
          EnvironmentError,
        );
        assertStringIncludes(
          error.message,
          `Cannot download ${NAMES.testImages} from any of 2 mirrors`,
        );
        assertEquals(some.paths.length, 3);
        assertEquals(empty.paths.length, 4);
      },
    );
  });
});

Deno.test("fetch fails if one file of four is wrong", async () => {
  const name = NAMES.trainImages;
  await withTinySet({ [`${name}.gz`]: idxBytes([6, 2, 2], [1]) }, async ({ url }) => {
    await assertRejects(
      () => run(fetchContext({ dataset: "mine", source: "mirror", mirrors: url.href })),
      IntegrityError,
      `${url}${name}.gz as IDX: it has 17 bytes, expected 40 for its dimensions 6 × 2 × 2`,
    );
  });
});

Deno.test("fetch refuses other bytes of a mirror under the name of a known data set", async () => {
  await withTinySet({}, async ({ url }) => {
    await assertRejects(
      () => run(fetchContext({ source: "mirror", mirrors: url.href })),
      IntegrityError,
      `Cannot accept ${url}${NAMES.testLabels}.gz: got 11 bytes`,
    );
  });
});
