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
  assertEquals(nearest("train", ["other", "TRAIN"]), "TRAIN");
});

Deno.test("nearest() takes the first of names that are equally near", () => {
  assertEquals(nearest("ab", ["aa", "bb"]), "aa");
});

Deno.test("nearest() gives nothing for names that are like no other, and for endless ones", () => {
  assertEquals(nearest("zzzzzz", COMMANDS), undefined);
  assertEquals(nearest("", COMMANDS), undefined);
  assertEquals(nearest("plan".repeat(10_000), ["plan".repeat(10_000)]), undefined);
});

Deno.test("nearest() counts each edit as one, and allows as many as half the letters of the known name", () => {
  const near = (name: string, known: string) => nearest(name, [known]) === known;
  assertEquals([near("abcx", "abcd"), near("abxx", "abcd"), near("axxx", "abcd")], [
    true,
    true,
    false,
  ]);
  // A swap is one edit, two swaps are two.
  assertEquals([near("badc", "abcd"), near("badce", "abcd")], [true, false]);
  // One edit is always allowed.
  assertEquals([near("b", "a"), near("ab", "a"), near("", "a"), near("bc", "a")], [
    true,
    true,
    true,
    false,
  ]);
  assertEquals([near("abcde", "abc"), near("abcd", "abc")], [false, true]);
});

Deno.test("nearest() takes the nearest wherever it stands, and a name that is known as it is", () => {
  assertEquals(nearest("train", ["trial", "trains", "train", "brain"]), "train");
  assertEquals(nearest("evalute", ["value", "evaluate", "evolve"]), "evaluate");
  assertEquals(nearest("x".repeat(200), ["x".repeat(200)]), "x".repeat(200));
  assertEquals(nearest("x".repeat(201), ["x".repeat(201)]), undefined);
  assertEquals(nearest("train", []), undefined);
});
