/**
 * Joins chunks as they come, within a limit: what a stream claims of its own length is not believed.
 *
 * @module
 */

/**
 * All chunks, one after the other.
 *
 * @param next gives the next chunk, `undefined` at the end
 * @param limitBytes how many bytes there may be
 * @param exceed called as soon as there are more; must throw
 *
 * @example
 * ```ts
 * import { collect } from "./collect.ts";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const source = () => {
 *   const chunks = [new Uint8Array([1, 2]), new Uint8Array([3])];
 *   return () => Promise.resolve(chunks.shift());
 * };
 * const exceed = () => {
 *   throw new Error("too long");
 * };
 * assertEquals([...await collect(source(), 3, exceed)], [1, 2, 3]);
 * await assertRejects(() => collect(source(), 2, exceed), Error, "too long");
 * ```
 */
export async function collect(
  next: () => Promise<Uint8Array | undefined>,
  limitBytes: number,
  exceed: (lengthBytes: number) => never,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let chunk = await next(); chunk !== undefined; chunk = await next()) {
    length += chunk.length;
    if (length > limitBytes) exceed(length);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    whole.set(chunk, position);
    position += chunk.length;
  }
  return whole;
}
