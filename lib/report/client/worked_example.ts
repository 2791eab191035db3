/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Makes the worked example editable.
 *
 * @module
 */
import { WORKED_GAP_ID, WORKED_GRADIENT_ID, WORKED_ID, WORKED_TOTALS_ID } from "../anchors.ts";
import { gapText, gradientTexts, K, rowTexts, totalsText, workOut } from "../worked_example.ts";
import { element } from "./element.ts";
import { byId } from "./page_payload.ts";

/** Largest size of a net input; beyond it softmax is 0 or 1. */
const LARGEST = 1000;

/** Replaces net inputs and labels by input fields, and recomputes the example on every change. */
export function startWorkedExample(): void {
  const table = byId(WORKED_ID, HTMLTableElement);
  const rows = [...table.tBodies[0]!.rows];
  const labels = rows.map((row, i) => labelField(row.querySelector("[data-label]")!, i));
  const inputs = rows.flatMap((row, i) =>
    [...row.querySelectorAll<HTMLElement>("[data-input]")].map((cell, k) => inputField(cell, i, k))
  );
  const gradient = [...byId(WORKED_GRADIENT_ID, HTMLTableElement).tBodies[0]!.rows];
  const show = () => {
    const z = inputs.map(valueOf);
    const worked = workOut(z, labels.map(({ value }) => Number(value)));
    rows.forEach((row, i) => fill(row, rowTexts(worked, i)));
    gradient.forEach((row, i) => fill(row, gradientTexts(worked, i)));
    byId(WORKED_TOTALS_ID, HTMLElement).textContent = totalsText(worked);
    byId(WORKED_GAP_ID, HTMLElement).textContent = gapText(worked);
  };
  for (const field of [...labels, ...inputs]) field.addEventListener("input", show);
}

/** The number in a field, clamped to the bounds; 0 if the field is empty. */
function valueOf({ value, valueAsNumber }: HTMLInputElement): number {
  if (value === "" || !Number.isFinite(valueAsNumber)) return 0;
  return Math.max(-LARGEST, Math.min(LARGEST, valueAsNumber));
}

function fill(row: HTMLTableRowElement, texts: readonly string[]): void {
  row.querySelectorAll(".out").forEach((cell, i) => cell.textContent = texts[i]!);
}

function inputField(cell: HTMLElement, i: number, k: number): HTMLInputElement {
  const field = element("input", {
    type: "number",
    step: "0.01",
    min: String(-LARGEST),
    max: String(LARGEST),
    value: cell.dataset["input"]!,
    "aria-label": `Net input ${k + 1} of example ${i + 1}`,
  });
  cell.replaceChildren(field);
  return field;
}

function labelField(cell: HTMLElement, i: number): HTMLSelectElement {
  const options = Array.from(
    { length: K },
    (_, k) => element("option", { value: String(k) }, String(k + 1)),
  );
  const field = element("select", { "aria-label": `True class of example ${i + 1}` }, ...options);
  field.value = cell.dataset["label"]!;
  cell.replaceChildren(field);
  return field;
}
