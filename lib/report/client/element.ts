/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Makes elements without parsing markup, as the page's Content-Security-Policy requires.
 *
 * @module
 */

/** Makes an element with attributes and children. A child that is a string becomes text. */
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

/** An element with a shortened name that cannot change the direction of the text around it. */
export function nameElement(name: string): HTMLElement {
  return element("bdi", {}, name);
}

/** A shortened, isolated name as plain text, such as for an `aria-label`. */
export function nameWords(name: string): string {
  return `\u2068${name}\u2069`;
}

/** A button that calls `press` on each click. */
export function button(name: string, press: () => void): HTMLButtonElement {
  const made = element("button", { type: "button" }, name);
  made.addEventListener("click", press);
  return made;
}
