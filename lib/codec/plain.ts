/**
 * Walks a plain value in the order in which it is encoded: arrays by index, objects by key in
 * code-unit order. Refuses, with its path, what is not plain: `undefined`, NaN, infinities, functions,
 * symbols, bigints, class instances (`Map`, `Date`, `Buffer`, objects without a prototype), typed
 * arrays other than `Uint8Array`, getters, hidden and symbol properties, sparse arrays and arrays
 * with names, lone surrogates, cycles, and nesting deeper than {@linkcode MAX_DEPTH}.
 *
 * @module
 */
import { CodecError } from "./codec_error.ts";
import { Path } from "./path.ts";

/** Containers around a value, at most: far more than data needs, far fewer than a stack holds. */
export const MAX_DEPTH = 64;

/** What is done with each part. A visitor may refuse more, by throwing. */
export interface PlainVisitor {
  /** Called first for everything that is an object; true if it is dealt with. */
  special?(value: object, path: Path): boolean;
  /** `null`, a boolean, or a finite number, which may be -0. */
  scalar(value: null | boolean | number, path: Path): void;
  /** Well-formed text. */
  string(text: string, path: Path): void;
  /** Exactly a `Uint8Array`. */
  bytes(bytes: Uint8Array, path: Path): void;
  /** An array begins; `length` values follow. */
  array(length: number): void;
  /** An object begins; `size` pairs of key and value follow. */
  object(size: number): void;
  /** Well-formed, like any text. */
  key(key: string, path: Path): void;
}

/** Says what was found where something else was expected. */
export function refusal(path: Path, found: string, expected: string): CodecError {
  return new CodecError({ path: path.toString() }, `found ${found}, expected ${expected}`);
}

/**
 * Shows `visitor` each part of `root`.
 *
 * @throws {CodecError} at the first part that is not plain.
 */
export function walkPlain(root: unknown, visitor: PlainVisitor): void {
  const path = new Path();
  const ancestors: object[] = [];

  function walk(value: unknown): void {
    if (value === null || typeof value === "boolean" || typeof value === "number") {
      if (typeof value === "number" && !Number.isFinite(value)) {
        throw refusal(path, `${value}`, "a finite number; use null, or a tensor");
      }
      return visitor.scalar(value, path);
    }
    if (typeof value === "string") return visitor.string(wellFormed(value, path), path);
    if (typeof value !== "object") throw refusal(path, describe(value), "plain data");
    if (visitor.special?.(value, path)) return;
    if (isBytes(value, path)) return visitor.bytes(value, path);
    descend(value);
  }

  function descend(value: object): void {
    if (ancestors.includes(value)) {
      throw refusal(path, "a value that encloses this one", "data without cycles");
    }
    if (ancestors.length === MAX_DEPTH) {
      throw refusal(path, "one more level of nesting", `at most ${MAX_DEPTH}`);
    }
    ancestors.push(value);
    if (Array.isArray(value)) walkArray(value);
    else walkObject(value);
    ancestors.pop();
  }

  function walkArray(values: readonly unknown[]): void {
    checkArray(values, path);
    visitor.array(values.length);
    for (let i = 0; i < values.length; i++) {
      path.enter(i);
      walk(values[i]);
      path.leave();
    }
  }

  function walkObject(value: object): void {
    const keys = keysOf(value, path);
    visitor.object(keys.length);
    for (const key of keys) {
      path.enter(key);
      visitor.key(wellFormed(key, path), path);
      walk(ownValue(value, key, path));
      path.leave();
    }
  }

  walk(root);
}

function wellFormed(text: string, path: Path): string {
  if (text.isWellFormed()) return text;
  throw refusal(path, "text with half of a surrogate pair", "well-formed Unicode");
}

function isBytes(value: object, path: Path): value is Uint8Array {
  if (!(value instanceof Uint8Array) || Object.getPrototypeOf(value) !== Uint8Array.prototype) {
    return false;
  }
  if (value.buffer instanceof ArrayBuffer && value.buffer.detached) {
    throw refusal(path, "a Uint8Array whose bytes were transferred away", "its bytes");
  }
  return true;
}

/** Holes read as `undefined`, which the walk refuses: names are all that is left to look for. */
function checkArray(values: readonly unknown[], path: Path): void {
  if (Object.getPrototypeOf(values) !== Array.prototype) {
    throw refusal(path, describe(values), "a plain array");
  }
  if (Object.keys(values).length > values.length) {
    throw refusal(path, "an array with named properties", "a plain array");
  }
}

function keysOf(value: object, path: Path): string[] {
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    throw refusal(path, describe(value), "plain data; copy what is needed into an object or array");
  }
  const keys = Object.keys(value);
  if (Reflect.ownKeys(value).length !== keys.length) {
    throw refusal(path, "a property that is hidden or named by a symbol", "plain properties");
  }
  return keys.sort();
}

function ownValue(value: object, key: string, path: Path): unknown {
  const property = Object.getOwnPropertyDescriptor(value, key);
  if (property === undefined || property.get || property.set) {
    throw refusal(path, "a getter or setter", "a plain property");
  }
  return property.value;
}

/** Such as `undefined`, `a function`, `an instance of Map`. */
export function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  if (Object.getPrototypeOf(value) === null) return "an object without a prototype";
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "a class instance";
}
