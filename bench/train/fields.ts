/**
 * Fields of JSON that another process printed, held against their types.
 *
 * @module
 */

/** The number that `json` has as `field`. Throws if there is none. */
export function numberIn(json: unknown, field: string): number {
  const value = valueIn(json, field);
  if (typeof value === "number") return value;
  throw new TypeError(`Expected a number as "${field}", got ${JSON.stringify(json)}`);
}

/** The text that `json` has as `field`. Throws if there is none. */
export function textIn(json: unknown, field: string): string {
  const value = valueIn(json, field);
  if (typeof value === "string") return value;
  throw new TypeError(`Expected a text as "${field}", got ${JSON.stringify(json)}`);
}

/** What `json` has as `field`; `undefined` if nothing. */
export function valueIn(json: unknown, field: string): unknown {
  return typeof json === "object" && json !== null ? Reflect.get(json, field) : undefined;
}
