/**
 * Random artifacts from a seed, made to hit the edges: lengths around 15, 31, 255 and 65,535, numbers
 * around the limits of every integer form, text of one to four bytes a character, every element type.
 *
 * @module
 */
import { DTYPES, isDtype, tensorOn } from "../../lib/codec/dtype.ts";
import type { Value } from "../../lib/codec/value.ts";

/** Whole numbers from 0 to `below` - 1, the same ones for a seed (xorshift32). */
export type Draw = (below: number) => number;

/** A sequence of draws. `seed` is not 0. */
export function draws(seed: number): Draw {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const EDGES = [0, 0x1f, 0x20, 0x21, 0x7f, 0x80, 0x81, 0xff, 0x100, 0x7fff, 0x8000, 0x8001, 0xffff]
  .concat([0x1_0000, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ffff, 0x1_0000_0000])
  .concat([Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 60, 0.5, 0.1, 1e-320, Number.MAX_VALUE, 3.25]);

const CHARACTERS = ["a", "Z", " ", '"', "\0", "\n", "é", "\u07ff", "\u0800", "€", "\uffee", "😀"];

const LENGTHS = [0, 1, 2, 3, 5, 15, 16, 17, 31, 32, 33, 255, 256, 257];

const KEYS = ["a", "b", "data", "dtype", "shape", "constructor", "toString", "", "10", "9", "é"];

/** A value with up to `depth` levels of nesting. */
export function randomValue(draw: Draw, depth: number): Value {
  const kinds = depth > 0 ? 9 : 7;
  switch (draw(kinds)) {
    case 0:
      return [null, true, false][draw(3)]!;
    case 1:
    case 2:
      return randomNumber(draw);
    case 3:
      return randomText(draw);
    case 4:
      return randomBytes(draw, pick(draw, LENGTHS));
    case 5:
    case 6:
      return randomTensor(draw);
    case 7:
      return Array.from({ length: draw(20) }, () => randomValue(draw, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: draw(18) }, () => [randomKey(draw), randomValue(draw, depth - 1)]),
      );
  }
}

function randomNumber(draw: Draw): number {
  const size = pick(draw, EDGES) + draw(3) - 1;
  return draw(2) === 0 || size === 0 ? size : -size;
}

function randomKey(draw: Draw): string {
  return draw(2) === 0 ? pick(draw, KEYS) : randomText(draw);
}

function randomText(draw: Draw): string {
  return Array.from({ length: pick(draw, LENGTHS) }, () => pick(draw, CHARACTERS)).join("");
}

function randomBytes(draw: Draw, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, () => draw(256));
}

function randomTensor(draw: Draw): Value {
  const shape = Array.from({ length: draw(5) }, () => draw(5));
  const dtype = pick(draw, Object.keys(DTYPES).filter(isDtype));
  const size = shape.reduce((product, n) => product * n, 1);
  return tensorOn(dtype, shape, randomBytes(draw, size * DTYPES[dtype].itemBytes));
}

function pick<T>(draw: Draw, from: readonly T[]): T {
  return from[draw(from.length)]!;
}
