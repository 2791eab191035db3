/**
 * Rows of the database as values, and values as rows.
 *
 * @module
 */
import { parseCacheKey } from "../codec/digest.ts";
import type { Row, RunStatement } from "./database.ts";
import { orNull, parseJson, parseRecord, parseRun } from "./parse.ts";
import { seal } from "./seal.ts";
import type { Claim, StageRecord, StoredBundle, StoredRun } from "./store.ts";

/**
 * A record as the text of a row.
 *
 * @throws {TypeError} if it would not read back; then it must not be written.
 */
export function recordText(record: StageRecord): string {
  return readable(
    `the record of stage "${record.stage}"`,
    record,
    (text) => parseRecord(text)?.key === record.key,
  );
}

/**
 * A run as the text of a row; its name stands beside it.
 *
 * @throws {TypeError} if it would not read back.
 */
export function runText({ name, ...stored }: StoredRun): string {
  return readable(
    `the row of run ${stored.id}`,
    stored,
    (text) => parseRun(text, name)?.id === stored.id,
  );
}

/**
 * A value that only the engine reads as the text of a row. `what` says in an error what it is of.
 *
 * @throws {TypeError} if it would not read back.
 */
export function jsonText(what: string, value: unknown): string {
  return readable(what, value, (text) => parseJson(text) !== null);
}

/** Held against the parser that reads it, before anything is written. */
function readable(what: string, value: unknown, reads: (text: string) => boolean): string {
  let cause: unknown;
  try {
    const text = seal(value);
    if (reads(text)) return text;
  } catch (error) {
    cause = error;
  }
  const found = cause instanceof Error ? `: ${cause.message}` : "";
  throw new TypeError(`Cannot keep ${what}: it would not read back as it is${found}`, { cause });
}

/** A column as text. */
export function text(row: Row, column: string): string {
  return String(row[column]);
}

/** A column that may be empty; rows of the first version lack some. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null || row[column] === undefined ? null : text(row, column);
}

/** Puts a bundle; `sources` is the text of its sources. */
export function insertBundle(
  { digest, code, map }: StoredBundle,
  sources: string,
  run: RunStatement,
): void {
  run(
    "INSERT OR REPLACE INTO bundle (digest, code, map, sources) VALUES (?, ?, ?, ?)",
    digest,
    code,
    map,
    sources,
  );
}

/** Rows of the claims; one whose key is none claims nothing. */
export function claims(rows: readonly Row[]): Claim[] {
  return rows.flatMap((row) => {
    const key = orNull(() => parseCacheKey(text(row, "key")));
    return key === null ? [] : [{ owner: text(row, "owner"), key }];
  });
}

/** Puts these claims and no others. */
export function replaceClaims(claims: readonly Claim[], run: RunStatement): void {
  run("DELETE FROM claim");
  for (const { owner, key } of claims) {
    run("INSERT OR IGNORE INTO claim (owner, key) VALUES (?, ?)", owner, key);
  }
}

/** Puts a run with its figures, `body` being its text; one that is there keeps its place and its name. */
export function insertRun(stored: StoredRun, body: string, run: RunStatement): void {
  run(
    `INSERT INTO run (id, started_at, body, name) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, body = excluded.body`,
    stored.id,
    stored.startedAt,
    body,
    stored.name,
  );
  run("DELETE FROM run_metric WHERE run = ?", stored.id);
  for (const [metric, value] of Object.entries(stored.metrics)) {
    run("INSERT INTO run_metric (run, name, value) VALUES (?, ?, ?)", stored.id, metric, value);
  }
}

/** Puts a run that has no figures yet, and the name that `from` loses; unless another has it. */
export function insertNamedRun(
  { id, startedAt, name }: StoredRun,
  body: string,
  from: string | null,
  run: RunStatement,
): boolean {
  run("UPDATE run SET name = NULL WHERE id = ? AND name = ?", from, name);
  // The index of names decides, so that of two processes one is told.
  const added = run(
    "INSERT OR IGNORE INTO run (id, started_at, body, name) VALUES (?, ?, ?, ?)",
    id,
    startedAt,
    body,
    name,
  );
  return added === 1;
}

/** Rows with the columns `id`, `body` and `name`; those that do not read as runs are left out. */
export function storedRuns(rows: readonly Row[]): StoredRun[] {
  return rows.flatMap((row) => storedRun(row) ?? []);
}

/** The run in such a row, or `null` if it does not read as one, or as another than its id says. */
export function storedRun(row: Row): StoredRun | null {
  const run = parseRun(text(row, "body"), textOrNull(row, "name"));
  return run?.id === row["id"] ? run : null;
}
