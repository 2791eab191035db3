/**
 * Rows of the database as values.
 *
 * @module
 */
import type { Row } from "./database.ts";
import type { FileMemo } from "./store.ts";

/** A column as text. */
export function text(row: Row, column: string): string {
  return String(row[column]);
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
