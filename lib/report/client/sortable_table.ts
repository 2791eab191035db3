/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Tables that sort by the column whose heading is pressed: once from the largest on, twice from the
 * smallest. Cells say what they are worth in `data-value`; those without a value stand last.
 *
 * @module
 */
import { element } from "./element.ts";

/** Makes every table with `data-sortable` sort. */
export function startSortableTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
    const heads = [...table.tHead?.rows[0]?.cells ?? []];
    heads.forEach((head, column) => {
      const button = element("button", { type: "button", class: "sort" }, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const rising = head.getAttribute("aria-sort") === "descending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", rising ? "ascending" : "descending");
        sort(table, column, rising ? 1 : -1);
      });
    });
  }
}

function sort(table: HTMLTableElement, column: number, sign: 1 | -1): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const valueOf = (row: HTMLTableRowElement) => {
    const text = row.cells[column]?.dataset["value"] ?? "";
    return text === "" ? null : Number(text);
  };
  const rows = [...body.rows].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
  body.append(...rows);
}
