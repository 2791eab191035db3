/**
 * Reads a command line into its parts. Collects what is wrong with flags rather than stop at the
 * first; knows nothing of commands and stages.
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import type { UsageProblem } from "../engine/errors.ts";
import { FLAG_NAMES, type FlagName, type FlagSpec, flagSpec } from "./flags.ts";
import { ALL, type Given } from "./given.ts";
import { unknownName } from "./unknown_name.ts";

const SWITCHES = FLAG_NAMES.filter((name) => flagSpec(name).value === undefined);
const VALUED = FLAG_NAMES.filter((name) => flagSpec(name).value !== undefined);
const SHORT = Object.fromEntries(
  FLAG_NAMES.flatMap((name) => {
    const { short } = flagSpec(name);
    return short === undefined ? [] : [[short, name]];
  }),
);

/**
 * The parts of `args`, and what is wrong with them.
 *
 * @example
 * ```ts
 * import { parseArguments } from "./arguments.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { given, problems } = parseArguments(["plan", "--set", "train.epochs=3", "--jsno"]);
 * assertEquals(given.command, "plan");
 * assertEquals(given.flags.get("set"), ["train.epochs=3"]);
 * assertEquals(problems.map((problem) => problem.nearest), ["--json"]);
 * ```
 */
export function parseArguments(
  args: readonly string[],
): { readonly given: Given; readonly problems: readonly UsageProblem[] } {
  const problems: UsageProblem[] = [];
  const known = FLAG_NAMES.map((name) => `--${name}`);
  const parsed: { readonly [name: string]: unknown } = parseArgs(withJoinedValues(args), {
    boolean: SWITCHES,
    string: [...VALUED, "_"],
    collect: VALUED,
    alias: SHORT,
    unknown: (arg, key) => {
      if (key === undefined) return true;
      problems.push(unknownName("flag", arg.replace(/=.*$/s, ""), known));
      return false;
    },
  });
  const flags = new Map<FlagName, readonly string[]>();
  for (const name of SWITCHES) {
    if (parsed[name] === true) flags.set(name, []);
  }
  for (const name of VALUED) {
    const values = textsOf(parsed[name]);
    problems.push(...checkValues(name, flagSpec(name), values));
    if (values.length > 0) flags.set(name, values);
  }
  problems.push(...switchesWithValues(args), ...contradictions(flags));
  const [command = null, ...operands] = textsOf(parsed["_"]);
  return { given: { command, operands, flags, args }, problems };
}

/** Keeps `--force` from taking the next argument as its value, and lets `--index -1` and `--name ""` take one. */
function withJoinedValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const spec = VALUED.find((name) => arg === `--${name}`);
    if (spec !== undefined && flagSpec(spec).valueOptional) joined.push(`${arg}=${ALL}`);
    else if (spec !== undefined && /^(-\d|$)/.test(args[i + 1] ?? "--")) {
      joined.push(`${arg}=${args[++i]}`);
    } else joined.push(arg);
  }
  return joined;
}

function textsOf(values: unknown): string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

function checkValues(name: FlagName, spec: FlagSpec, values: readonly string[]): UsageProblem[] {
  const subject = `--${name}`;
  const problems = values.flatMap((value) => {
    const problem = checkValue(spec, value);
    return problem === null ? [] : [{ subject, message: `${subject} ${problem}` }];
  });
  if (values.length > 1 && !spec.repeatable) {
    problems.push({ subject, message: `${subject} is given ${values.length} times; give it once` });
  }
  return problems;
}

function checkValue({ value, placeholder }: FlagSpec, text: string): string | null {
  const got = `got ${JSON.stringify(text)}`;
  if (text === "") return `needs a value: ${placeholder}`;
  if (value?.kind === "choice" && !value.choices.includes(text)) {
    return `must be one of ${value.choices.join(", ")}, ${got}`;
  }
  if (value?.kind === "integer") {
    const number = /^-?\d+$/.test(text) ? Number(text) : NaN;
    if (!Number.isSafeInteger(number)) return `must be a whole number, ${got}`;
    if (number < value.min) return `must be at least ${value.min}, ${got}`;
  }
  return null;
}

function switchesWithValues(args: readonly string[]): UsageProblem[] {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? args.length : end).flatMap((arg) => {
    const name = SWITCHES.find((name) => arg.startsWith(`--${name}=`));
    if (name === undefined || /=(true|false)$/.test(arg)) return [];
    return [{ subject: `--${name}`, message: `--${name} takes no value, got "${arg}"` }];
  });
}

const CONTRADICTIONS: readonly (readonly [FlagName, FlagName])[] = [
  ["until", "only"],
  ["quiet", "verbose"],
  ["json", "format"],
  ["rename", "sort"],
  ["rename", "limit"],
  ["run", "set"],
  ["run", "params"],
  ["run", "preset"],
];

function contradictions(flags: ReadonlyMap<FlagName, unknown>): UsageProblem[] {
  return CONTRADICTIONS.filter(([a, b]) => flags.has(a) && flags.has(b)).map(([a, b]) => ({
    subject: `--${b}`,
    message: `--${a} and --${b} contradict each other; give one of them`,
  }));
}
