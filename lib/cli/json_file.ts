/**
 * JSON that people hand in: UTF-8, standard JSON, every key once. Refuses what other readers silently
 * change, and says where it stands. Loaded only if there is such a file.
 *
 * @module
 */
import { type AnyNode, parse } from "@humanwhocodes/momoa";

/** A value of JSON, or what is wrong with the text, one message a problem. */
export type ReadJson =
  | { readonly type: "json"; readonly json: unknown }
  | { readonly type: "wrong"; readonly messages: readonly string[] };

/**
 * Reads the bytes of a file. A byte order mark at its beginning is left out.
 *
 * @param name The file's name, as messages have it.
 *
 * @example
 * ```ts
 * import { readJson } from "./json_file.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const read = readJson(new TextEncoder().encode('{\n  "a": { "b": 1, "b": 2 }\n}'), "p.json");
 * assertEquals(read, {
 *   type: "wrong",
 *   messages: [
 *     '"p.json" has the key "a.b" twice, at line 2 column 10 and at line 2 column 18; leave one out',
 *   ],
 * });
 * ```
 */
export function readJson(bytes: Uint8Array<ArrayBuffer>, name: string): ReadJson {
  if (!isUtf8(bytes)) {
    return wrong(`"${name}" is not UTF-8: ${wrongBytes(bytes)}; save it as UTF-8`);
  }
  const text = new TextDecoder().decode(bytes);
  try {
    const json: unknown = JSON.parse(text);
    const twice = keysTwice(text);
    return twice.length === 0
      ? { type: "json", json }
      : wrong(...twice.map((problem) => `"${name}" has ${problem}`));
  } catch (error) {
    if (error instanceof RangeError) {
      return wrong(`"${name}" is nested too deeply; it needs three levels at most`);
    }
    return wrong(`"${name}" is not JSON: ${messageOf(error)}${placeIn(text, messageOf(error))}`);
  }
}

function wrong(...messages: readonly string[]): ReadJson {
  return { type: "wrong", messages };
}

/** @param isWhole Whether a character may not be cut off at the end. */
function isUtf8(bytes: Uint8Array<ArrayBuffer>, isWhole = true): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

function wrongBytes(bytes: Uint8Array<ArrayBuffer>): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return "it begins like UTF-16";
  }
  const before = new TextDecoder().decode(bytes.subarray(0, lengthOfUtf8(bytes)));
  const lines = before.split("\n");
  return `wrong bytes at line ${lines.length} column ${lines.at(-1)!.length + 1}`;
}

/** How many bytes there are before the character that is wrong. */
function lengthOfUtf8(bytes: Uint8Array<ArrayBuffer>): number {
  let right = 0;
  let wrong = bytes.length + 1;
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (isUtf8(bytes.subarray(0, middle), middle === bytes.length)) right = middle;
    else wrong = middle;
  }
  // Bytes that only begin a character still counted as right.
  while (right > 0 && !isUtf8(bytes.subarray(0, right))) right -= 1;
  return right;
}

/** V8 says where most mistakes stand, but not all. */
function placeIn(text: string, message: string): string {
  if (/\bcolumn \d/.test(message)) return "";
  try {
    parse(text, { mode: "json" });
  } catch (error) {
    const [, line, column] = /\((\d+):(\d+)\)$/.exec(messageOf(error)) ?? [];
    if (line !== undefined && column !== undefined) return ` (line ${line} column ${column})`;
  }
  return "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A sentence for each key that an object has twice. */
function keysTwice(text: string): string[] {
  const problems: string[] = [];
  const visit = (node: AnyNode, path: readonly string[]): void => {
    if (node.type === "Array") {
      node.elements.forEach(({ value }, i) => visit(value, [...path, String(i)]));
    } else if (node.type === "Object") {
      const places = new Map<string, string>();
      for (const { name, value } of node.members) {
        const key = name.type === "String" ? name.value : name.name;
        const place = `line ${name.loc.start.line} column ${name.loc.start.column}`;
        const known = places.get(key);
        const own = [...path, key];
        if (known === undefined) places.set(key, place);
        else problems.push(`${keyWords(own)} twice, at ${known} and at ${place}; leave one out`);
        visit(value, own);
      }
    }
  };
  visit(parse(text, { mode: "json" }).body, []);
  return problems;
}

function keyWords(path: readonly string[]): string {
  return `the key ${JSON.stringify(path.join("."))}`;
}
