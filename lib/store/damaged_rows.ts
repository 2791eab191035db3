/**
 * Rows of the database that do not read as what was written. To everything else they are as good as
 * none, so that a stage runs once more; here they are found and named.
 *
 * @module
 */
import { codeDigest } from "../codec/digest.ts";
import type { Database, Row } from "./database.ts";
import { parseJson, parseRecord } from "./parse.ts";
import { fileMemo } from "./memo_rows.ts";
import { storedRun, text, textOrNull } from "./rows.ts";
import type { DamagedRow, FileMemo } from "./store.ts";

/** Whether what is remembered of a file is true of it. */
export type MemoCheck = (memo: FileMemo) => boolean | Promise<boolean>;

/** How rows of a table are known, and how it is seen that one is whole. */
interface TableOfRows {
  readonly table: string;
  /** The column that names a row. */
  readonly column: string;
  readonly isWhole: (row: Row, isTrue: MemoCheck) => boolean | Promise<boolean>;
}

const TABLES: { readonly [K in DamagedRow["kind"]]: TableOfRows } = {
  record: {
    table: "record",
    column: "key",
    isWhole: (row) => parseRecord(text(row, "body"))?.key === row["key"],
  },
  run: { table: "run", column: "id", isWhole: (row) => storedRun(row) !== null },
  bundle: {
    table: "bundle",
    column: "digest",
    isWhole: async (row) =>
      parseJson(text(row, "sources")) !== null &&
      await codeDigest(new TextEncoder().encode(text(row, "code"))) === row["digest"],
  },
  memo: {
    table: "code_memo",
    column: "module",
    isWhole: (row) => parseJson(text(row, "body")) !== null,
  },
  file: {
    table: "file_memo",
    column: "path",
    isWhole: (row, isTrue) => isTrue(fileMemo(row)),
  },
};

const KINDS = ["record", "run", "bundle", "memo", "file"] as const;

/**
 * Reads every row.
 *
 * @param isTrue Looks at the file of a memo.
 * @throws {IntegrityError} if the pages of the file do not hold together.
 */
export async function findDamagedRows(
  database: Database,
  isTrue: MemoCheck,
): Promise<DamagedRow[]> {
  database.checkPages();
  const damaged: DamagedRow[] = [];
  for (const kind of KINDS) {
    const { table, column, isWhole } = TABLES[kind];
    for (const row of database.all(`SELECT rowid AS place, * FROM ${table}`)) {
      if (await isWhole(row, isTrue)) continue;
      damaged.push({
        kind,
        name: text(row, column),
        stage: kind === "record" ? text(row, "stage") : null,
        runName: kind === "run" ? textOrNull(row, "name") : null,
        place: Number(row["place"]),
      });
    }
  }
  return damaged;
}

/** Removes rows. One that has been written again in the meantime stands elsewhere and stays. */
export function removeRows(database: Database, rows: readonly DamagedRow[]): void {
  database.transaction((run) => {
    for (const { kind, name, place } of rows) {
      const { table, column } = TABLES[kind];
      run(`DELETE FROM ${table} WHERE rowid = ? AND ${column} = ?`, place, name);
    }
  });
}
