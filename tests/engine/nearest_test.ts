import { assertEquals } from "@std/assert";
import { nearest } from "../../lib/engine/nearest.ts";

const COMMANDS = ["run", "plan", "why", "dag", "show", "export", "verify"];

Deno.test("nearest() finds names with a letter too many, too few, wrong or swapped", () => {
  assertEquals(
    ["planm", "pla", "plam", "paln", "exprot", "verfiy"].map((name) => nearest(name, COMMANDS)),
    ["plan", "plan", "plan", "plan", "export", "verify"],
  );
});

Deno.test("nearest() takes upper and lower case for the same", () => {
  assertEquals(nearest("LEARNINGRATE", ["learningRate"]), "learningRate");
});

Deno.test("nearest() takes the first of names that are equally near", () => {
  assertEquals(nearest("ab", ["aa", "bb"]), "aa");
});

Deno.test("nearest() gives nothing for names that are like no other, and for endless ones", () => {
  assertEquals(nearest("zzzzzz", COMMANDS), undefined);
  assertEquals(nearest("", COMMANDS), undefined);
  assertEquals(nearest("plan".repeat(10_000), ["plan".repeat(10_000)]), undefined);
});
