import { assertEquals } from "@std/assert";
import {
  checkParam,
  checkSchema,
  type ParamSchema,
  type ParamSpec,
} from "../../lib/engine/params.ts";

const number: ParamSpec = { type: "number", default: 1, min: 0, max: 10, description: "" };
const integer: ParamSpec = { type: "integer", default: 1, min: 0, description: "" };
const choice: ParamSpec = { type: "choice", default: "a", choices: ["a", "b"], description: "" };
const text: ParamSpec = { type: "string", default: "", maxLength: 3, description: "" };
const flag: ParamSpec = { type: "boolean", default: true, description: "" };

const CASES: readonly (readonly [ParamSpec, unknown, string | null])[] = [
  [number, 0, null],
  [number, 10, null],
  [number, -0, null],
  [number, -1, "must be at least 0, got -1"],
  [number, 10.5, "must be at most 10, got 10.5"],
  [number, NaN, "must be a finite number, got NaN"],
  [number, Infinity, "must be a finite number, got Infinity"],
  [number, "0.1", 'must be a finite number, got "0.1"'],
  [integer, 2 ** 53 - 1, null],
  [integer, 2 ** 53, "must be a whole number within ±9007199254740991, got 9007199254740992"],
  [integer, 0, null],
  [integer, -1, "must be at least 0, got -1"],
  [{ ...number, min: 3, max: 3 }, 3, null],
  [{ type: "number", default: 0, description: "" }, -1e308, null],
  [number, undefined, "must be a finite number, got undefined"],
  [number, null, "must be a finite number, got null"],
  [integer, 1.5, "must be a whole number, got 1.5"],
  [choice, "b", null],
  [choice, "c", 'must be one of a, b, got "c"'],
  [choice, 1, "must be one of a, b, got 1"],
  [text, "abc", null],
  [text, "abcd", "must have at most 3 characters, got 4"],
  [text, "\ud800", 'must be well-formed Unicode, got "\\ud800"'],
  [text, 1, "must be a text, got 1"],
  [{ type: "string", default: "", description: "" }, "x".repeat(1000), null],
  [flag, false, null],
  [flag, true, null],
  [flag, () => true, "must be true or false, got function"],
  [flag, 0, "must be true or false, got 0"],
  [flag, "true", 'must be true or false, got "true"'],
  [flag, undefined, "must be true or false, got undefined"],
];

Deno.test("checkParam() says what is wrong with a value, and nothing of a right one", () => {
  for (const [spec, value, problem] of CASES) assertEquals(checkParam(spec, value), problem);
});

Deno.test("checkSchema() names each default that breaks its own bounds, under its stage", () => {
  const schema = {
    fit: number,
    low: { ...number, default: -1 },
    odd: { type: "choice", default: "c", choices: ["a", "b"], description: "" },
    long: { type: "string", default: "abcd", maxLength: 3, description: "" },
  } as const satisfies ParamSchema;
  assertEquals(checkSchema("train", schema), [
    {
      subject: "train.low",
      message: "The default of train.low must be at least 0, got -1",
    },
    {
      subject: "train.odd",
      message: 'The default of train.odd must be one of a, b, got "c"',
    },
    {
      subject: "train.long",
      message: "The default of train.long must have at most 3 characters, got 4",
    },
  ]);
  assertEquals(checkSchema("train", { fit: number, flag }), []);
});
