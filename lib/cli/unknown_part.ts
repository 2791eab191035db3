/**
 * The problem of a field that an artifact does not have.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import type { UsageProblem } from "../engine/errors.ts";
import { unknownName } from "./unknown_name.ts";
import { isFields, isList, partOf } from "./value_part.ts";

/** Says which of `fields` the value of the artifact called `name` does not have. */
export function unknownPart(name: string, value: Value, fields: readonly string[]): UsageProblem {
  const depth = fields.findIndex((_, i) => partOf(value, fields.slice(0, i + 1)) === undefined);
  const above = partOf(value, fields.slice(0, depth)) ?? null;
  const prefix = [name, ...fields.slice(0, depth)].join(".");
  const known = isFields(above)
    ? Object.keys(above)
    : isList(above) && above.length > 0
    ? [`0`, `${above.length - 1}`]
    : [];
  return unknownName("field", `${prefix}.${fields[depth]}`, known.map((key) => `${prefix}.${key}`));
}
