import { assertEquals } from "@std/assert";
import { parseArguments } from "../../lib/cli/arguments.ts";

function messages(...args: string[]): string[] {
  return parseArguments(args).problems.map(({ message }) => message);
}

function flags(...args: string[]): Record<string, readonly string[]> {
  const { given, problems } = parseArguments(args);
  assertEquals(problems, []);
  return Object.fromEntries(given.flags);
}

Deno.test("parseArguments() reads values after a space and after an equals sign", () => {
  assertEquals(flags("--until", "train", "--set=a.b=c=d"), { until: ["train"], set: ["a.b=c=d"] });
});

Deno.test("parseArguments() keeps operands as text, also those that look like numbers", () => {
  assertEquals(parseArguments(["show", "train", "007"]).given.operands, ["train", "007"]);
});

Deno.test("parseArguments() does not take what follows --force for its value", () => {
  const { given } = parseArguments(["--force", "plan"]);
  assertEquals([given.command, given.flags.get("force")], ["plan", ["*"]]);
  assertEquals(flags("--force=train", "--force=report"), { force: ["train", "report"] });
});

Deno.test("parseArguments() knows short flags, also joined", () => {
  assertEquals(flags("-q"), { quiet: [] });
  assertEquals(flags("-vh"), { verbose: [], help: [] });
});

Deno.test("parseArguments() takes everything after -- for operands", () => {
  const { given } = parseArguments(["show", "--", "--json"]);
  assertEquals([given.operands, given.flags.size], [["--json"], 0]);
});

Deno.test("parseArguments() names the nearest flag for each unknown one", () => {
  const { problems } = parseArguments(["--jsno", "--untill", "x", "--no-quiet", "--set.a=1"]);
  assertEquals(problems.map(({ subject, nearest }) => [subject, nearest]), [
    ["--jsno", "--json"],
    ["--untill", "--until"],
    ["--no-quiet", "--quiet"],
    ["--set.a", "--set"],
  ]);
});

Deno.test("parseArguments() refuses missing, malformed and out-of-bounds values, all at once", () => {
  assertEquals(messages("--jobs", "-1", "--index=1.5", "--until", "--format=svg", "--set="), [
    "--set needs a value: STAGE.PARAM=VALUE",
    "--until needs a value: STAGE",
    '--jobs must be at least 1, got "-1"',
    '--format must be one of text, mermaid, dot, got "svg"',
    '--index must be a whole number, got "1.5"',
  ]);
  assertEquals(messages("--jobs=99999999999999999999"), [
    '--jobs must be a whole number, got "99999999999999999999"',
  ]);
});

Deno.test("parseArguments() refuses a value for a flag that takes none", () => {
  assertEquals(messages("--json=yes"), ['--json takes no value, got "--json=yes"']);
});

Deno.test("parseArguments() refuses flags that contradict each other and flags given twice", () => {
  assertEquals(messages("--until=a", "--only=b", "-qv", "--jobs=1", "--jobs=2"), [
    "--jobs is given 2 times; give it once",
    "--until and --only contradict each other; give one of them",
    "--quiet and --verbose contradict each other; give one of them",
  ]);
});
