/**
 * What a stage may report: progress, metrics, a number of threads. Checked twice by the same functions:
 * in the worker, so that the error names the stage's line, and outside it, where a stage can replace
 * nothing. Their text is sent to the worker, so they use nothing from outside themselves.
 *
 * @module
 */

/** How far a stage has come; see `Progress` in `stage.ts`. */
export interface ReportedProgress {
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly note?: string;
}

/**
 * A copy of a report, each of its fields read once.
 *
 * @throws {Error} if it is none.
 */
export function checkedProgress(given: unknown): ReportedProgress {
  const MAX_UNIT_CHARACTERS = 100;
  const MAX_NOTE_CHARACTERS = 10_000;
  const refuse = (what: string, found: unknown): never => {
    const isPlain = typeof found !== "object" && typeof found !== "function";
    throw new Error(
      `Progress with ${what} ${
        isPlain || found === null ? String(found) : typeof found
      }: expected ` +
        "{ done, total, unit, note? }, with finite numbers as done and total, and a unit and " +
        `a note that are texts of at most ${MAX_UNIT_CHARACTERS} and ${MAX_NOTE_CHARACTERS} characters`,
    );
  };
  const count = (name: string, value: unknown): number => {
    return typeof value === "number" && value - value === 0 ? value : refuse(name, value);
  };
  const text = (name: string, value: unknown, max: number): string => {
    if (typeof value !== "string") return refuse(name, value);
    return value.length <= max ? value : refuse(name, `of ${value.length} characters`);
  };
  if (typeof given !== "object" || given === null) return refuse("the value", given);
  const { done, total, unit, note } = given as { readonly [field: string]: unknown };
  const progress = {
    done: count("done", done),
    total: count("total", total),
    unit: text("unit", unit, MAX_UNIT_CHARACTERS),
  };
  return note === undefined
    ? progress
    : { ...progress, note: text("note", note, MAX_NOTE_CHARACTERS) };
}

/**
 * A metric's name and value.
 *
 * @throws {Error} if there is no finite number, or no name that can be kept.
 */
export function checkedMetric(
  name: unknown,
  value: unknown,
): { readonly name: string; readonly value: number } {
  const MAX_NAME_CHARACTERS = 200;
  const isNumber = typeof value === "number" && value - value === 0;
  const isName = typeof name === "string" && !(name in {}) && name.isWellFormed() &&
    name.length > 0 && name.length <= MAX_NAME_CHARACTERS && !/\p{Cc}/u.test(name);
  if (isNumber && isName) return { name, value };
  const shown = (found: unknown): string =>
    typeof found === "object" && found !== null ? "an object" : String(found);
  throw new Error(
    `Metric ${shown(name)} is ${shown(value)}, expected a finite number under a name of 1 to ` +
      `${MAX_NAME_CHARACTERS} printable characters; leave it out where there is none`,
  );
}

/**
 * How many threads are asked for.
 *
 * @throws {Error} if it is no whole number.
 */
export function checkedCount(count: unknown): number {
  const isCount = typeof count === "number" && count >= 0 && count % 1 === 0;
  if (isCount) return count;
  throw new Error(
    `Cannot start ${
      typeof count === "object" ? "an object of" : String(count)
    } threads: expected a whole number from 0`,
  );
}
