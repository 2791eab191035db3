import { assertEquals } from "@std/assert";
import { whyLines } from "../../lib/cli/why_lines.ts";
import { fresh, mayRun, toRun } from "./sample_program.ts";

const INPUT = { kind: "input", subject: "total.sum" } as const;
const NUMBERS = { kind: "input", subject: "source.numbers" } as const;
const FORCED = { kind: "forced", subject: "source" } as const;

Deno.test("an input that has been made is told, and not followed to the stage that made it", () => {
  const made = { ...NUMBERS, before: "a", after: "b" };
  const total = toRun("total", [made]);
  for (const source of [fresh("source"), toRun("source", [FORCED])]) {
    assertEquals(whyLines(total, [source, total]), [
      "total will run:",
      "  input source.numbers changed",
    ]);
  }
});

Deno.test("reasons of other kinds are not followed, though a stage has their name", () => {
  const total = toRun("total", [{ kind: "missing", subject: "source.numbers" }]);
  assertEquals(whyLines(total, [toRun("source", [FORCED]), total]), [
    "total will run:",
    "  artifact source.numbers is missing",
  ]);
});

Deno.test("an input of a stage that is fresh, or not there, is not followed", () => {
  const total = mayRun("total", [NUMBERS]);
  for (const stages of [[fresh("source"), total], [total]]) {
    assertEquals(whyLines(total, stages), [
      "total may run; that depends on what comes out upstream:",
      "  input source.numbers may change",
    ]);
  }
});

Deno.test("each step upstream is indented further, and the reasons of a stage are told once", () => {
  const source = toRun("source", [FORCED]);
  const total = mayRun("total", [NUMBERS]);
  const page = mayRun("page", [INPUT, NUMBERS, INPUT]);
  assertEquals(whyLines(page, [source, total, page]), [
    "page may run; that depends on what comes out upstream:",
    "  input total.sum may change, because total may run:",
    "    input source.numbers may change, because source will run:",
    "      forced",
    "  input source.numbers may change, because source will run",
    "  input total.sum may change, because total may run",
  ]);
});
