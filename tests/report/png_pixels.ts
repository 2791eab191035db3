/**
 * An independent PNG decoder for tests: it reads pictures with a palette and grey pictures of 4 bits.
 *
 * @module
 */
import { crc32, inflateSync } from "node:zlib";

/** A decoded picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly colours: readonly (readonly number[])[];
}

/**
 * Decodes the picture in a `data:` URL.
 *
 * @throws {Error} if a checksum or a length is wrong.
 */
export function decodePng(url: string): Picture {
  const bytes = Uint8Array.from(
    atob(url.replace("data:image/png;base64,", "")),
    (c) => c.charCodeAt(0),
  );
  const chunks = readChunks(bytes);
  const header = new DataView(chunks.get("IHDR")!.slice().buffer);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  const [depth, type] = [header.getUint8(8), header.getUint8(9)];
  const rows = inflateSync(chunks.get("IDAT")!);
  const size = 1 + Math.ceil((width * depth) / 8);
  if (rows.length !== height * size) throw new Error(`IDAT has ${rows.length} bytes`);
  const colours = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = rows[y * size + 1 + Math.floor((x * depth) / 8)]!;
      const value = (byte >> (8 - depth - ((x * depth) % 8))) & ((1 << depth) - 1);
      colours.push(type === 0 ? grey(value * 17) : indexed(chunks, value));
    }
  }
  return { width, height, colours };
}

/** The colour of a grey from 0 to 255. */
function grey(value: number): number[] {
  return [value, value, value, 255];
}

function indexed(chunks: ReadonlyMap<string, Uint8Array>, index: number): number[] {
  const [palette, alpha] = [chunks.get("PLTE")!, chunks.get("tRNS")!];
  return [...palette.subarray(3 * index, 3 * index + 3), alpha[index]!];
}

function readChunks(bytes: Uint8Array): Map<string, Uint8Array> {
  const chunks = new Map<string, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 8; at < bytes.length;) {
    const length = view.getUint32(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== view.getUint32(at + 8 + length)) throw new Error(`bad checksum at ${at}`);
    chunks.set(new TextDecoder().decode(body.subarray(0, 4)), body.subarray(4));
    at += 12 + length;
  }
  return chunks;
}
