import { assertEquals, assertStringIncludes } from "@std/assert";
import { readJson } from "../../lib/cli/json_file.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function wrongBecause(bytes: Uint8Array<ArrayBuffer>): readonly string[] {
  const read = readJson(bytes, "f.json");
  return read.type === "wrong" ? read.messages : [`right: ${JSON.stringify(read.json)}`];
}

Deno.test("JSON reads as JSON.parse() reads it, with or without a byte order mark", () => {
  const texts = ['{"a": [1, {"b": null}, -0]}', "[]", " 1\r\n", '"\u2028"', '{"__proto__": 1}'];
  for (const text of texts) {
    for (const mark of ["", "\ufeff"]) {
      const read = readJson(bytesOf(mark + text), "f.json");
      assertEquals(
        read.type === "json" && JSON.stringify(read.json),
        JSON.stringify(JSON.parse(text)),
      );
    }
  }
});

Deno.test("a key that stands twice in one object is refused at any depth, in other objects it is not", () => {
  assertEquals(wrongBecause(bytesOf('{"a": {"x": 1}, "b": {"x": 1}, "x": [{"x": 1}, {"x": 1}]}')), [
    'right: {"a":{"x":1},"b":{"x":1},"x":[{"x":1},{"x":1}]}',
  ]);
  assertEquals(wrongBecause(bytesOf('[{}, {"__proto__": 1,\n "__proto__": 2, "__proto__": 3}]')), [
    '"f.json" has the key "1.__proto__" twice, at line 1 column 7 and at line 2 column 2; leave one out',
    '"f.json" has the key "1.__proto__" twice, at line 1 column 7 and at line 2 column 18; leave one out',
  ]);
});

Deno.test("what is no JSON is refused with its place", () => {
  const cases = {
    "": "line 1 column 1",
    "{": "line 1 column 2",
    '{"a": 1} x': "line 1 column 10",
    '{"a": 1}{}': "line 1 column 9",
    '{\n"a": .5}': "line 2 column 6",
    '{"a": 1,}': "line 1 column 9",
    '{"a": NaN}': "line 1 column 7",
    "// none\n{}": "line 1 column 1",
    '{"a": "\t"}': "line 1 column 8",
    "\u00a0{}": "line 1 column 1",
    "\ufeff\ufeff{}": "line 1 column 1",
  };
  for (const [text, place] of Object.entries(cases)) {
    const [message = "", ...more] = wrongBecause(bytesOf(text));
    assertEquals(more, []);
    assertStringIncludes(message, '"f.json" is not JSON: ');
    assertStringIncludes(message, place);
  }
});

Deno.test("bytes that are not UTF-8 are refused with the place of the first", () => {
  const bad: readonly (readonly [number[], string])[] = [
    [[0xff], "line 1 column 1"],
    [[0x20, 0x0a, 0xc3], "line 2 column 1"],
    [[0xc3, 0xa4, 0xed, 0xa0, 0x80], "line 1 column 2"],
    [[0xef, 0xbb, 0xbf, 0x7b, 0xc0, 0x80], "line 1 column 2"],
    [[...bytesOf("\ufffd\n\u{1f600}"), 0xf0, 0x9f, 0x98], "line 2 column 3"],
  ];
  for (const [bytes, place] of bad) {
    assertEquals(wrongBecause(new Uint8Array(bytes)), [
      `"f.json" is not UTF-8: wrong bytes at ${place}; save it as UTF-8`,
    ]);
  }
  for (const mark of [[0xff, 0xfe], [0xfe, 0xff]]) {
    assertEquals(wrongBecause(new Uint8Array([...mark, 0x7b, 0])), [
      '"f.json" is not UTF-8: it begins like UTF-16; save it as UTF-8',
    ]);
  }
});

Deno.test("nesting beyond the stack is refused, not a crash", () => {
  for (const [open, close] of [["[", "]"], ['{"a":', "}"]] as const) {
    const depth = 200_000;
    assertEquals(wrongBecause(bytesOf(`${open.repeat(depth)}1${close.repeat(depth)}`)), [
      '"f.json" is nested too deeply; it needs three levels at most',
    ]);
  }
});
