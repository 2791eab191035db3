import { assertEquals } from "@std/assert";
import { parseCodeDigest } from "../../lib/codec/digest.ts";
import type { SourcePart } from "../../lib/engine/code/source_part.ts";
import { codeChanges } from "../../lib/engine/code_changes.ts";
import { digestFor, recorded } from "../support/recorded.ts";

const codeOf = (name: string) => parseCodeDigest(digestFor(name));

/** A file with a text, and with a part of the bundle: the text's own, if no other is given. */
function file(path: string, text: string, part = text): SourcePart {
  const [textDigest, partDigest] = [digestFor(text), digestFor(part)];
  return { path, subject: path, version: null, textDigest, partDigest };
}

function packaged(name: string, version: string, part = version): SourcePart {
  return { ...file(`npm/${name}/${version}/${part}`, part), subject: `npm:${name}`, version };
}

/** A stage that was executed with one code, and then with another. */
function changed(name: string, before: readonly SourcePart[], after: readonly SourcePart[]) {
  return {
    name,
    before: recorded(name, { code: codeOf("before"), sources: before }),
    after: recorded(name, { code: codeOf("after"), sources: after }),
  };
}

Deno.test("codeChanges() names the files that differ, are new or gone, in code-unit order", () => {
  const pair = changed(
    "train",
    [file("same.ts", "s"), file("b.ts", "1"), file("gone.ts", "g")],
    [file("new.ts", "n"), file("b.ts", "2"), file("same.ts", "s")],
  );
  const { files, packages } = codeChanges([pair]);
  const common = { stages: ["train"], inBundle: true };
  assertEquals(packages, []);
  assertEquals(files, [
    { name: "b.ts", before: digestFor("1"), after: digestFor("2"), ...common },
    { name: "gone.ts", before: digestFor("g"), after: null, ...common },
    { name: "new.ts", before: null, after: digestFor("n"), ...common },
  ]);
});

Deno.test("codeChanges() names nothing where the bundles are equal, whatever the texts are", () => {
  const [before, after] = [file("a.ts", "1"), file("a.ts", "2")];
  const pair = {
    name: "train",
    before: recorded("train", { sources: [before] }),
    after: recorded("train", { sources: [after] }),
  };
  assertEquals(codeChanges([pair]), { files: [], packages: [] });
});

Deno.test("codeChanges() names a file of several stages once, with all of them", () => {
  const stages = ["a", "b", "c"].map((stage) =>
    changed(
      stage,
      [file("shared.ts", "1", "p")],
      // Only in the middle one its part of the bundle is another one.
      [file("shared.ts", "2", stage === "b" ? "q" : "p")],
    )
  );
  const { files: [shared, ...more] } = codeChanges(stages);
  assertEquals(more, []);
  assertEquals([shared?.name, shared?.stages, shared?.inBundle], [
    "shared.ts",
    ["a", "b", "c"],
    true,
  ]);
});

Deno.test("codeChanges() puts the files of several stages in one order", () => {
  const pairs = [["a", "z.ts"], ["b", "B.ts"], ["c", "a.ts"]].map(([stage, path]) =>
    changed(stage!, [file(path!, "1")], [file(path!, "2")])
  );
  assertEquals(codeChanges(pairs).files.map(({ name, stages }) => [name, ...stages]), [
    ["B.ts", "b"],
    ["a.ts", "c"],
    ["z.ts", "a"],
  ]);
});

Deno.test("codeChanges() tells a text that changed from a part of the bundle that did", () => {
  const pair = changed("a", [file("types.ts", "1", "p")], [file("types.ts", "2", "p")]);
  assertEquals(codeChanges([pair]).files.map(({ name, inBundle }) => [name, inBundle]), [
    ["types.ts", false],
  ]);
});

Deno.test("codeChanges() names a package of many files by its versions", () => {
  const pair = changed(
    "a",
    [packaged("p", "1.0.0", "x"), packaged("p", "1.0.0", "y"), packaged("q", "1.0.0")],
    [packaged("p", "2.0.0", "x"), packaged("p", "1.0.0", "y"), packaged("q", "1.0.0")],
  );
  const { files, packages } = codeChanges([pair]);
  assertEquals(files, []);
  assertEquals(packages.map(({ name, before, after }) => [name, before, after]), [
    ["npm:p", "1.0.0", "1.0.0, 2.0.0"],
  ]);
});

Deno.test("codeChanges() names the stage's code as a whole where sources do not tell", () => {
  const whole = {
    name: "stage a",
    before: digestFor("before"),
    after: digestFor("after"),
    inBundle: true,
    stages: ["a"],
  };
  const sources = [file("a.ts", "1")];
  for (const [before, after] of [[[], sources], [sources, []], [[], []], [sources, sources]]) {
    assertEquals<unknown>(codeChanges([changed("a", before!, after!)]), {
      files: [whole],
      packages: [],
    });
  }
});
