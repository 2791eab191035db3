/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Prepares the page for printing: it switches to light colours and opens all details elements, and restores
 * both afterwards.
 *
 * @module
 */

/** Listens for printing. `redraw` is called whenever the colours change. */
export function prepareForPrint(redraw: () => void): void {
  const { classList } = document.documentElement;
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")];
    for (const details of opened) details.open = true;
    classList.add("printing");
    redraw();
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    classList.remove("printing");
    redraw();
  });
}
