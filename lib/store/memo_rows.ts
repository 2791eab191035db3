/**
 * Memos of files and of code as rows of the database.
 *
 * @module
 */
import type { Database, Row, RunStatement } from "./database.ts";
import { parseJson } from "./parse.ts";
import { jsonText, text } from "./rows.ts";
import type { FileMemo, Memos, StaleMemos } from "./store.ts";

/** All memos. */
export function readMemos(database: Database): Memos {
  const files = database.all("SELECT * FROM file_memo").map(fileMemo);
  const code = database.all("SELECT module, body FROM code_memo");
  return {
    files: new Map(files.map((memo) => [memo.path, memo])),
    code: new Map(code.map((row) => [text(row, "module"), parseJson(text(row, "body"))])),
  };
}

/**
 * Puts memos.
 *
 * @throws {TypeError} if one would not read back; then nothing is written.
 */
export function putMemos(
  files: readonly FileMemo[],
  code: ReadonlyMap<string, unknown>,
  database: Database,
): void {
  const bodies = [...code].map(([module, body]) =>
    [module, jsonText(`the memo of ${module}`, body)] as const
  );
  database.transaction((run) => {
    for (const memo of files) insertFileMemo(memo, run);
    for (const [module, body] of bodies) {
      run("INSERT OR REPLACE INTO code_memo VALUES (?, ?)", module, body);
    }
  });
}

/** Forgets memos. */
export function deleteMemos({ files, code }: StaleMemos, run: RunStatement): void {
  for (const path of files) run("DELETE FROM file_memo WHERE path = ?", path);
  for (const module of code) run("DELETE FROM code_memo WHERE module = ?", module);
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

function insertFileMemo(memo: FileMemo, run: RunStatement): void {
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
