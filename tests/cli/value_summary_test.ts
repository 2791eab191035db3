import { assertEquals } from "@std/assert";
import { tensor, type Value } from "../../lib/codec/value.ts";
import { summarise, type Summary } from "../../lib/cli/value_summary.ts";

Deno.test("each kind of value has a summary that says its kind and how large it is", () => {
  const table: readonly (readonly [Value, Summary])[] = [
    [null, { type: "null" }],
    [false, { type: "boolean", value: false }],
    [-0.5, { type: "number", value: -0.5 }],
    ["", { type: "text", length: 0, preview: "" }],
    [new Uint8Array([0, 171]), { type: "bytes", sizeBytes: 2, preview: "00ab" }],
    [[], { type: "list", length: 0, preview: [] }],
    [{}, { type: "map", length: 0, preview: {} }],
    [{ a: [null] }, {
      type: "map",
      length: 1,
      preview: { a: { type: "list", length: 1, preview: [{ type: "null" }] } },
    }],
  ];
  for (const [value, summary] of table) assertEquals(summarise(value), summary);
});

Deno.test("previews hold 60 characters, 16 bytes, 3 items and 32 fields, and whole characters only", () => {
  const preview = (value: Value): unknown => {
    const summary = summarise(value);
    return "preview" in summary ? summary.preview : null;
  };
  assertEquals(preview("😀".repeat(61)), "😀".repeat(60));
  assertEquals(preview("a".repeat(60)), "a".repeat(60));
  assertEquals(preview(new Uint8Array(17)), "00".repeat(16));
  assertEquals(preview([1, 2, 3, 4]), [1, 2, 3].map((value) => ({ type: "number", value })));
  const fields = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, i]));
  assertEquals(Object.keys(preview(fields) ?? {}), Object.keys(fields).slice(0, 32));
});

Deno.test("the least and the greatest element of a tensor are over its finite ones", () => {
  const range = (...data: number[]) => {
    const summary = summarise(tensor("float64", [data.length], new Float64Array(data)));
    return summary.type === "tensor" ? [summary.min, summary.max, summary.preview] : null;
  };
  assertEquals(range(2, -3, 1), [-3, 2, [2, -3, 1]]);
  assertEquals(range(-3, 2), [-3, 2, [-3, 2]]);
  assertEquals(range(7), [7, 7, [7]]);
  assertEquals(range(Infinity, 1, NaN, 4, -Infinity), [1, 4, [null, 1, null, 4, null]]);
  assertEquals(range(NaN, Infinity), [null, null, [null, null]]);
  assertEquals(range(-Infinity), [null, null, [null]]);
  assertEquals(range(), [null, null, []]);
});
