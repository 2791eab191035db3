import { assertEquals, assertStringIncludes } from "@std/assert";
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import { firstDifference } from "../../lib/engine/difference.ts";
import { causesOfDifference, causesOfFailure, UNFENCED } from "../../lib/engine/unfenced.ts";
import { failureOf, nodeOf, runStage } from "../support/one_stage.ts";

/** The bytes of numbers. */
const bytesOf = (numbers: Float64Array | Float32Array | BigUint64Array): Uint8Array =>
  new Uint8Array(numbers.buffer);

/** What a difference between two byte strings of a plain stage looks like. */
function likely(before: Uint8Array, after: Uint8Array): string | null {
  const documents = [encodeArtifact({ b: before }), encodeArtifact({ b: after })] as const;
  const { byteOffset } = firstDifference("x", ...documents);
  return causesOfDifference(nodeOf("/project", "stage"), [], byteOffset, documents).likely;
}

Deno.test("a difference between two NaNs is called that, wherever it stands, and no other is", () => {
  const nan = (bits: bigint): Uint8Array => bytesOf(new BigUint64Array([1n, bits, 2n]));
  const [positive, negative, payload] = [
    nan(0x7ff8000000000000n),
    nan(0xfff8000000000000n),
    nan(0x7ff8000000000001n),
  ];
  assertEquals(likely(positive, negative), "nan");
  assertEquals(likely(positive, payload), "nan");
  const shifted = (bytes: Uint8Array): Uint8Array => new Uint8Array([7, ...bytes]);
  assertEquals(likely(shifted(positive), shifted(negative)), "nan");
  assertEquals(likely(new Uint8Array([0, 0, 192, 127]), new Uint8Array([0, 0, 192, 255])), "nan");
  assertEquals(likely(bytesOf(new Float64Array([1])), bytesOf(new Float64Array([2]))), null);
  assertEquals(likely(bytesOf(new Float64Array([1])), bytesOf(new Float64Array([NaN]))), null);
  assertEquals(likely(new Uint8Array([1]), new Uint8Array([2])), null);
});

Deno.test("what a stage declares is among what it can depend on", () => {
  const documents = [new Uint8Array([1]), new Uint8Array([2])] as const;
  const spec = { type: "integer", default: 1, description: "extra workers" } as const;
  const node = nodeOf("/project", "stage", {
    settings: { threads: spec },
    threads: () => 1,
    thread: () => {},
  });
  const { possible } = causesOfDifference(node, ["localhost"], 0, documents);
  assertEquals(possible.toSorted(), Object.keys(UNFENCED).toSorted());
  const plain = causesOfDifference(nodeOf("/project", "stage"), [], 0, documents);
  assertEquals(plain.possible, ["nan", "stack", "memory", "flags", "words"]);
});

Deno.test("failures that come of the stack and of memory are known by their messages", async () => {
  const messages = {
    stack: ["const deeper = (n) => deeper(n + 1) + 1; return { x: deeper(0) };"],
    memory: [
      "return { x: new ArrayBuffer(4503599627370496).byteLength };",
      "return { x: new WebAssembly.Memory({ initial: 1, maximum: 1 }).grow(2) };",
      'return { x: new WebAssembly.Table({ initial: 1, element: "anyfunc" }).grow(10_000_001) };',
    ],
  };
  for (const [cause, bodies] of Object.entries(messages)) {
    for (const body of bodies) {
      const { stage } = await runStage(`export function run() { ${body} }`);
      assertEquals(causesOfFailure(failureOf(stage)).likely, cause, failureOf(stage));
    }
  }
  assertEquals(causesOfFailure("no such column"), { likely: null, possible: [] });
});

Deno.test("the documents list all that cannot be fenced", async () => {
  const text = await Deno.readTextFile(new URL("../../docs/architecture.md", import.meta.url));
  const [, section = ""] = text.split("### What cannot be fenced\n");
  const list = section.split("\n## ")[0]!.replaceAll(/\s+/g, " ");
  for (const words of Object.values(UNFENCED)) assertStringIncludes(list, `- ${words}`);
});
