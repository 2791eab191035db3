/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Finds the payload and other elements in the page.
 *
 * @module
 */
import { PAYLOAD_ID } from "../anchors.ts";
import type { Payload } from "../payload.ts";

/**
 * Reads the payload that `payloadElement` wrote.
 *
 * @throws {TypeError} if the page has no payload.
 */
export function readPayload(): Payload {
  const element = byId(PAYLOAD_ID, HTMLScriptElement);
  return JSON.parse(element.textContent ?? "");
}

/**
 * Returns the element with this id and type.
 *
 * @throws {TypeError} if the element is missing or has another type.
 */
export function byId<E extends Element>(id: string, type: new () => E): E {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new TypeError(
    `Cannot find #${id} in the page: found ${
      element?.nodeName ?? "nothing"
    }, expected ${type.name}`,
  );
}
