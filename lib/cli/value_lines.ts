/**
 * A summary of a value as lines: a list or a map has a line for each part, unless all of them are
 * numbers; everything else is one line.
 *
 * @module
 */
import { printable } from "./printable.ts";
import { size } from "./units.ts";
import type { Summary } from "./value_summary.ts";

/** Characters of a line, at most. */
const LINE = 100;

type Container = Extract<Summary, { readonly type: "list" | "map" }>;

/** The lines of `summary`; those of its parts are indented below `name`. */
export function valueLines(name: string, summary: Summary, indent = "  "): string[] {
  const head = indent + printable(name);
  if (summary.type !== "list" && summary.type !== "map") {
    return [shorten(`${head}  ${inOneLine(summary)}`)];
  }
  const parts = partsOf(summary);
  const hidden = summary.length - parts.length;
  const more = hidden > 0 ? [`and ${hidden} more`] : [];
  if (
    parts.length > 0 && parts.every(([, part]) => part.type === "number" || part.type === "null")
  ) {
    const numbers = parts.map(([key, part]) => `${key} ${inOneLine(part)}`.trimStart());
    return [shorten(`${head}  ${[...numbers, ...more].join(", ")}`)];
  }
  const inner = `${indent}  `;
  const lines = parts.flatMap(([key, part], i) => valueLines(key || `[${i}]`, part, inner));
  return [`${head}  ${inOneLine(summary)}`, ...lines, ...more.map((line) => inner + line)];
}

/** Parts by name; those of a list have none. */
function partsOf(summary: Container): (readonly [key: string, part: Summary])[] {
  return summary.type === "list"
    ? summary.preview.map((part) => ["", part] as const)
    : Object.entries(summary.preview).map(([key, part]) => [printable(key), part] as const);
}

function inOneLine(summary: Summary): string {
  switch (summary.type) {
    case "null":
      return "null";
    case "boolean":
      return String(summary.value);
    case "number":
      return short(summary.value);
    case "text":
      return textWords(summary);
    case "bytes":
      return `bytes, ${size(summary.sizeBytes)}: ${summary.preview}…`;
    case "tensor":
      return tensorWords(summary);
    case "list":
    case "map":
      return `${summary.type} of ${summary.length}`;
    default:
      return summary satisfies never;
  }
}

function textWords({ length, preview }: Extract<Summary, { readonly type: "text" }>): string {
  const quoted = printable(JSON.stringify(preview));
  return preview.length === length ? quoted : `text of ${length} characters: ${quoted}…`;
}

function tensorWords(
  { dtype, shape, min, max, preview }: Extract<Summary, { readonly type: "tensor" }>,
): string {
  const elements = preview.map((element) => (element === null ? "not finite" : short(element)));
  if (shape.length === 0) return `${dtype}  ${elements.join("")}`;
  const total = shape.reduce((product, n) => product * n, 1);
  const range = min === null || max === null ? "" : `  ${short(min)} to ${short(max)}`;
  const more = total > preview.length ? ", …" : "";
  return `${dtype} (${shape.join(", ")})${range}: ${elements.join(", ")}${more}`;
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function shorten(line: string): string {
  return line.length > LINE ? `${line.slice(0, LINE - 1)}…` : line;
}
