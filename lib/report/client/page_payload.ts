/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Finds the payload in the page.
 *
 * @module
 */
import { PAYLOAD_ID } from "../anchors.ts";
import type { Payload } from "../payload.ts";

/**
 * The payload that `payloadElement` wrote.
 *
 * @throws {TypeError} if the page has none.
 */
export function readPayload(): Payload {
  const element = byId(PAYLOAD_ID, HTMLScriptElement);
  return JSON.parse(element.textContent ?? "");
}

/**
 * The element with this `id`, which must be of this `type`.
 *
 * @throws {TypeError} if it is not there, or of another type.
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
