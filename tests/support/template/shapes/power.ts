import { EXPONENT } from "./exponent.ts";

export function power(base: number): number {
  let product = 1;
  for (let i = 0; i < EXPONENT; i++) product *= base;
  return product;
}
