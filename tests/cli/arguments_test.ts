import { assertEquals } from "@std/assert";
import { parseArguments } from "../../lib/cli/arguments.ts";
import { FLAG_NAMES, type FlagName, flagSpec } from "../../lib/cli/flags.ts";

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

/** The least that each flag takes whose value is a whole number. */
const LEAST = {
  jobs: 1,
  limit: 1,
  index: 0,
  "keep-runs": 0,
  "max-bytes": 0,
} as const;

Deno.test("each flag of whole numbers takes its least value and none below", () => {
  const integers = FLAG_NAMES.filter((name) => flagSpec(name).value?.kind === "integer");
  assertEquals(new Set(integers), new Set(Object.keys(LEAST)));
  for (const [name, least] of Object.entries(LEAST)) {
    assertEquals(messages(`--${name}=${least}`), []);
    assertEquals(messages(`--${name}`, String(least - 1)), [
      `--${name} must be at least ${least}, got "${least - 1}"`,
    ]);
    assertEquals(messages(`--${name}=${Number.MAX_SAFE_INTEGER}`), []);
    for (const text of ["9007199254740992", "1e3", "+5", "0x10", " 5", "5 ", "NaN", "٣"]) {
      assertEquals(messages(`--${name}=${text}`), [
        `--${name} must be a whole number, got "${text}"`,
      ]);
    }
  }
});

Deno.test("each pair of flags that contradict each other is refused, in either order, and alone is not", () => {
  const pairs = [
    ["--until=a", "--only=a"],
    ["--quiet", "--verbose"],
    ["--json", "--format=dot"],
    ["--rename=a=b", "--sort=x"],
    ["--rename=a=b", "--limit=1"],
    ["--run=a", "--set=a.b=1"],
    ["--run=a", "--params=p.json"],
    ["--run=a", "--preset=p"],
  ] as const;
  const nameOf = (text: string): string => text.replace(/=.*/, "");
  for (const [a, b] of pairs) {
    const expected = [
      `${nameOf(a)} and ${nameOf(b)} contradict each other; give one of them`,
    ];
    assertEquals([messages(a, b), messages(b, a)], [expected, expected]);
    assertEquals([messages(a), messages(b)], [[], []]);
  }
});

/** A value that each flag takes, and another. */
const VALUES: Readonly<Partial<Record<FlagName, readonly [string, string]>>> = {
  format: ["dot", "mermaid"],
};

Deno.test("each flag is taken once, and twice if and only if it may be repeated", () => {
  for (const name of FLAG_NAMES) {
    const { value, repeatable = false } = flagSpec(name);
    const isSwitch = value === undefined;
    const [a, b] = VALUES[name] ?? (value?.kind === "integer" ? ["7", "8"] : ["x", "y"]);
    assertEquals(flags(...(isSwitch ? [`--${name}`] : [`--${name}=${a}`])), {
      [name]: isSwitch ? [] : [a],
    });
    const twice = isSwitch ? [`--${name}`, `--${name}`] : [`--${name}=${a}`, `--${name}=${b}`];
    assertEquals(
      messages(...twice),
      isSwitch || repeatable ? [] : [`--${name} is given 2 times; give it once`],
    );
  }
});

Deno.test("each flag that needs a value says which, and each switch refuses one", () => {
  for (const name of FLAG_NAMES) {
    const { value, placeholder, valueOptional = false } = flagSpec(name);
    if (value === undefined) {
      assertEquals(messages(`--${name}=1`), [`--${name} takes no value, got "--${name}=1"`]);
    } else {
      assertEquals(messages(`--${name}=`), [`--${name} needs a value: ${placeholder}`]);
      if (!valueOptional) {
        assertEquals(messages(`--${name}`), [`--${name} needs a value: ${placeholder}`]);
      }
    }
  }
});
