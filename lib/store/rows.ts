/**
 * Rows of the database as values, and values as rows.
 *
 * @module
 */
import { parseCacheKey } from "../codec/digest.ts";
import type { Row, RunStatement } from "./database.ts";
import { orNull, parseRun } from "./parse.ts";
import { seal } from "./seal.ts";
import type { Claim, FileMemo, StaleMemos, StoredBundle, StoredRun } from "./store.ts";

/** A column as text. */
export function text(row: Row, column: string): string {
  return String(row[column]);
}

/** A column that may be empty; rows of the first version lack some. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null || row[column] === undefined ? null : text(row, column);
}

/** A row of the memo of files. */
export function fileMemo(row: Row): FileMemo {
  return {
    path: text(row, "path"),
    dev: Number(row["dev"]),
    ino: Number(row["ino"]),
    sizeBytes: Number(row["size_bytes"]),
    mtimeMs: Number(row["mtime_ms"]),
    ctimeMs: Number(row["ctime_ms"]),
    sha256: text(row, "sha256"),
    readAtMs: Number(row["read_at_ms"]),
  };
}

/** Puts a bundle. */
export function insertBundle(
  { digest, code, map, sources }: StoredBundle,
  run: RunStatement,
): void {
  run(
    "INSERT OR REPLACE INTO bundle (digest, code, map, sources) VALUES (?, ?, ?, ?)",
    digest,
    code,
    map,
    seal(sources),
  );
}

/** Puts a row of the memo of files. */
export function insertFileMemo(memo: FileMemo, run: RunStatement): void {
  run(
    "INSERT OR REPLACE INTO file_memo VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    memo.path,
    memo.dev,
    memo.ino,
    memo.sizeBytes,
    memo.mtimeMs,
    memo.ctimeMs,
    memo.sha256,
    memo.readAtMs,
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

/** Forgets memos. */
export function deleteMemos({ files, code }: StaleMemos, run: RunStatement): void {
  for (const path of files) run("DELETE FROM file_memo WHERE path = ?", path);
  for (const module of code) run("DELETE FROM code_memo WHERE module = ?", module);
}

/** Puts a run with its figures; one that is there keeps its place and its name. */
export function insertRun({ name, ...stored }: StoredRun, run: RunStatement): void {
  run(
    `INSERT INTO run (id, started_at, body, name) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, body = excluded.body`,
    stored.id,
    stored.startedAt,
    seal(stored),
    name,
  );
  run("DELETE FROM run_metric WHERE run = ?", stored.id);
  for (const [metric, value] of Object.entries(stored.metrics)) {
    run("INSERT INTO run_metric (run, name, value) VALUES (?, ?, ?)", stored.id, metric, value);
  }
}

/** Puts a run that has no figures yet, and the name that `from` loses; unless another has it. */
export function insertNamedRun(
  { name, ...stored }: StoredRun,
  from: string | null,
  run: RunStatement,
): boolean {
  run("UPDATE run SET name = NULL WHERE id = ? AND name = ?", from, name);
  // The index of names decides, so that of two processes one is told.
  const added = run(
    "INSERT OR IGNORE INTO run (id, started_at, body, name) VALUES (?, ?, ?, ?)",
    stored.id,
    stored.startedAt,
    seal(stored),
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
