import { deflateSync } from "fflate";

/** The length of a text when deflated. */
export function packedLength(text: string): number {
  return deflateSync(new TextEncoder().encode(text)).length;
}
