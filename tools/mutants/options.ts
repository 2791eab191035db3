/**
 * The flags of `deno task test:mutants`.
 *
 * @module
 */
import { parseArgs } from "@std/cli";

/** What to try, and how. */
export interface Options {
  /** The project's absolute folder. */
  readonly root: string;
  /** Source files or folders, relative to `root`; empty for all. */
  readonly only: readonly string[];
  /** How many mutants to try; `Infinity` for all. */
  readonly sample: number;
  readonly seed: number;
  /** How many are tried at once, each in a copy of its own. */
  readonly jobs: number;
  /** How many test files may run for a change, nearest first; `Infinity` for all. */
  readonly tests: number;
  /** How many seconds a test file may take beyond ten times its usual time. */
  readonly graceSeconds: number;
  /** Percent. */
  readonly maxSurvivors: number;
  /** Whether verdicts of earlier runs are left aside. */
  readonly fresh: boolean;
}

/** What `--help` prints. */
export const HELP = `deno task test:mutants [FLAGS]
  --only PATH          a source file or folder; repeatable. Default: all
  --sample N           tries N mutants only. Default: all
  --seed N             which ones. Default: 1
  --jobs N             how many at once. Default: 1
  --tests N            how many test files run for a change, nearest first. Default: all
  --grace SECONDS      beyond ten times its usual time, until a test is ended. Default: 20
  --max-survivors N    percent that may survive. Default: 8
  --fresh              tries again what an earlier run has judged
  --root DIR           another project than this one`;

const NUMBERS = {
  sample: Infinity,
  seed: 1,
  jobs: 1,
  tests: Infinity,
  grace: 20,
  "max-survivors": 8,
};

/** The options, or what is wrong with the flags. */
export function readOptions(args: readonly string[], repository: string): Options | string {
  const unknown: string[] = [];
  const flags = parseArgs([...args], {
    string: ["only", "root", ...Object.keys(NUMBERS)],
    boolean: ["fresh"],
    collect: ["only"],
    unknown: (arg) => unknown.push(arg) === 0,
  });
  if (unknown.length > 0) {
    return [...unknown.map((arg) => `Unknown: ${arg}`), HELP].join("\n");
  }
  const number = (name: keyof typeof NUMBERS): number => {
    const text: unknown = flags[name];
    if (text === undefined) return NUMBERS[name];
    const value = typeof text === "string" && /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (Number.isNaN(value)) unknown.push(name);
    return value;
  };
  const options = {
    root: typeof flags["root"] === "string" ? flags["root"].replace(/\/$/, "") : repository,
    only: [flags["only"] ?? []].flat().map((path) => String(path).replace(/\/$/, "")),
    sample: number("sample"),
    seed: number("seed"),
    jobs: Math.max(1, number("jobs")),
    tests: number("tests"),
    graceSeconds: number("grace"),
    maxSurvivors: number("max-survivors"),
    fresh: flags["fresh"] === true,
  };
  if (unknown.length === 0) return options;
  return [...unknown.map((name) => `--${name} must be a number`), HELP].join("\n");
}
