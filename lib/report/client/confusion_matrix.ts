/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Makes the confusion matrix interactive: it shows counts or shares of rows or columns, and each cell is a
 * button that shows its examples. Arrow keys move from cell to cell.
 *
 * @module
 */
import { MATRIX_ID, MATRIX_NOTE_ID, MATRIX_SCALE_ID } from "../anchors.ts";
import { type Scale, SCALES, shadeOf, shares } from "../confusion_shares.ts";
import { decimal, percent } from "../format.ts";
import type { Payload } from "../payload.ts";
import { element, nameWords } from "./element.ts";
import { byId } from "./page_payload.ts";

/** Makes the matrix in the page interactive; `open` is called with the cell that the user clicks. */
export function startConfusionMatrix(
  { names }: Payload,
  open: (label: number, predicted: number) => void,
): void {
  const classes = names.length;
  const matrix = byId(MATRIX_ID, HTMLTableElement);
  const cells = [...matrix.querySelectorAll("tbody td")];
  const counts = Uint32Array.from(cells, (cell) => Number(cell.textContent));
  const buttons = cells.map((_, i) => cellButton(i === 0));
  cells.forEach((cell, i) => {
    cell.replaceChildren(buttons[i]!);
    buttons[i]!.addEventListener("click", () => open(Math.floor(i / classes), i % classes));
  });
  matrix.addEventListener("keydown", (event) => {
    const from = buttons.indexOf(event.target as HTMLButtonElement);
    const to = from === -1 ? -1 : neighbour(event.key, from, classes);
    if (to === -1) return;
    event.preventDefault();
    for (const button of buttons) button.tabIndex = -1;
    buttons[to]!.tabIndex = 0;
    buttons[to]!.focus();
  });
  const scale = byId(MATRIX_SCALE_ID, HTMLFieldSetElement);
  scale.addEventListener("change", () => show(scaleOf(scale)));
  scale.hidden = false;

  const show = (scale: Scale) => {
    const share = shares(counts, classes, scale);
    const most = Math.max(...share.map((s, i) => i % (classes + 1) === 0 ? 0 : s ?? 0));
    cells.forEach((cell, i) => {
      const right = i % (classes + 1) === 0;
      const label = nameWords(names[Math.floor(i / classes)]!);
      const predicted = nameWords(names[i % classes]!);
      cell.className = shadeOf(share[i] ?? 0, most, right);
      buttons[i]!.textContent = scale === "count" ? String(counts[i]) : short(share[i]!);
      buttons[i]!.setAttribute(
        "aria-label",
        `${label} read as ${predicted}: ${counts[i]}${inWords(share[i]!, scale)}`,
      );
    });
    byId(MATRIX_NOTE_ID, HTMLElement).textContent = NOTES[scale];
  };
  show("count");
}

const NOTES: Readonly<Record<Scale, string>> = {
  count: "",
  row: " as percentages of each row: of all images of a class",
  column: " as percentages of each column: of all answers that name a class",
};

function cellButton(first: boolean): HTMLButtonElement {
  return element("button", { type: "button", class: "cell", tabindex: first ? "0" : "-1" });
}

/** A share in per cent, without the sign. */
function short(share: number | null): string {
  return share === null ? decimal(null, 1) : (share * 100).toFixed(share === 0 ? 0 : 1);
}

function inWords(share: number | null, scale: Scale): string {
  if (scale === "count") return "";
  return `, ${percent(share, 1)} of the ${scale}`;
}

function scaleOf(fieldset: HTMLFieldSetElement): Scale {
  const checked = fieldset.querySelector<HTMLInputElement>("input:checked");
  return SCALES.find((scale) => scale === checked?.value) ?? "count";
}

function neighbour(key: string, from: number, classes: number): number {
  const [row, column] = [Math.floor(from / classes), from % classes];
  switch (key) {
    case "ArrowLeft":
      return column > 0 ? from - 1 : -1;
    case "ArrowRight":
      return column < classes - 1 ? from + 1 : -1;
    case "ArrowUp":
      return row > 0 ? from - classes : -1;
    case "ArrowDown":
      return row < classes - 1 ? from + classes : -1;
    case "Home":
      return row * classes;
    case "End":
      return (row + 1) * classes - 1;
    default:
      return -1;
  }
}
