import { assertEquals } from "@std/assert";
import { StageFailure } from "../../lib/engine/errors.ts";
import { sourceLocation } from "../../lib/engine/source_location.ts";
import { failed } from "../../lib/engine/stage_results.ts";

/** Where an error with these frames came from. */
function at(...frames: readonly string[]): string | null {
  const error = new Error("no\n    at the bottom of it (all)");
  error.stack = ["Error: no", ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return sourceLocation(error, "/home/me/project");
}

Deno.test("the place of an error is the topmost frame in a file of the project", () => {
  assertEquals(at("file:///home/me/project/stages/train.ts:7:3"), "stages/train.ts:7");
  assertEquals(
    at(
      "Array.map (<anonymous>)",
      "deep (file:///home/me/other/a.ts:1:1)",
      "async run (file:///home/me/project/lib/ml/sgd.ts:70:12)",
      "file:///home/me/project/stages/train.ts:7:3",
    ),
    "lib/ml/sgd.ts:70",
  );
  assertEquals(at("run (/home/me/project/a.ts:2:3)"), "a.ts:2");
  assertEquals(at("file:///home/me/project/my%20data/a.ts:2:3"), "my data/a.ts:2");
});

Deno.test("frames of packages, of other folders and of the runtime do not count", () => {
  const frames = [
    "ext:core/01_core.js:10:5",
    "file:///home/me/project/node_modules/fflate/index.js:5:5",
    "file:///home/me/project-two/a.ts:1:1",
    "blob:null/1234:3:4",
  ];
  assertEquals(at(...frames), null);
  assertEquals(at(...frames, "file:///home/me/project/b.ts:9:9"), "b.ts:9");
  assertEquals(at(), null);
});

Deno.test("an error without a stack has no place", () => {
  const error = new Error("no");
  delete error.stack;
  assertEquals(sourceLocation(error, "/"), null);
});

Deno.test("a stage that failed says where, relative to the project; the engine's own errors do not", () => {
  const stack = "RangeError: no\n    at run (file:///home/me/project/stages/train.ts:7:3)";
  const error = new StageFailure({ name: "RangeError", message: "no", stack, cause: null });
  const failure = { name: "a", params: {}, key: null, reasons: [], elapsedMs: 0, log: [] };
  assertEquals(failed(failure, error, "/home/me/project").error.at, "stages/train.ts:7");
  assertEquals(failed(failure, error, "/home/you").error.at, null);
  const own = new RangeError("no");
  own.stack = stack;
  assertEquals(failed(failure, own, "/home/me/project").error.at, null);
});
