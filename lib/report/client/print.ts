/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Paper is white and cannot be clicked: before printing the page takes its light colours and opens
 * what is folded, and after it everything is as it was.
 *
 * @module
 */

/** Watches for printing; `redraw` is called whenever the colours have changed. */
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
