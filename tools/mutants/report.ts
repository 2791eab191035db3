/**
 * What people read: each survivor, and a table of the modules.
 *
 * @module
 */
import type { Outcome, Verdict } from "./judge.ts";
import type { Mutant } from "./mutant.ts";

/** A mutant and what became of it. */
export interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

const COLUMNS: readonly Outcome[] = ["killed", "timed out", "refused", "survived"];

/** Where a mutant is and what it changes. */
export function mutantLines({ identity, lineNumber }: Mutant): string {
  const { file, rule, line, before, after } = identity;
  const place = `${file}:${lineNumber}  ${rule}`;
  return `${place}\n    ${line}\n  - ${before}\n  + ${after.slice(0, 200)}`;
}

/** Share of survivors among all that the tests had to judge, in percent; 0 if there were none. */
export function survivorPercent(judged: readonly Judged[]): number {
  const survived = judged.filter(({ verdict }) => verdict.outcome === "survived").length;
  const refused = judged.filter(({ verdict }) => verdict.outcome === "refused").length;
  return judged.length === refused ? 0 : 100 * survived / (judged.length - refused);
}

/** A line for each module and one for all. The compiler's own finds do not count in the share. */
export function summaryTable(judged: readonly Judged[]): string {
  const byModule = Map.groupBy(judged, ({ mutant }) => moduleOf(mutant.identity.file));
  const rows = [...byModule].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = ["module", "mutants", ...COLUMNS, "share"];
  const cells = [...rows, ["all", judged] as const].map(([name, part]) => rowOf(name, part));
  return [head, ...cells].map(aligned).join("\n");
}

function rowOf(name: string, judged: readonly Judged[]): string[] {
  const counts = COLUMNS.map((outcome) =>
    judged.filter(({ verdict }) => verdict.outcome === outcome).length
  );
  return [
    name,
    ...[judged.length, ...counts].map(String),
    `${survivorPercent(judged).toFixed(1)} %`,
  ];
}

function aligned([name = "", ...numbers]: readonly string[]): string {
  return name.padEnd(12) + numbers.map((cell) => cell.padStart(11)).join("");
}

function moduleOf(file: string): string {
  return file.split("/").slice(0, 2).join("/");
}
