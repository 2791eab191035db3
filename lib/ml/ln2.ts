/**
 * The natural logarithm of 2, as one double and as the sum of two.
 *
 * @module
 */

/** ln 2, correctly rounded. */
export const LN2 = 0.6931471805599453;

/** The first 42 bits of ln 2. Its product with an integer below 2¹¹ is exact. */
export const LN2_HIGH = 3_048_493_539_143 / 0x400_0000_0000;

/** The rest: ln 2 = LN2_HIGH + LN2_LOW to 95 bits. */
export const LN2_LOW = 5.497923018708371e-14;
