import { assert, assertEquals, assertMatch } from "@std/assert";
import { EXIT, failureKind } from "../../lib/engine/errors.ts";
import { EnvironmentError } from "../../lib/store/errors.ts";
import {
  isDiskFull,
  nextStep,
  ownSystemCode,
  systemCode,
  systemFailure,
} from "../../lib/store/system_error.ts";

/** What Deno throws: a code where it has a name for it, else only a number in the text. */
function errorOf(code: string): Error {
  return Object.assign(new Error(`${code} is the text`), { code });
}

Deno.test("a code is read off the error, off its cause, and off the number where Deno has no name", () => {
  assertEquals(systemCode(errorOf("EIO")), "EIO");
  assertEquals(systemCode(new TypeError("x", { cause: errorOf("EROFS") })), "EROFS");
  assertEquals(systemCode(new Deno.errors.NotCapable("x")), "NotCapable");
  assertEquals(systemCode(Object.assign(new Error("x"), { code: "ERR_SQLITE_ERROR" })), null);
  assertEquals(systemCode(new Error("the disk is full")), null);
  assertEquals(systemCode("EIO"), null);
  assertEquals(ownSystemCode(new Error("x", { cause: errorOf("EIO") })), null);
});

Deno.test({
  name: "the codes that Deno does not name are told apart by the system's number",
  ignore: Deno.build.os !== "linux",
  fn() {
    const numbers = {
      4: "EINTR",
      37: "ENOLCK",
      38: "ENOSYS",
      95: "ENOTSUP",
      116: "ESTALE",
      122: "EDQUOT",
    };
    for (const [number, code] of Object.entries(numbers)) {
      assertEquals(systemCode(new Error(`some words (os error ${number}): open 'x'`)), code);
    }
    assertEquals(systemCode(new Error("some words (os error 999)")), null);
  },
});

Deno.test("SQLite's result codes stand for the system's, extended ones too", () => {
  const codes = { 13: "ENOSPC", 10: "EIO", 8458: "EIO", 778: "EIO", 8: "EACCES", 1032: "EACCES" };
  for (const [errcode, code] of Object.entries(codes)) {
    assertEquals(systemCode(Object.assign(new Error("x"), { errcode: Number(errcode) })), code);
  }
  assertEquals(systemCode(Object.assign(new Error("x"), { errcode: 19 })), null);
});

/** By code, a word that its advice must have. */
const ADVICE: readonly (readonly [code: string, word: RegExp])[] = [
  ["ENOSPC", /make room/],
  ["EDQUOT", /quota/],
  ["EROFS", /reading only/],
  ["EACCES", /allow reading and writing/],
  ["EPERM", /allow reading and writing/],
  ["EIO", /check the disk/],
  ["ESTALE", /mount/],
  ["ENAMETOOLONG", /shorter path/],
  ["EINTR", /signal/],
  ["ENOLCK", /lock/],
  ["ENOENT", /missing/],
  ["ENOTDIR", /file is in the place/],
  ["ELOOP", /links/],
  ["EMFILE", /open files/],
  ["NotCapable", /grant/],
];

Deno.test("each code has advice of its own, and none would have a person remove what is stored", () => {
  for (const [code, word] of ADVICE) {
    const error = code === "NotCapable" ? new Deno.errors.NotCapable("x") : errorOf(code);
    assertMatch(nextStep(error), word, code);
    assert(!/\b(move|delete|remove|rm)\b/i.test(nextStep(error)), nextStep(error));
  }
  const texts = new Set(ADVICE.map(([code]) => nextStep(errorOf(code))));
  assertEquals(texts.size, ADVICE.length - 1, "EPERM alone shares its advice");
  assertEquals(nextStep(errorOf("EWHATEVER"), "look"), "look");
});

Deno.test("a failure says what was done, what was found and what to do, and leads to exit code 3", () => {
  const failure = systemFailure('Cannot write "a"', errorOf("ENOSPC"));
  assert(failure instanceof EnvironmentError);
  assertEquals(
    failure.message,
    'Cannot write "a": ENOSPC is the text; make room on that disk, then run again',
  );
  assertEquals(EXIT[failureKind(failure)], 3);
  assertEquals([isDiskFull(failure), isDiskFull(errorOf("EDQUOT"))], [true, true]);
  assertEquals(isDiskFull(systemFailure("x", errorOf("EIO"))), false);
});

Deno.test({
  name: "an error of the system without a name of Deno's is the environment's, too",
  ignore: Deno.build.os !== "linux",
  fn() {
    assertEquals(failureKind(new Error("Stale file handle (os error 116)")), "environment");
    assertEquals(failureKind(new Error("a stage's own words")), "stage");
  },
});
