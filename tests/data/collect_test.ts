import { assertEquals, assertRejects } from "@std/assert";
import { collect } from "../../lib/data/collect.ts";

/** Gives the chunks one after the other, and counts how many were asked for. */
function source(...chunks: readonly (readonly number[])[]) {
  let asked = 0;
  return {
    next: () => Promise.resolve(chunks[asked++]).then((chunk) => chunk && Uint8Array.from(chunk)),
    asked: () => asked,
  };
}

const exceed = (length: number) => {
  throw new RangeError(`${length} bytes`);
};

Deno.test("collect() joins any number of chunks in their order, empty ones too", async () => {
  const cases = [[], [[]], [[1]], [[1], [2, 3]], [[1, 2], [], [3], [4, 5, 6], []]];
  for (const chunks of cases) {
    assertEquals([...await collect(source(...chunks).next, 6, exceed)], chunks.flat());
  }
});

Deno.test("collect() stops at the first chunk beyond the limit, with the length until then", async () => {
  const { next, asked } = source([1, 2], [3], [4, 5], [6]);
  await assertRejects(() => collect(next, 4, exceed), RangeError, "5 bytes");
  assertEquals(asked(), 3);
});
