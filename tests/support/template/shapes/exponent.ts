export const EXPONENT = 2;
