/**
 * Paper cannot be clicked: everything that is folded is opened before printing, and folded again
 * after it.
 *
 * @module
 */
/// <reference lib="dom" />

/** Watches for printing. */
export function openDetailsForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}
