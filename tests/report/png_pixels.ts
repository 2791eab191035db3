/**
 * A second, independent reading of the pictures: just enough PNG for the ones with a palette.
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

/** The picture in a `data:` URL. Throws if a checksum or a length is wrong. */
export function decodePng(url: string): Picture {
  const bytes = Uint8Array.from(
    atob(url.replace("data:image/png;base64,", "")),
    (c) => c.charCodeAt(0),
  );
  const chunks = readChunks(bytes);
  const header = new DataView(chunks.get("IHDR")!.slice().buffer);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  const [palette, alpha] = [chunks.get("PLTE")!, chunks.get("tRNS")!];
  const rows = inflateSync(chunks.get("IDAT")!);
  if (rows.length !== height * (width + 1)) throw new Error(`IDAT holds ${rows.length} bytes`);
  const colours = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const place = rows[y * (width + 1) + 1 + x]!;
      colours.push([...palette.subarray(3 * place, 3 * place + 3), alpha[place]!]);
    }
  }
  return { width, height, colours };
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
