/**
 * Inflates gzip within a limit. Refuses more output than the limit while it is still inflating, a
 * stream that is damaged or cut short, and anything after its one member: further members too,
 * although the format allows them, because the platform's inflater cannot read them.
 *
 * @module
 */
import { collect } from "./collect.ts";
import { CutShortError, IntegrityError } from "./errors.ts";

/**
 * Input goes in by slices, as the platform inflates each one whole before the output can be counted.
 * A byte of deflate gives at most 1,032, so a bomb is stopped within 4 MiB of the limit.
 */
const SLICE_BYTES = 4096;

/**
 * Does it begin as gzip does? No IDX file does.
 *
 * @example
 * ```ts
 * import { isGzip } from "./gzip.ts";
 * import { assert } from "@std/assert";
 *
 * assert(isGzip(new Uint8Array([0x1f, 0x8b, 8])));
 * assert(!isGzip(new Uint8Array([0, 0, 8, 1])));
 * ```
 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The inflated bytes of one gzip member.
 *
 * @param name what the errors call it
 * @param limitBytes how many inflated bytes there may be
 *
 * @example
 * ```ts
 * import { gunzip } from "./gzip.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = Uint8Array.from(atob("H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA=="), (c) => c.charCodeAt(0));
 * assertEquals(new TextDecoder().decode(await gunzip(bytes, "hello.gz", 5)), "hello");
 * ```
 *
 * @throws {IntegrityError} if there is more than `limitBytes`; as a `CutShortError` if the stream is
 * damaged, incomplete, or goes on after its end.
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { writable, readable } = new DecompressionStream("gzip");
  const reader = readable.getReader();
  // What goes wrong on the way in comes out of the reader as well, and is told from there.
  const feeding = feed(writable.getWriter(), bytes).catch(() => {});
  try {
    return await collect(() => nextChunk(reader, name), limitBytes, () => {
      throw new IntegrityError(`Cannot inflate ${name}: more than ${limitBytes} bytes come out`);
    });
  } finally {
    await reader.cancel().catch(() => {});
    await feeding;
  }
}

async function feed(
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    await writer.write(bytes.subarray(start, start + SLICE_BYTES));
  }
  await writer.close();
}

async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  name: string,
): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch (cause) {
    throw new CutShortError(
      `Cannot inflate ${name}: expected one complete gzip member and nothing after it, ` +
        "found a damaged or incomplete one, or more than one",
      { cause },
    );
  }
}
