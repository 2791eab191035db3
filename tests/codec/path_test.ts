import { assertEquals } from "@std/assert";
import { Path } from "../../lib/codec/path.ts";

/** The text of a path with these steps. */
function textOf(...steps: (string | number)[]): string {
  const path = new Path();
  for (const step of steps) path.enter(step);
  assertEquals(path.depth, steps.length);
  return path.toString();
}

Deno.test("a path goes from the root by names and numbers", () => {
  assertEquals(textOf(), "$");
  assertEquals(textOf("epochs", 3, "loss", 0, 12), "$.epochs[3].loss[0][12]");
  assertEquals(textOf("_a", "$b", "c9", "É"), '$._a.$b.c9["É"]');
});

Deno.test("a name that is no name of a variable stands in quotes, as JSON has it", () => {
  assertEquals(textOf("odd key", "9", "", 'a"b', "\n"), '$["odd key"]["9"][""]["a\\"b"]["\\n"]');
});

Deno.test("of a name at most 60 characters are shown", () => {
  assertEquals(textOf("a".repeat(60)), `$.${"a".repeat(60)}`);
  assertEquals(textOf("a".repeat(61)), `$["${"a".repeat(60)}"…]`);
});

Deno.test("leaving goes back to what encloses", () => {
  const path = new Path();
  path.enter("a");
  path.enter(1);
  path.leave();
  assertEquals([path.toString(), path.depth], ["$.a", 1]);
  path.enter("b");
  assertEquals(path.toString(), "$.a.b");
  path.leave();
  path.leave();
  assertEquals([path.toString(), path.depth], ["$", 0]);
});
