/**
 * Small changes to a source file, one at a time. Stryker makes them, in a process of its own
 * (`stryker/instrument.ts`); this module places them in the text.
 *
 * @module
 */
import { fromFileUrl } from "../../lib/engine/paths.ts";

/** Names a change so that it is found again where lines have moved. */
export interface Identity {
  /** Relative to the project. */
  readonly file: string;
  /** Stryker's name of the rule, such as `EqualityOperator`. */
  readonly rule: string;
  /** The line on which the changed text begins, without indentation. */
  readonly line: string;
  /** The changed text; of a longer one its first 80 characters. */
  readonly before: string;
  readonly after: string;
  /** Counts from 0 among changes of the file that are equal in all else. */
  readonly nth: number;
}

/** A change of one file. */
export interface Mutant {
  readonly identity: Identity;
  /** Counts from 1. */
  readonly lineNumber: number;
  /** Offsets in the text, in UTF-16 code units: what stands between them is replaced by `code`. */
  readonly start: number;
  readonly end: number;
  readonly code: string;
}

/** As `instrument.ts` prints it; lines and columns count from 0. */
interface Printed {
  readonly file: string;
  readonly rule: string;
  readonly after: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** Rules whose replacement needs parentheses beside operators that bind more tightly. */
const OPERATOR_RULES = new Set(["ArithmeticOperator", "EqualityOperator", "LogicalOperator"]);
const BEFORE_CHARACTERS = 80;

/**
 * All mutants of files below `root`, in the order of files and positions.
 *
 * @throws {Error} if Stryker cannot be loaded or a file does not parse.
 */
export async function mutantsOf(root: string, files: readonly string[]): Promise<Mutant[]> {
  const printed = await instrument(root, files);
  const texts = new Map(
    await Promise.all(
      files.map(async (file) => [file, await Deno.readTextFile(`${root}/${file}`)] as const),
    ),
  );
  const seen = new Map<string, number>();
  return printed.map((each) => placed(each, texts.get(each.file) ?? "", seen))
    .sort((a, b) => compare(a.identity.file, b.identity.file) || a.start - b.start);
}

/** The text with the change made. */
export function mutated(text: string, { start, end, code }: Mutant): string {
  return text.slice(0, start) + code + text.slice(end);
}

/** One string for an identity. */
export function identityKey({ file, rule, line, before, after, nth }: Identity): string {
  return JSON.stringify([file, rule, line, before, after, nth]);
}

async function instrument(root: string, files: readonly string[]): Promise<Printed[]> {
  const tool = fromFileUrl(new URL("stryker/instrument.ts", import.meta.url));
  const config = fromFileUrl(new URL("stryker/deno.json", import.meta.url));
  const grants = ["--allow-read", "--allow-env", "--allow-sys"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", "--config", config, ...grants, tool, ...files],
    cwd: root,
  }).output();
  if (success) return JSON.parse(new TextDecoder().decode(stdout));
  throw new Error(`Cannot make mutants: ${new TextDecoder().decode(stderr)}`);
}

function placed(
  { file, rule, after, start, end }: Printed,
  text: string,
  seen: Map<string, number>,
): Mutant {
  const [from, to] = [offsetOf(text, start), offsetOf(text, end)];
  const identity = {
    file,
    rule,
    line: (text.split("\n")[start.line] ?? "").trim(),
    before: onOneLine(text.slice(from, to)).slice(0, BEFORE_CHARACTERS),
    after: onOneLine(after),
  };
  const key = identityKey({ ...identity, nth: 0 });
  const nth = seen.get(key) ?? 0;
  seen.set(key, nth + 1);
  return {
    identity: { ...identity, nth },
    lineNumber: start.line + 1,
    start: from,
    end: to,
    code: OPERATOR_RULES.has(rule) ? `(${after})` : after,
  };
}

function offsetOf(text: string, { line, column }: Printed["start"]): number {
  let offset = 0;
  for (let i = 0; i < line; i++) offset = text.indexOf("\n", offset) + 1;
  return offset + column;
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
