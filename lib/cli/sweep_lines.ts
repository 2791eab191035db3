/**
 * What came of a sweep, for people: a table with the best first, what failed, and what to type next.
 *
 * @module
 */
import { EXIT } from "../engine/errors.ts";
import { assignments } from "../engine/grid.ts";
import { columnsOf } from "./columns.ts";
import type { CombinationDocument, SweepDocument } from "./sweep_document.ts";
import { printable, printableLines } from "./printable.ts";
import type { Style } from "./style.ts";
import { type Alignment, tableLines } from "./table_lines.ts";
import { count, duration, figure } from "./units.ts";

/** How the table is written. */
export interface SweepLineSettings {
  readonly style: Style;
  /** Columns of the terminal: metrics that do not fit are left out. */
  readonly columns: number;
  /** Rows at most. */
  readonly limit: number;
  /** What the params are that were swept, as `[stage, param]`. */
  readonly swept: readonly (readonly [stage: string, param: string])[];
}

const BEST = "best";
const MISSING = "–";

interface Column {
  readonly head: string;
  readonly align: Alignment;
  readonly cellOf: (combination: CombinationDocument) => string;
}

const BEST_COLUMN: Column = {
  head: "",
  align: "left",
  cellOf: ({ best }) => best ? BEST : "",
};

/** The table, and below it what it leaves out. */
export function sweepTable(document: SweepDocument, settings: SweepLineSettings): string[] {
  const combinations = document.combinations.filter(({ outcome }) => outcome !== "cancelled");
  if (combinations.length === 0) return [];
  const shown = combinations.slice(0, settings.limit);
  const columns = fittingColumns(document, shown, settings);
  const rows = [
    columns.map(({ head }) => head),
    ...shown.map((one) => columns.map(({ cellOf }) => cellOf(one))),
  ];
  const [head = "", ...lines] = tableLines(rows, columns.map(({ align }) => align));
  const { style } = settings;
  const hidden = combinations.length - shown.length;
  return [
    style.mark("dim", head),
    ...lines.map((line, i) => shown[i]!.best ? style.mark("green", line) : line),
    ...(hidden > 0 ? [`and ${count(hidden, "more combination")}; --limit N lists more`] : []),
  ];
}

/** Params, the metric that the sweep is about, and as many others as there is room for. */
function fittingColumns(
  { combinations, by }: SweepDocument,
  shown: readonly CombinationDocument[],
  { columns: room, swept }: SweepLineSettings,
): Column[] {
  const names = [...new Set(combinations.flatMap(({ metrics }) => Object.keys(metrics)))];
  const others = names.filter((name) => name !== by).map(metricColumn);
  const first: Column[] = [
    ...(combinations.some(({ best }) => best) ? [BEST_COLUMN] : []),
    ...paramColumns(swept),
    ...(by === null ? [] : [metricColumn(by)]),
  ];
  const last: Column[] = [
    { head: "time", align: "right", cellOf: timeCell },
    { head: "run", align: "left", cellOf: ({ run }) => run ?? MISSING },
  ];
  const widthOf = ({ head, cellOf }: Column): number =>
    2 + shown.reduce((most, one) => Math.max(most, columnsOf(cellOf(one))), columnsOf(head));
  let width = [...first, ...last].reduce((sum, column) => sum + widthOf(column), -2);
  const fitting = others.filter((column) => {
    const fits = width + widthOf(column) <= room;
    if (fits) width += widthOf(column);
    return fits;
  });
  return [...first, ...fitting, ...last];
}

/** Under the param's own name where no other stage's is called the same. */
function paramColumns(swept: SweepLineSettings["swept"]): Column[] {
  return swept.map(([stage, param]) => {
    const isOnly = swept.filter(([, other]) => other === param).length === 1;
    return {
      head: printable(isOnly ? param : `${stage}.${param}`),
      align: "right",
      cellOf: ({ params }) => printable(String(params[stage]?.[param] ?? "default")),
    };
  });
}

function metricColumn(name: string): Column {
  return {
    head: printable(name),
    align: "right",
    cellOf: ({ metrics }) => metricCell(metrics[name]),
  };
}

/** Five decimals: what tells neighbours apart is beyond the fourth. */
function metricCell(value: number | undefined): string {
  if (value === undefined) return MISSING;
  const isPlain = !Number.isInteger(value) && Math.abs(value) >= 0.001 && Math.abs(value) < 1000;
  return isPlain ? value.toFixed(5) : figure(value);
}

function timeCell({ elapsedMs }: CombinationDocument): string {
  return elapsedMs === null ? "failed" : duration(elapsedMs);
}

/** What was done, in one line. */
export function sweepDoneLine(document: SweepDocument): string {
  const { combinations, elapsedMs, sweep, outcome } = document;
  const executed =
    combinations.filter((one) => one.executed.length > 0 || one.error !== null).length;
  const total = count(combinations.length, "combination");
  const time = duration(elapsedMs);
  if (sweep === null && outcome === "ok") {
    return `Everything is fresh: ${total}, nothing to run (${time}).`;
  }
  const id = sweep === null ? "" : `, sweep ${sweep}`;
  return `Ran ${executed} of ${total} in ${time}${id}.`;
}

/** Failures at most that are told one by one. */
const MOST_FAILURES = 10;

/** What failed and why, equal causes told once. */
export function sweepFailureLines({ combinations }: SweepDocument): string[] {
  const failed = combinations.filter(({ error }) => error !== null);
  if (failed.length === 0) return [];
  const causes = Map.groupBy(failed, ({ error }) => error!.message);
  const hidden = causes.size - MOST_FAILURES;
  return [
    `${failed.length} of ${count(combinations.length, "combination")} failed:`,
    ...[...causes].slice(0, MOST_FAILURES).flatMap(([message, them]) => causeLines(message, them)),
    ...(hidden > 0 ? [`  and ${hidden} other causes; --json has them all`] : []),
  ];
}

function causeLines(message: string, them: readonly CombinationDocument[]): string[] {
  const others = them.length - 1;
  const more = others === 0 ? "" : ` and ${count(others, "other")}`;
  const first = printable(assignments(them[0]!.params).join(" "));
  const [headline = "", ...lines] = printableLines(message);
  return [`  ${first}${more}: ${headline}`, ...lines.map((line) => `    ${line.trim()}`)];
}

/** 0, or for combinations that failed the highest of 1, 3 and 4 that their causes lead to. */
export function sweepExitCode({ combinations }: SweepDocument): number {
  const codes = combinations.map(({ error }) =>
    error === null ? EXIT.done : error.kind === "blocked" ? EXIT.stage : EXIT[error.kind]
  );
  return codes.reduce<number>((highest, code) => Math.max(highest, code), EXIT.done);
}
