/**
 * Reads fields of JSON from another process, with a check of their types.
 *
 * @module
 */

/**
 * Returns the number in a field.
 *
 * @throws {TypeError} if the field is missing or not a number.
 */
export function numberIn(json: unknown, field: string): number {
  const value = valueIn(json, field);
  if (typeof value === "number") return value;
  throw new TypeError(`Expected a number as "${field}", got ${JSON.stringify(json)}`);
}

/**
 * Returns the text in a field.
 *
 * @throws {TypeError} if the field is missing or not a text.
 */
export function textIn(json: unknown, field: string): string {
  const value = valueIn(json, field);
  if (typeof value === "string") return value;
  throw new TypeError(`Expected a text as "${field}", got ${JSON.stringify(json)}`);
}

/** Returns the value of a field; `undefined` if it is missing. */
export function valueIn(json: unknown, field: string): unknown {
  return typeof json === "object" && json !== null ? Reflect.get(json, field) : undefined;
}
