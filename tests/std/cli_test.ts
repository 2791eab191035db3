/**
 * Tests that `parseArgs` parses as std's does, and that its options determine the type of its result.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { parseArgs } from "@std/cli";

Deno.test("parseArgs() returns flags with the type of the option that names them", () => {
  const args = parseArgs(["run", "--set", "a=1", "--set=b=2", "-j", "--artifacts=x", "--", "-y"], {
    boolean: ["json", "force"],
    string: ["artifacts", "preset", "params", "set"],
    collect: ["set"],
    alias: { json: "j" },
    default: { params: "default.json" },
    "--": true,
  });
  const json: boolean = args.json;
  const alias: boolean = args.j;
  const artifacts: string | undefined = args.artifacts;
  const preset: string | undefined = args.preset;
  const params: string = args.params;
  const set: string[] = args.set;
  const rest: string[] = args["--"];
  assertEquals({ json, alias, artifacts, preset, params, set, rest, force: args.force }, {
    json: true,
    alias: true,
    artifacts: "x",
    preset: undefined,
    params: "default.json",
    set: ["a=1", "b=2"],
    rest: ["-y"],
    force: false,
  });
});

Deno.test("parseArgs() keeps the text of string flags and converts other numbers", () => {
  assertEquals(parseArgs(["--a", "1e3", "--b", "1e3", "7"], { string: ["a"] }), {
    a: "1e3",
    b: 1000,
    _: [7],
  });
  assertEquals(parseArgs(["07"], { string: ["_"] })._.map(String), ["07"]);
});

Deno.test("parseArgs() reads --no-x as false only if x is negatable", () => {
  const args = parseArgs(["--no-a", "--no-b"], { string: ["a"], negatable: ["a"] });
  const a: string | false | undefined = args.a;
  assertEquals(a, false);
  assertEquals(args["no-b"], true);
});

Deno.test("parseArgs() passes undeclared flags to `unknown` and drops those that it refuses", () => {
  const seen: string[] = [];
  const args = parseArgs(["--a", "--b=1", "c"], {
    boolean: ["a"],
    unknown: (arg, key) => {
      seen.push(arg);
      return key === undefined;
    },
  });
  assertEquals(seen, ["--b=1", "c"]);
  assertEquals(args, { a: true, _: ["c"] });
});

Deno.test("parseArgs() with stopEarly stops at the first argument that is not a flag", () => {
  assertEquals(parseArgs(["--a", "run", "--b"], { boolean: ["a"], stopEarly: true }), {
    a: true,
    _: ["run", "--b"],
  });
});
