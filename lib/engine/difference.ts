/**
 * Where two artifacts differ first: the byte, and what of the value stands there. Documents hold a
 * container's size before its parts and keys in order, so the first part that differs is also what the
 * first byte that differs belongs to.
 *
 * @module
 */
import { decodeArtifact } from "../codec/msgpack.ts";
import { Path } from "../codec/path.ts";
import { looksLikeTensor } from "../codec/tensor_extension.ts";
import type { Tensor, Value } from "../codec/value.ts";
import type { ReasonValue } from "./reason.ts";
import type { Difference } from "./reproduction.ts";

/** A place in two values and what stands there. */
type Leaf = Pick<Difference, "path" | "index" | "before" | "after">;

/** Characters of a text that are shown. */
const SHOWN_CHARACTERS = 40;

/**
 * The first difference of two documents that are not equal.
 *
 * @example
 * ```ts
 * import { firstDifference } from "./difference.ts";
 * import { encodeArtifact } from "../codec/msgpack.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const document = (last: number) =>
 *   encodeArtifact({ w: tensor("uint8", [2, 2], new Uint8Array([1, 2, 3, last])) });
 * const { path, index, before, after } = firstDifference("model", document(4), document(5));
 * assertEquals([path, index, before, after], ["$.w", [1, 1], 4, 5]);
 * ```
 */
export function firstDifference(
  output: string,
  before: Uint8Array<ArrayBuffer>,
  after: Uint8Array<ArrayBuffer>,
): Difference {
  const byteOffset = firstUnequal(before, after);
  const leaf = differingLeaf(decodeArtifact(before), decodeArtifact(after), new Path());
  if (leaf === null) throw new Error(`The documents of output "${output}" are equal`);
  return { output, byteOffset, ...leaf };
}

/** The first index at which two sequences differ, or the length of the shorter one. */
function firstUnequal(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  const shorter = Math.min(a.length, b.length);
  let i = 0;
  while (i < shorter && a[i] === b[i]) i += 1;
  return i;
}

function differingLeaf(before: Value, after: Value, path: Path): Leaf | null {
  const leaf = (index: readonly number[] | null, was: ReasonValue, is: ReasonValue): Leaf => ({
    path: path.toString(),
    index,
    before: was,
    after: is,
  });
  if (typeof before === "string" && typeof after === "string") {
    const at = firstUnequal(before, after);
    return before === after ? null : leaf([at], textFrom(before, at), textFrom(after, at));
  }
  if (!isContainer(before) || !isContainer(after) || headOf(before) !== headOf(after)) {
    return before === after ? null : leaf(null, headOf(before), headOf(after));
  }
  if (before instanceof Uint8Array && after instanceof Uint8Array) {
    const at = firstUnequal(before, after);
    return at === before.length ? null : leaf([at], before[at]!, after[at]!);
  }
  if (isTensor(before) && isTensor(after)) {
    const at = firstElement(before, after);
    const index = (): number[] => indexIn(before.shape, at!);
    return at === null ? null : leaf(index(), shown(before.data[at]!), shown(after.data[at]!));
  }
  for (const [key, value] of Object.entries(before)) {
    path.enter(Array.isArray(before) ? Number(key) : key);
    const found = differingLeaf(value, Reflect.get(after, key), path);
    path.leave();
    if (found !== null) return found;
  }
  return null;
}

function isContainer(value: Value): value is Exclude<Value, null | boolean | number | string> {
  return typeof value === "object" && value !== null;
}

function isTensor(value: Value): value is Tensor {
  return isContainer(value) && looksLikeTensor(value);
}

/** What a document says of a value before its parts: two values with equal heads have equal parts' names. */
function headOf(value: Value): ReasonValue {
  if (typeof value === "string") return textFrom(value, 0);
  if (!isContainer(value)) return value;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (isTensor(value)) return `${value.dtype} tensor [${value.shape.join(", ")}]`;
  if (Array.isArray(value)) return `list of ${value.length}`;
  return `map of ${Object.keys(value).join(", ")}`;
}

function textFrom(text: string, at: number): string {
  return text.slice(at, at + SHOWN_CHARACTERS);
}

/** JSON has neither NaN nor -0. */
function shown(element: number): ReasonValue {
  if (Object.is(element, -0)) return "-0";
  return Number.isFinite(element) ? element : String(element);
}

/** The first element whose bytes differ. */
function firstElement({ data: a }: Tensor, { data: b }: Tensor): number | null {
  const bytes = (data: Tensor["data"]): Uint8Array =>
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const at = firstUnequal(bytes(a), bytes(b));
  return at === a.byteLength ? null : Math.floor(at / a.BYTES_PER_ELEMENT);
}

/** The place of a flat index, row-major. */
function indexIn(shape: readonly number[], flat: number): number[] {
  const index: number[] = [];
  let rest = flat;
  for (const length of shape.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return index;
}
