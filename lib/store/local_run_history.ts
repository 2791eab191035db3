/**
 * Runs of the past of a store in a folder: each question reads the rows that it gives and no others,
 * so that it takes no longer when there are many. A row that does not read is passed over in a list, and
 * refused to whoever asks for that very run.
 *
 * @module
 */
import type { SQLInputValue } from "node:sqlite";
import type { Database, Row } from "./database.ts";
import { IntegrityError } from "./errors.ts";
import { storedRuns, text, textOrNull } from "./rows.ts";
import type { RunHistory, StoredRun } from "./store.ts";

/** The version of the schema that brought names and figures of runs. */
const NAMED_SINCE = 2;

/** Rows that are read at once, at most. */
const ROWS_AT_ONCE = 256;

/** The history in `database`. */
export class LocalRunHistory implements RunHistory {
  readonly #database: Database;
  /** Whether the store has been written since there are names; one that is only read may not. */
  readonly #hasNames: boolean;

  constructor(database: Database) {
    this.#database = database;
    this.#hasNames = database.version() >= NAMED_SINCE;
  }

  count(): number {
    return this.#newestFirst(ROWS_AT_ONCE).reduce((count) => count + 1, 0);
  }

  has(id: string): boolean {
    return this.#database.all("SELECT 1 FROM run WHERE id = ?", id).length > 0;
  }

  newest(limit: number, skipped: number): StoredRun[] {
    const runs = this.#newestFirst(Math.min(skipped + limit, ROWS_AT_ONCE));
    return runs.drop(skipped).take(limit).toArray();
  }

  withId(id: string): StoredRun | null {
    return this.#asked("WHERE id = ?", id)[0] ?? null;
  }

  withPrefix(prefix: string, limit: number): StoredRun[] {
    const where = "WHERE substr(id, 1, ?) = ? ORDER BY rowid DESC LIMIT ?";
    return this.#asked(where, prefix.length, prefix, limit);
  }

  named(name: string): StoredRun | null {
    return this.#hasNames ? this.#asked("WHERE name = ?", name)[0] ?? null : null;
  }

  names(): string[] {
    if (!this.#hasNames) return [];
    const sql = "SELECT name FROM run WHERE name IS NOT NULL ORDER BY rowid DESC";
    return this.#database.all(sql).map((row) => text(row, "name"));
  }

  running(): StoredRun[] {
    // In the words of the index `run_running`, which may find others, too; the `+` keeps SQLite from
    // reading all rows because they are in order.
    const where = `WHERE instr(body, '"outcome":"running"') ORDER BY +rowid DESC`;
    return storedRuns(this.#rows(where)).filter(({ outcome }) => outcome === "running");
  }

  hasMetric(metric: string): boolean {
    const sql = "SELECT 1 FROM run_metric WHERE name = ? LIMIT 1";
    return this.#hasNames && this.#database.all(sql, metric).length > 0;
  }

  metrics(): string[] {
    if (!this.#hasNames) return [];
    const sql = "SELECT DISTINCT name FROM run_metric ORDER BY name";
    return this.#database.all(sql).map((row) => text(row, "name"));
  }

  sortedBy(metric: string, order: "ascending" | "descending", limit: number): StoredRun[] {
    if (!this.#hasNames) return this.newest(limit, 0);
    // In the index's order, so that reading stops at the limit; ids alone, as rows are long.
    const having = `SELECT run.id FROM run_metric CROSS JOIN run ON run.id = run_metric.run
      WHERE run_metric.name = ?
      ORDER BY run_metric.value ${order === "ascending" ? "ASC" : "DESC"}, run.rowid DESC LIMIT ?`;
    const lacking = `SELECT id FROM run
      WHERE NOT EXISTS (SELECT 1 FROM run_metric WHERE run = run.id AND name = ?)
      ORDER BY rowid DESC LIMIT ?`;
    const found = this.#ids(having, metric, limit);
    const rest = found.length < limit ? this.#ids(lacking, metric, limit - found.length) : [];
    return [...found, ...rest].flatMap((id) => storedRuns(this.#rows("WHERE id = ?", id)));
  }

  #ids(sql: string, ...values: SQLInputValue[]): string[] {
    return this.#database.all(sql, ...values).map((row) => text(row, "id"));
  }

  /** Those that read, so many rows at once. */
  *#newestFirst(atOnce: number): Generator<StoredRun, undefined> {
    let rows = this.#rows("ORDER BY rowid DESC LIMIT ?", atOnce);
    for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
      yield* storedRuns(rows);
      rows = this.#rows(
        "WHERE rowid < ? ORDER BY rowid DESC LIMIT ?",
        Number(last["place"]),
        atOnce,
      );
    }
  }

  /** Runs that somebody asks for by what stands beside their text. */
  #asked(where: string, ...values: SQLInputValue[]): StoredRun[] {
    const rows = this.#rows(where, ...values);
    const runs = storedRuns(rows);
    return runs.length === 0 && rows[0] !== undefined ? refuseDamaged(rows[0]) : runs;
  }

  #rows(where: string, ...values: SQLInputValue[]): Row[] {
    const name = this.#hasNames ? "name" : "NULL AS name";
    return this.#database.all(
      `SELECT rowid AS place, id, body, ${name} FROM run ${where}`,
      ...values,
    );
  }
}

function refuseDamaged(row: Row): never {
  const name = textOrNull(row, "name");
  const run = text(row, "id") + (name === null ? "" : ` ("${name}")`);
  throw new IntegrityError(
    `Run ${run} is there, but does not read as what was written; "verify --repair" removes its row`,
  );
}
