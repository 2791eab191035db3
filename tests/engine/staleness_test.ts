import { assertEquals } from "@std/assert";
import { codeDigest, parseDigest } from "../../lib/codec/digest.ts";
import type { Node } from "../../lib/engine/graph.ts";
import type { ExternalFile, Identity } from "../../lib/engine/identity.ts";
import type { OwnParts } from "../../lib/engine/key.ts";
import type { Reason } from "../../lib/engine/reason.ts";
import { missReasons } from "../../lib/engine/staleness.ts";
import { type KnownInputs, storedParts } from "../../lib/engine/stored_parts.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { nodeOf } from "../support/one_stage.ts";
import { keyFor } from "../cli/sample_program.ts";

const ROOT = "/project";
const CODE = await codeDigest(new TextEncoder().encode("code"));
const DIGEST = parseDigest("d".repeat(64));
const OTHER = parseDigest("e".repeat(64));
const NODE: Node = {
  ...nodeOf(ROOT, "stage"),
  inputs: { a: { node: "first", output: "x" } },
};
const DECLARED = { inputs: ["a"], outputs: ["x"], net: [] };

interface Changes {
  readonly node?: Node;
  readonly parts?: Partial<OwnParts>;
  readonly files?: Readonly<Record<string, ExternalFile>>;
}

function identityWith({ node = NODE, parts = {}, files = {} }: Changes = {}): Identity {
  const own: OwnParts = {
    schema: 1,
    stage: "stage",
    code: CODE,
    declaration: DECLARED,
    params: {},
    files: {},
    runtime: "deno 2.9.6",
    ...parts,
  };
  return { node, params: own.params, files: new Map(Object.entries(files)), parts: own };
}

function recordOf(identity: Identity, inputs: KnownInputs = { a: DIGEST }): StageRecord {
  return {
    key: keyFor("record"),
    stage: "stage",
    ownDigest: "",
    parts: storedParts(identity, inputs, ROOT),
    outputs: [],
    metrics: {},
    log: [],
    progress: [],
    elapsedMs: 1,
    run: "r1",
    madeAt: "2026-10-17T12:00:09.120Z",
  };
}

/** Why the stage as `now` has it runs, held against the records of `before`, newest first. */
function reasons(
  before: readonly Changes[],
  now: Changes = {},
  inputs: KnownInputs = { a: DIGEST },
): Promise<readonly Reason[]> {
  const records = before.map((changes) => recordOf(identityWith(changes)));
  return missReasons(identityWith(now), inputs, records, ROOT, () => Promise.resolve([]));
}

const params = (values: Record<string, number>): Changes => ({ parts: { params: values } });

Deno.test("the record that differs least explains a miss, wherever it stands", async () => {
  const near = params({ n: 1, m: 2 });
  const far = params({ n: 1, m: 1 });
  const now = params({ n: 2, m: 2 });
  const expected: Reason[] = [{ kind: "param", subject: "stage.n", before: 1, after: 2 }];
  assertEquals(await reasons([near, far], now), expected);
  assertEquals(await reasons([far, near], now), expected);
  assertEquals(await reasons([far, near, far], now), expected);
});

Deno.test("of records that differ equally the first explains a miss", async () => {
  const [newer, older] = [params({ n: 3 }), params({ n: 1 })];
  assertEquals(await reasons([newer, older], params({ n: 2 })), [
    { kind: "param", subject: "stage.n", before: 3, after: 2 },
  ]);
});

Deno.test("another key schema is a reason, as another runtime is", async () => {
  const record = recordOf(identityWith());
  const parts = { ...record.parts as object, schema: 0, runtime: "deno 1.0.0" };
  const found = await missReasons(
    identityWith(),
    { a: DIGEST },
    [{ ...record, parts }],
    ROOT,
    () => Promise.resolve([]),
  );
  assertEquals(found, [
    { kind: "runtime", subject: "deno", before: "deno 1.0.0", after: "deno 2.9.6" },
    { kind: "runtime", subject: "key schema", before: 0, after: 1 },
  ]);
});

Deno.test("case 19: declared hosts that change are named as hosts, not as code", async () => {
  const hosts = (...net: string[]): Changes => ({
    parts: { declaration: { ...DECLARED, net } },
  });
  assertEquals(await reasons([hosts("a.org", "b.org")], hosts("b.org", "c.org")), [
    { kind: "host", subject: "a.org", before: "a.org", after: null },
    { kind: "host", subject: "c.org", before: null, after: "c.org" },
  ]);
});

Deno.test("case 19: outputs that are declared or no longer declared are named as outputs", async () => {
  const outputs = (...names: string[]): Changes => ({
    parts: { declaration: { ...DECLARED, outputs: names } },
  });
  assertEquals(await reasons([outputs("x", "y")], outputs("x", "z")), [
    { kind: "output", subject: "stage.y", before: "y", after: null },
    { kind: "output", subject: "stage.z", before: null, after: "z" },
  ]);
});

Deno.test("case 19: inputs that are declared or no longer declared are named by their edges", async () => {
  const two: Node = { ...NODE, inputs: { ...NODE.inputs, b: { node: "other", output: "y" } } };
  const both: Changes = {
    node: two,
    parts: { declaration: { ...DECLARED, inputs: ["a", "b"] } },
  };
  assertEquals(await reasons([{}], both, { a: DIGEST, b: OTHER }), [
    { kind: "input", subject: "other.y", before: null, after: OTHER },
  ]);
  assertEquals(await reasons([{}], both, { a: DIGEST }), [
    { kind: "input", subject: "other.y", before: null },
  ], "while its artifact is not known");
  const record = recordOf(identityWith(both), { a: DIGEST, b: OTHER });
  const found = await missReasons(
    identityWith(),
    { a: DIGEST },
    [record],
    ROOT,
    () => Promise.resolve([]),
  );
  assertEquals(found, [{ kind: "input", subject: "other.y", before: OTHER, after: null }]);
});

Deno.test("an input that is declared as before is no reason while its artifact is not known", async () => {
  const other = params({ n: 1 });
  assertEquals(await reasons([other], params({ n: 2 }), {}), [
    { kind: "param", subject: "stage.n", before: 1, after: 2 },
  ]);
});

Deno.test("a stage that runs never lacks a reason: what no part shows stands in its module", async () => {
  assertEquals(await reasons([params({ n: 1 })], params({ n: 1 })), [
    { kind: "code", subject: "stage.ts" },
  ]);
});

Deno.test("a declaration of another version of the program is compared as far as it reads", async () => {
  const record = recordOf(identityWith());
  const parts = { ...record.parts as object, declaration: '{"net":"all","outputs":["x"]}' };
  const now = identityWith({ parts: { declaration: { ...DECLARED, net: ["a.org"] } } });
  const found = await missReasons(
    now,
    { a: DIGEST },
    [{ ...record, parts }],
    ROOT,
    () => Promise.resolve([]),
  );
  assertEquals(found, [{ kind: "host", subject: "a.org", before: null, after: "a.org" }]);
});
