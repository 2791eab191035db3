import { assertEquals } from "@std/assert";
import { parseCodeDigest } from "../../lib/codec/digest.ts";
import { recordedStage } from "../../lib/engine/read_record.ts";
import type { StageRecord, StoredBundle } from "../../lib/store/store.ts";
import { digestFor, keyFor } from "../support/recorded.ts";

const CODE = parseCodeDigest(digestFor("code"));

const PARTS = {
  code: CODE,
  declaration: JSON.stringify({ net: ["example.org", "127.0.0.1:80"] }),
  params: { n: 1, on: false, mode: "up", zero: "-0" },
  inputs: { x: { edge: "first.out.put", digest: digestFor("x") } },
  files: { list: { path: "data/list.txt", sha256: digestFor("list") } },
  runtime: "deno 2.9.6",
};

const RECORD: StageRecord = {
  key: keyFor("second"),
  stage: "second",
  ownDigest: "own",
  parts: PARTS,
  outputs: [
    { name: "y", digest: digestFor("y"), sizeBytes: 3 },
    { name: "a", digest: digestFor("a"), sizeBytes: 4 },
  ],
  metrics: { loss: 0.5 },
  log: ["one"],
  progress: [{ done: 1, total: 2, unit: "step", afterMs: 3, afterLines: 0 }],
  elapsedMs: 12,
  run: "20261120T080000-aaaaaa",
  madeAt: "2026-11-20T08:00:00.000Z",
};

const SOURCE = {
  path: "a.ts",
  subject: "a.ts",
  version: null,
  textDigest: digestFor("text"),
  partDigest: digestFor("part"),
};

/** Reads the one record of a store, whose bundles say this of their sources. */
function read(record: StageRecord | null, sources?: unknown) {
  const bundle = { digest: CODE, code: "", map: "", sources } satisfies StoredBundle;
  return recordedStage({
    record: (key) => key === record?.key ? record : null,
    bundle: (digest) => sources !== undefined && digest === CODE ? bundle : null,
  }, RECORD.key);
}

Deno.test("recordedStage() gives all that a record and its bundle keep", () => {
  const { key, stage, metrics, log, progress, elapsedMs, run, madeAt } = RECORD;
  const sources = [SOURCE, { ...SOURCE, path: "b.js", subject: "npm:p", version: "1.0.0" }];
  assertEquals<unknown>(read(RECORD, sources), {
    ...{ key, stage, metrics, log, progress, elapsedMs, run, madeAt },
    params: PARTS.params,
    inputs: { x: { stage: "first", output: "out.put", digest: digestFor("x") } },
    files: PARTS.files,
    code: CODE,
    sources,
    runtime: "deno 2.9.6",
    net: ["example.org", "127.0.0.1:80"],
    outputs: {
      a: { digest: digestFor("a"), sizeBytes: 4 },
      y: { digest: digestFor("y"), sizeBytes: 3 },
    },
  });
});

Deno.test("recordedStage() knows no sources where the bundle is gone or one of them does not read", () => {
  const odd = [
    undefined,
    {},
    [1],
    ...Object.keys(SOURCE).map((field) => [SOURCE, { ...SOURCE, [field]: 1 }]),
  ];
  for (const sources of odd) {
    const found = read(RECORD, sources);
    assertEquals([found?.sources, found?.stage], [[], "second"], JSON.stringify(sources));
  }
});

Deno.test("recordedStage() gives nothing for no record, or one of which any part does not read", () => {
  assertEquals(read(null), null);
  const odd: readonly unknown[] = [
    null,
    [],
    { ...PARTS, code: "short" },
    { ...PARTS, declaration: "no JSON" },
    { ...PARTS, declaration: JSON.stringify({ net: [1] }) },
    { ...PARTS, declaration: JSON.stringify({}) },
    { ...PARTS, params: { n: {} } },
    { ...PARTS, inputs: [] },
    { ...PARTS, inputs: { x: { edge: "no_output", digest: digestFor("x") } } },
    { ...PARTS, inputs: { x: { edge: ".x", digest: digestFor("x") } } },
    { ...PARTS, inputs: { x: { edge: "first.", digest: digestFor("x") } } },
    { ...PARTS, inputs: { x: { edge: "first.x", digest: "short" } } },
    { ...PARTS, files: { list: { path: 1, sha256: "" } } },
    { ...PARTS, files: { list: { path: "", sha256: null } } },
    { ...PARTS, runtime: 2 },
  ];
  for (const parts of odd) {
    assertEquals(read({ ...RECORD, parts }), null, JSON.stringify(parts));
  }
});
