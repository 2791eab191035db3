/**
 * exp and log in single precision, from + - × ÷ alone. `exp32.ts` and `log32.ts` do the same operations
 * in TypeScript and state their error bounds.
 *
 * @module
 */

/** e^x of four numbers, each at most 0. Returns 0 below `LOWEST` of `exp32.ts`. */
export function exp(x: v128): v128 {
  const magic = f32x4.splat(12582912);
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.4426950408889634)), magic);
  const k = f32x4.sub(shifted, magic);
  const high = f32x4.sub(x, f32x4.mul(k, f32x4.splat(0.693359375)));
  const r = f32x4.sub(high, f32x4.mul(k, f32x4.splat(-0.00021219444005469057)));

  let tail = f32x4.splat(1.0 / 5040);
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1.0 / 720));
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1.0 / 120));
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1.0 / 24));
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1.0 / 6));
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(0.5));
  const power = f32x4.add(f32x4.splat(1), f32x4.add(r, f32x4.mul(f32x4.mul(r, r), tail)));

  // The lowest bits of the sum with the magic number are k: shifted, they are the exponent of 2^k.
  const twoToK = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  return v128.andnot(f32x4.mul(power, twoToK), f32x4.lt(x, f32x4.splat(-87.3)));
}

/** ln x of a positive normal number. */
export function log(x: f32): f32 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<i32>(x);
  const k = (bits - 0x3f3504f3) >> 23;
  const f = reinterpret<f32>(bits - (k << 23)) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const tail: f32 = z * (<f32>(2.0 / 3) + z * (<f32>(2.0 / 5) + z * (<f32>(2.0 / 7) + z * <f32>(2.0 / 9))));
  const exponent = <f32>k;
  const low: f32 = exponent * <f32>-0.00021219444005469057;
  return exponent * <f32>0.693359375 - ((s * (f - tail) - low) - f);
}
