/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Makes tables sortable: a click on a column heading sorts in descending order, a second click in ascending
 * order. Cells have their value in `data-value`; rows without a value come last.
 *
 * @module
 */
import { element } from "./element.ts";

/** Makes every table with `data-sortable` sortable. */
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
