/**
 * Tests that `@std/assert` has std's functions, and that its types narrow as std's do.
 *
 * @module
 */
import * as std from "@std/assert";
import {
  assert,
  assertEquals,
  assertExists,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";

const failing: { readonly [name: string]: () => void } = {
  assert: () => std.assert(0),
  assertAlmostEquals: () => std.assertAlmostEquals(1, 1.1, 0.01),
  assertArrayIncludes: () => std.assertArrayIncludes([1, 2], [3]),
  assertEquals: () => std.assertEquals({ a: 0 }, { a: 1 }),
  assertExists: () => std.assertExists(null),
  assertFalse: () => std.assertFalse(1),
  assertGreater: () => std.assertGreater(1, 1),
  assertGreaterOrEqual: () => std.assertGreaterOrEqual(1, 2),
  assertInstanceOf: () => std.assertInstanceOf([], Map),
  assertIsError: () => std.assertIsError(new Error("a"), TypeError),
  assertLess: () => std.assertLess(1, 1),
  assertLessOrEqual: () => std.assertLessOrEqual(2, 1),
  assertMatch: () => std.assertMatch("abc", /d/),
  assertNotEquals: () => std.assertNotEquals([1], [1]),
  assertNotInstanceOf: () => std.assertNotInstanceOf(new Map(), Map),
  assertNotMatch: () => std.assertNotMatch("abc", /a/),
  assertNotStrictEquals: () => std.assertNotStrictEquals(1, 1),
  assertObjectMatch: () => std.assertObjectMatch({ a: { b: 1 } }, { a: { b: 2 } }),
  assertStrictEquals: () => std.assertStrictEquals([], []),
  assertStringIncludes: () => std.assertStringIncludes("abc", "d"),
  assertThrows: () => std.assertThrows(() => 1),
  fail: () => std.fail(),
  unimplemented: () => std.unimplemented(),
  unreachable: () => std.unreachable(),
};

for (const [name, run] of Object.entries(failing)) {
  Deno.test(`${name}() throws an AssertionError if the assertion fails`, () => {
    assertInstanceOf(assertThrows(run), AssertionError);
  });
}

Deno.test("@std/assert declares exactly the functions that the mirror has", () => {
  const asynchronous = ["assertRejects"];
  const others = ["AssertionError", "equal"];
  assertEquals(
    Object.keys(std).sort(),
    [...Object.keys(failing), ...asynchronous, ...others].sort(),
  );
});

Deno.test("assertions narrow the type of their argument", () => {
  const parsed: unknown = JSON.parse('{"a":[1]}');
  assert(typeof parsed === "object" && parsed !== null && "a" in parsed);
  assertInstanceOf(parsed.a, Array);
  assertEquals(parsed.a.length, 1);

  const found: string | undefined = ["x"].find((text) => text.length === 1);
  assertExists(found);
  assertEquals(found.toUpperCase(), "X");

  const exact: unknown = "y";
  assertStrictEquals(exact, "y");
  assertEquals(exact.length, 1);

  const error: unknown = new RangeError("of range");
  assertIsError(error, RangeError, /range$/);
  assertEquals(error.message, "of range");
});

Deno.test("assertThrows() and assertRejects() return the error with the type of its class", async () => {
  class Coded extends Error {
    readonly code: number;
    constructor(code: number) {
      super(`code ${code}`);
      this.code = code;
    }
  }
  const thrown = assertThrows(
    () => {
      throw new Coded(3);
    },
    Coded,
    "code",
  );
  assertEquals(thrown.code, 3);
  const rejected = await assertRejects(() => Promise.reject(new Coded(4)), Coded);
  assertEquals(rejected.code, 4);
  await assertRejects(() => assertRejects(() => Promise.resolve()), AssertionError);
});

Deno.test("equal() treats NaN as equal to NaN and 0 as equal to -0, unlike assertStrictEquals()", () => {
  assertEquals(std.equal(0, -0), true);
  assertThrows(() => assertStrictEquals(0, -0), AssertionError);
  assertEquals(std.equal([NaN], [NaN]), true);
  assertEquals(std.equal(new Uint8Array([1]), new Uint8Array([1])), true);
});
