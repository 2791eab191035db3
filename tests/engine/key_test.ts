import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { codeDigest, parseDigest } from "../../lib/codec/digest.ts";
import { KEY_SCHEMA, keyOf, type KeyParts, ownDigestOf } from "../../lib/engine/key.ts";

const code = await codeDigest(new TextEncoder().encode("code"));
const a = parseDigest("a".repeat(64));
const b = parseDigest("b".repeat(64));

const BASE: KeyParts = {
  schema: KEY_SCHEMA,
  stage: "train",
  code,
  declaration: { inputs: ["x", "y"], outputs: ["model"], net: [] },
  params: { learningRate: 0.5, momentum: 0.9, nesterov: true, name: "1" },
  files: { data: "c".repeat(64) },
  runtime: "deno 2.9.6",
  inputs: { x: a, y: b },
};

/** Keys that were computed once and must never change while the key schema stays what it is. */
const GOLDEN: readonly (readonly [what: string, parts: KeyParts, key: string])[] = [
  ["the base", BASE, "630ad2091ed1a1af9a5956bc31c98cf6cf72120274074b31967ad0cc249ec7ab"],
  [
    "no params",
    { ...BASE, params: {} },
    "c88f86a18715f8902e42e16e5b53ea76a1ea5c02e61ddbc4b23803ecb57fabfe",
  ],
  ["params by name, not by value", {
    ...BASE,
    params: { ...BASE.params, learningRate: 0.9, momentum: 0.5 },
  }, "7a1f793e8070963e665744415ddecea358cc38b90d3e6ee19428c895c7e8bf69"],
  [
    "a number for a text",
    { ...BASE, params: { ...BASE.params, name: 1 } },
    "4a483b08ec46d36ca28fff3c2f0cddd0e6b5745c3863d319b8df430ce3271c11",
  ],
  [
    "-0",
    { ...BASE, params: { zero: -0 } },
    "d4aec3aa65b04ba8266945e8a4b82a9f399b14266f7522d93ed2df36094afc30",
  ],
  [
    "0",
    { ...BASE, params: { zero: 0 } },
    "a9c37051c66e475161638aa1662e14d86a89d84fb6271c727a2b348960611d8c",
  ],
  [
    "inputs by role",
    { ...BASE, inputs: { x: b, y: a } },
    "8e89aca0829319a5fb5a652b1328f7518c7bc07a527a68eacaac5fc3ea2eae65",
  ],
  [
    "another runtime",
    { ...BASE, runtime: "deno 2.9.7" },
    "b34bcf1c2255fb15fd10428b51c9183cdf93f43d2f22cd6760f116207ec2f910",
  ],
];

Deno.test("keys of known parts are the golden ones", async (t) => {
  for (const [what, parts, golden] of GOLDEN) {
    await t.step(what, async () => assertEquals<string>(await keyOf(parts), golden));
  }
});

Deno.test("golden keys all differ", () => {
  assertEquals(new Set(GOLDEN.map(([, , key]) => key)).size, GOLDEN.length);
});

Deno.test("the order in which params and inputs are written does not matter", async () => {
  const reordered: KeyParts = {
    ...BASE,
    inputs: { y: b, x: a },
    params: { name: "1", nesterov: true, momentum: 0.9, learningRate: 0.5 },
  };
  assertEquals(await keyOf(reordered), await keyOf(BASE));
});

Deno.test("parts that run together as text stay apart", async () => {
  const one = { ...BASE, declaration: { ...BASE.declaration, inputs: ["ab", "c"] } };
  const other = { ...BASE, declaration: { ...BASE.declaration, inputs: ["a", "bc"] } };
  assertNotEquals(await keyOf(one), await keyOf(other));
});

Deno.test("every part of the key changes it", async () => {
  const changes: readonly Partial<KeyParts>[] = [
    { stage: "other" },
    { code: await codeDigest(new TextEncoder().encode("other")) },
    { declaration: { ...BASE.declaration, outputs: ["model", "history"] } },
    { declaration: { ...BASE.declaration, net: ["localhost"] } },
    { params: { ...BASE.params, seed: 1 } },
    { files: {} },
    { files: { data: "d".repeat(64) } },
    { files: { other: "c".repeat(64) } },
    { inputs: { x: a } },
    { inputs: { x: a, z: b } },
  ];
  const keys = new Set<string>([await keyOf(BASE)]);
  for (const change of changes) keys.add(await keyOf({ ...BASE, ...change }));
  assertEquals(keys.size, changes.length + 1);
});

Deno.test("the own digest knows nothing of inputs", async () => {
  const { inputs: _, ...own } = BASE;
  assertEquals((await ownDigestOf(own)).length, 64);
  assertNotEquals<string>(await ownDigestOf(own), await keyOf(BASE));
  assert(await ownDigestOf(own) !== await ownDigestOf({ ...own, stage: "other" }));
});
