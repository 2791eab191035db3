/**
 * Holds JSON documents against the tables of `docs/json.md`.
 *
 * @module
 */
import { REPOSITORY } from "../support/project.ts";

/** A field of a table. */
interface Field {
  readonly type: string;
  readonly isOptional: boolean;
}

/** A table by its fields, or the type that stands in place of one. */
type Entry = ReadonlyMap<string, Field> | string;

/** The tables of the page by name, and its examples by schema. */
export interface JsonDocs {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly examples: ReadonlyMap<string, unknown>;
}

/** Reads the page. */
export async function jsonDocs(): Promise<JsonDocs> {
  const text = await Deno.readTextFile(`${REPOSITORY}/docs/json.md`);
  const sections = text.split(/^### /m).slice(1).map((section) => {
    const [name = ""] = section.split("\n", 1);
    return [name, section] as const;
  });
  const examples = sections.flatMap(([name, section]) => {
    const json = /^```json\n(.*?)^```$/ms.exec(section)?.[1];
    return json === undefined ? [] : [[name, JSON.parse(json)] as const];
  });
  return {
    entries: new Map(sections.map(([name, section]) => [name, entryOf(section)])),
    examples: new Map(examples),
  };
}

function entryOf(section: string): Entry {
  const [, table] = /^\| field +\| type .*\n\|[- |]+\n((?:\|.*\n)+)/m.exec(section) ?? [];
  if (table === undefined) return /^`(.*)`$/m.exec(section)?.[1] ?? "";
  return new Map(
    table.trim().split("\n").map((row) => {
      const [, name = "", type = ""] = row.split("|").map((cell) => cell.trim());
      const isOptional = type.endsWith(", optional");
      return [name, { type: type.replace(/, optional$/, ""), isOptional }];
    }),
  );
}

/** Where `value` is not what `type` says; empty if it is. */
export function mismatches(docs: JsonDocs, type: string, value: unknown, path = "$"): string[] {
  const alternatives = type.split(" or ").map((one) => mismatchesOfOne(docs, one, value, path));
  const best = alternatives.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return best.length === 0 || alternatives.length === 1 ? best : [`${path} is no ${type}`, ...best];
}

function mismatchesOfOne(docs: JsonDocs, type: string, value: unknown, path: string): string[] {
  const no = [`${path} is ${JSON.stringify(value)?.slice(0, 60)}, expected ${type}`];
  if (type === "null") return value === null ? [] : no;
  if (["string", "number", "boolean"].includes(type)) {
    const found: string = typeof value;
    return found === type ? [] : no;
  }
  if (type.startsWith('"')) return JSON.stringify(value) === type ? [] : no;
  const [, container, inner] = /^(list|map) of (.*)$/.exec(type) ?? [];
  if (container !== undefined && inner !== undefined) {
    if (Array.isArray(value) !== (container === "list") || !isObject(value)) return no;
    return Object.entries(value).flatMap(([key, part]) =>
      mismatches(docs, inner, part, `${path}.${key}`)
    );
  }
  const entry = docs.entries.get(type);
  if (entry === undefined) throw new Error(`docs/json.md has no table "${type}"`);
  if (typeof entry === "string") return mismatches(docs, entry, value, path);
  return isObject(value) && !Array.isArray(value) ? fieldMismatches(docs, entry, value, path) : no;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function fieldMismatches(
  docs: JsonDocs,
  fields: ReadonlyMap<string, Field>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const unknown = Object.keys(value).filter((name) => !fields.has(name));
  const known = [...fields].flatMap(([name, { type, isOptional }]) => {
    if (Object.hasOwn(value, name)) return mismatches(docs, type, value[name], `${path}.${name}`);
    return isOptional ? [] : [`${path}.${name} is missing`];
  });
  return [...unknown.map((name) => `${path}.${name} is not described`), ...known];
}
