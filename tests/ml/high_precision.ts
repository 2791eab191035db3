/**
 * exp, log and cos(π t) to more than 200 bits in fixed-point arithmetic: the integer X represents
 * X / 2^BITS. The slow reference for the fast versions; it shares no code with them.
 *
 * @module
 */

const BITS = 256n;
const ONE = 1n << BITS;
const LN2 = logOfFixed(2n * ONE);
const PI = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n);

/** A number m · 2^e. */
interface Scaled {
  readonly m: bigint;
  readonly e: number;
}

/** The error of `got` as e^x, in units in the last place. */
export function ulpsFromExp(got: number, x: number): number {
  const fixed = toFixed(x);
  const k = fixed / LN2;
  const r = fixed - k * LN2;
  let sum = 0n;
  for (let n = 1n, term = ONE; term !== 0n; n++) {
    sum += term;
    term = ((term * r) >> BITS) / n;
  }
  return ulps(got, { m: sum, e: Number(k) - Number(BITS) });
}

/** The error of `got` as ln x, in units in the last place. */
export function ulpsFromLog(got: number, x: number): number {
  const { m, e } = exact(x);
  const length = m.toString(2).length;
  const significand = m << (BITS - BigInt(length - 1));
  const fixed = logOfFixed(significand) + BigInt(e + length - 1) * LN2;
  return ulps(got, { m: fixed, e: -Number(BITS) });
}

/** The error of `got` as cos(π t), in units in the last place. */
export function ulpsFromCosPi(got: number, t: number): number {
  const turns = toFixed(t) % (2n * ONE);
  const angle = (turns * PI) >> BITS;
  let sum = 0n;
  for (let n = 1n, term = ONE; term !== 0n; n += 2n) {
    sum += term;
    term = -(((term * angle) >> BITS) * angle >> BITS) / (n * (n + 1n));
  }
  return ulps(got, { m: sum, e: -Number(BITS) });
}

/** ln m = 2 artanh((m - 1) / (m + 1)) of 1 ≤ m ≤ 2. */
function logOfFixed(m: bigint): bigint {
  const s = ((m - ONE) << BITS) / (m + ONE);
  const square = (s * s) >> BITS;
  let sum = 0n;
  for (let n = 1n, power = s; power !== 0n; n += 2n) {
    sum += power / n;
    power = (power * square) >> BITS;
  }
  return 2n * sum;
}

function arctanOfInverse(n: bigint): bigint {
  let sum = 0n;
  for (let k = 1n, term = ONE / n; term !== 0n; k += 2n) {
    sum += term / k;
    term = -term / (n * n);
  }
  return sum;
}

/** The exact value of a finite double. */
function exact(x: number): Scaled {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0]!;
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const m = exponent === 0 ? fraction : fraction | (1n << 52n);
  return { m: x < 0 ? -m : m, e: Math.max(exponent, 1) - 1075 };
}

function toFixed(x: number): bigint {
  const { m, e } = exact(x);
  return shift(m, e + Number(BITS));
}

function shift(m: bigint, by: number): bigint {
  return by >= 0 ? m << BigInt(by) : m >> BigInt(-by);
}

/** |got - truth| in units in the last place of `truth`, where a unit is at least 2^-1074. */
function ulps(got: number, truth: Scaled): number {
  const magnitude = truth.m < 0n ? -truth.m : truth.m;
  const topBit = magnitude.toString(2).length - 1 + truth.e;
  const unit = Math.max(topBit - 52, -1074);
  const fractionBits = 40;
  const { m, e } = exact(got);
  const scaledTruth = shift(truth.m, truth.e - unit + fractionBits);
  const difference = shift(m, e - unit + fractionBits) - scaledTruth;
  return Math.abs(Number(difference)) / (1 << 20) / (1 << 20);
}
