import { assertEquals } from "@std/assert";
import { parseCacheKey } from "../../lib/codec/digest.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { keysOf } from "../../lib/engine/past_run.ts";
import { parseStoredParts } from "../../lib/engine/stored_parts.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const WHOLE = {
  schema: 1,
  code: "c".repeat(64),
  declaration: '{"net":[]}',
  params: { n: 1, rate: "-0", deep: false },
  files: { text: { path: "data/a.txt", sha256: "a" } },
  inputs: { x: { edge: "first.x", digest: "d" } },
  runtime: "2.9.6",
};

/** Each is truthy where something has to be, and something else. */
const ODD: Readonly<Record<string, unknown>> = {
  schema: "1",
  code: "not a digest",
  declaration: "[",
  params: { n: {} },
  files: { text: { path: "data/a.txt" } },
  inputs: { x: "first.x" },
  runtime: 2,
};

Deno.test("parts of a record are read as a whole or not at all", () => {
  assertEquals(parseStoredParts(structuredClone(WHOLE)), WHOLE as unknown);
  for (const [part, value] of Object.entries(ODD)) {
    assertEquals(parseStoredParts({ ...WHOLE, [part]: value }), null, part);
    assertEquals(parseStoredParts({ ...WHOLE, [part]: undefined }), null, part);
  }
  for (const other of [null, 1, [], "text"]) assertEquals(parseStoredParts(other), null);
});

Deno.test("no reason is told from a record whose parts are odd", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "stage.ts": "export const run = ({ params }) => ({ x: params.n });",
  });
  const n = { type: "number", default: 1, description: "a number" } as const;
  const pipeline = definePipeline([nodeOf(folder.path, "stage", { params: { n } })]);
  using engine = openEngine({ pipeline, root: folder.path });
  await engine.run();
  using store = new LocalStore(`${folder.path}/artifacts`);
  const [record] = store.allRecords();
  const reasons = async (): Promise<unknown> =>
    (await engine.plan({ params: { stage: { n: 2 } } })).stages[0]?.reasons;
  assertEquals(await reasons(), [{ kind: "param", subject: "stage.n", before: 1, after: 2 }]);
  for (const [part, value] of Object.entries(ODD)) {
    const parts = { ...Object(record!.parts), [part]: value };
    store.putRecord({ ...record!, parts });
    assertEquals(await reasons(), [{ kind: "first-run", subject: "stage" }], part);
  }
});

Deno.test("a run's keys are read from a row that is odd otherwise", () => {
  const key = "a".repeat(64);
  const row = {
    id: "1",
    startedAt: "",
    elapsedMs: 1,
    outcome: "ok",
    name: null,
    metrics: {},
  } as const;
  const keys = (summary: unknown): string[] => keysOf({ ...row, summary });
  // As a later version may have written it, with states and fields that this one does not know.
  const stages = [{ key, state: "skipped" }, { key: "?" }, null, { key: null }, {
    key,
    reasons: 1,
  }];
  assertEquals(keys({ stages, params: 1 }), [parseCacheKey(key), parseCacheKey(key)]);
  for (const summary of [null, 1, {}, { stages: 1 }]) assertEquals(keys(summary), []);
});
