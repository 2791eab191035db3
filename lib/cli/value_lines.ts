/**
 * A summary of a value as lines: a map has a line for each field, everything else is one line.
 *
 * @module
 */
import { printable } from "./printable.ts";
import { size } from "./units.ts";
import type { Summary } from "./value_summary.ts";

/** Characters of a line, at most. */
const LINE = 100;

/** The lines of `summary`; those of a map are indented below `name`. */
export function valueLines(name: string, summary: Summary, indent = "  "): string[] {
  const head = indent + printable(name);
  if (summary.type === "list") {
    const items = summary.preview.flatMap((item, i) => valueLines(`[${i}]`, item, `${indent}  `));
    return [`${head}  list of ${summary.length}`, ...items, ...rest(summary, indent)];
  }
  if (summary.type !== "map") return [shorten(`${head}  ${inOneLine(summary)}`)];
  const fields = Object.entries(summary.preview);
  if (fields.length > 0 && fields.every(([, { type }]) => type === "number" || type === "null")) {
    const pairs = fields.map(([key, field]) => `${printable(key)} ${inOneLine(field)}`);
    return [shorten(`${head}  ${pairs.join(", ")}`), ...rest(summary, indent)];
  }
  return [
    `${head}  map of ${summary.length}`,
    ...fields.flatMap(([key, field]) => valueLines(key, field, `${indent}  `)),
    ...rest(summary, indent),
  ];
}

function rest(
  { length, preview }: Extract<Summary, { length: number; preview: object }>,
  indent: string,
): string[] {
  const hidden = length - Object.keys(preview).length;
  return hidden > 0 ? [`${indent}  and ${hidden} more`] : [];
}

function inOneLine(summary: Summary): string {
  switch (summary.type) {
    case "null":
      return "null";
    case "boolean":
    case "number":
      return String(summary.value);
    case "text": {
      const isWhole = summary.preview.length === summary.length;
      return isWhole
        ? printable(JSON.stringify(summary.preview))
        : `text of ${summary.length}: ${printable(JSON.stringify(summary.preview))}…`;
    }
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

function tensorWords(
  { dtype, shape, preview }: Extract<Summary, { readonly type: "tensor" }>,
): string {
  const elements = preview.map((element) => (element === null ? "NaN" : short(element)));
  if (shape.length === 0) return `${dtype}  ${elements.join("")}`;
  const total = shape.reduce((product, n) => product * n, 1);
  const more = total > preview.length ? ", …" : "";
  return `${dtype} (${shape.join(", ")})  ${elements.join(", ")}${more}`;
}

function short(element: number): string {
  return Number.isInteger(element) ? String(element) : String(Number(element.toPrecision(4)));
}

function shorten(line: string): string {
  return line.length > LINE ? `${line.slice(0, LINE - 1)}…` : line;
}
