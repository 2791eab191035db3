import { assertEquals } from "@std/assert";
import { classNames, shortName } from "../../lib/report/class_name.ts";
import { byteSize, decimal, duration, integer, percent } from "../../lib/report/format.ts";

Deno.test("decimal() and percent() never show a negative zero", () => {
  assertEquals([decimal(-0, 2), decimal(-0.004, 2), percent(-0.00001, 1)], [
    "0.00",
    "0.00",
    "0.0\u00A0%",
  ]);
});

Deno.test("integer() separates thousands in numbers of four and more digits", () => {
  assertEquals([0, 999, 1000, 123456, -1234567].map(integer), [
    "0",
    "999",
    "1,000",
    "123,456",
    "\u22121,234,567",
  ]);
});

Deno.test("duration() and byteSize() use the next unit if a number would round to it", () => {
  assertEquals([999.4, 999.6, 59_994, 59_996].map(duration), [
    "999\u00A0ms",
    "1.00\u00A0s",
    "59.99\u00A0s",
    "1\u00A0min\u00A00\u00A0s",
  ]);
  assertEquals([999, 1000, 999_949, 999_950].map(byteSize), [
    "999\u00A0B",
    "1.0\u00A0kB",
    "999.9\u00A0kB",
    "1.0\u00A0MB",
  ]);
});

Deno.test("decimal() and percent() show a missing value as a dash", () => {
  assertEquals([decimal(null, 3), percent(null)], ["–", "–"]);
});

Deno.test("shortName() cuts between code points", () => {
  assertEquals(shortName("😀".repeat(24)), "😀".repeat(24));
  assertEquals(shortName("😀".repeat(25)), "😀".repeat(23) + "…");
  assertEquals(Array.from(shortName("a" + "😀".repeat(5000))).length, 24);
});

Deno.test("classNames() uses the number of a class whose name is missing or empty", () => {
  assertEquals(classNames(["", "Coat"], 3), ["0", "Coat", "2"]);
  assertEquals(classNames(["a", "b", "c"], 2), ["a", "b"]);
});
