/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Makes elements without markup, as the page's Content-Security-Policy wants it: text stays text.
 *
 * @module
 */

/** An element with attributes and children; a child that is a string becomes text. */
export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A short name that cannot turn the direction of the text around it. */
export function nameElement(name: string): HTMLElement {
  return element("bdi", {}, name);
}

/** The same for plain text, such as a label that is only read out. */
export function nameWords(name: string): string {
  return `\u2068${name}\u2069`;
}

/** A button that does `press`. */
export function button(name: string, press: () => void): HTMLButtonElement {
  const made = element("button", { type: "button" }, name);
  made.addEventListener("click", press);
  return made;
}
