import { assertEquals } from "@std/assert";
import { checkOperands, extensionOf, type Operand, targetOf } from "../../lib/cli/operands.ts";
import { sampleProgram } from "./sample_program.ts";

const PROGRAM = sampleProgram("/project");

function messages(expected: readonly Operand[], ...operands: string[]): string[] {
  return checkOperands("do", expected, operands, PROGRAM).map(({ message }) => message);
}

Deno.test("a name is split at its points into stage, output and fields", () => {
  assertEquals(targetOf(""), { stage: "", output: null, fields: [] });
  assertEquals(targetOf("a"), { stage: "a", output: null, fields: [] });
  assertEquals(targetOf("a."), { stage: "a", output: "", fields: [] });
  assertEquals(targetOf("a.b.c.d"), { stage: "a", output: "b", fields: ["c", "d"] });
});

Deno.test("a file's extension is what follows the last point of its name, in lower case", () => {
  const table = {
    "a.json": "json",
    "a.b.NPY": "npy",
    "/x.y/a.txt": "txt",
    "/x.y/a": "",
    "x.y\\a": "",
    "a": "",
    "a.": "",
    ".json": "",
    "/x/.json": "",
    "..json": "json",
  };
  for (const [file, extension] of Object.entries(table)) {
    assertEquals(extensionOf(file), extension, file);
  }
});

Deno.test("operands that are missing, too many or unknown are told at once", () => {
  const stage: Operand = { name: "STAGE", kind: "stage" };
  const output: Operand = { name: "OUTPUT", kind: "output" };
  const file: Operand = { name: "FILE", kind: "file", extensions: () => ["json", "npy"] };
  const run: Operand = { name: "RUN", kind: "run" };
  assertEquals(messages([stage, output]), ['"do" needs STAGE OUTPUT']);
  assertEquals(messages([], "a", "b"), [
    '"do" takes no argument, got "a" too',
    '"do" takes no argument, got "b" too',
  ]);
  assertEquals(messages([stage, run], "sorce", "any", "more"), [
    '"do" takes STAGE RUN, got "more" too',
    'Unknown stage "sorce"',
  ]);
  assertEquals(messages([output, file], "total.sum.parts", "a.NPY"), []);
  assertEquals(messages([output, file], "total", "a.txt"), [
    '"total" names no output; known: total.sum',
    'Cannot tell the format of "a.txt"; end its name in one of .json, .npy',
  ]);
  assertEquals(messages([{ name: "FILE", kind: "file" }], "a.txt").length, 1);
});

Deno.test("an output is known by its stage and its own name, a stage alone only where that is enough", () => {
  const artifact: Operand = { name: "ARTIFACT", kind: "artifact" };
  assertEquals(messages([artifact], "source"), []);
  assertEquals(messages([artifact], "source.notes"), []);
  assertEquals(messages([artifact], "source.note"), ['Unknown output "source.note"']);
  assertEquals(messages([artifact], "source.toString"), ['Unknown output "source.toString"']);
  assertEquals(messages([artifact], "sorce.notes"), ['Unknown stage "sorce"']);
  assertEquals(messages([{ name: "STAGE", kind: "stage" }], "source.notes"), [
    'Unknown stage "source.notes"; known: source, total, page',
  ]);
  assertEquals(messages([{ name: "OUTPUT", kind: "output" }], "source"), [
    '"source" names no output; known: source.numbers, source.notes',
  ]);
});

Deno.test("axes are left to the command that takes them", () => {
  assertEquals(messages([{ name: "AXES", kind: "axes" }], "a", "b"), []);
  assertEquals(messages([{ name: "AXES", kind: "axes" }]), []);
});
