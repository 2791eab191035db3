import { assertEquals } from "@std/assert";
import { codeDigest, parseDigest } from "../../lib/codec/digest.ts";
import type { Node } from "../../lib/engine/graph.ts";
import type { Identity, Project } from "../../lib/engine/identity.ts";
import { ownDigestOf, type OwnParts } from "../../lib/engine/key.ts";
import { makePlan } from "../../lib/engine/planner.ts";
import type { StagePlan } from "../../lib/engine/result.ts";
import { storedParts } from "../../lib/engine/stored_parts.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { keyFor } from "../cli/sample_program.ts";
import { nodeOf } from "../support/one_stage.ts";

const ROOT = "/project";
const CODE = await codeDigest(new TextEncoder().encode("code"));
const DIGEST = parseDigest("d".repeat(64));

function identityOf(node: Node): Identity {
  const parts: OwnParts = {
    schema: 1,
    stage: node.name,
    code: CODE,
    declaration: { inputs: Object.keys(node.inputs), outputs: ["x"], net: [] },
    params: {},
    files: {},
    runtime: "deno 2.9.6",
  };
  return { node, params: {}, files: new Map(), parts };
}

const first = identityOf(nodeOf(ROOT, "first"));
const second = identityOf({
  ...nodeOf(ROOT, "second", { inputs: { a: "" } }),
  inputs: { a: { node: "first", output: "x" } },
});

/** The plan of both where only the second has a record. */
async function planWith(...forced: string[]): Promise<readonly StagePlan[]> {
  using store = new MemoryStore();
  store.putRecord({
    key: keyFor("second"),
    stage: "second",
    ownDigest: await ownDigestOf(second.parts),
    parts: storedParts(second, { a: DIGEST }, ROOT),
    outputs: [],
    metrics: {},
    log: [],
    progress: [],
    elapsedMs: 1,
    run: "r1",
    madeAt: "2026-10-17T12:00:09.120Z",
  });
  const identities = new Map([first, second].map((one) => [one.node.name, Promise.resolve(one)]));
  const request = {
    params: new Map(),
    settings: new Map(),
    isForced: (stage: string) => forced.includes(stage),
    nodes: [first.node, second.node],
    only: null,
  };
  const project = { root: ROOT, code: { sources: () => [] } } as unknown as Project;
  return (await makePlan(identities, request, store, project)).stages;
}

function shown(stages: readonly StagePlan[]): unknown[] {
  return stages.map(({ name, action, reasons }) => [name, action, reasons]);
}

const FIRST = ["first", "run", [{ kind: "first-run", subject: "first" }]];

Deno.test("a stage whose inputs are pending may run, if a record could fit them", async () => {
  assertEquals(shown(await planWith()), [
    FIRST,
    ["second", "may-run", [{ kind: "input", subject: "first.x" }]],
  ]);
});

Deno.test("a forced stage whose inputs are pending runs, and not only maybe", async () => {
  assertEquals(shown(await planWith("second")), [
    FIRST,
    ["second", "run", [{ kind: "forced", subject: "second" }]],
  ]);
});
