/**
 * IDX files made by hand, and gzip, for tests.
 *
 * @module
 */

/** What the four files are called as published, without `.gz`. */
export const NAMES = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  testImages: "t10k-images-idx3-ubyte",
  testLabels: "t10k-labels-idx1-ubyte",
} as const;

/** The four. */
export const ROLES = ["trainImages", "trainLabels", "testImages", "testLabels"] as const;

/** An IDX file of unsigned bytes: header, then `data` as it is, whether it fits or not. */
export function idxBytes(
  shape: readonly number[],
  data: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0800 + shape.length);
  shape.forEach((n, axis) => view.setUint32(4 + 4 * axis, n));
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

/** Six training and three test images of 2 × 2 pixels, over three classes. */
export function tinyFiles(): {
  readonly trainImages: Uint8Array<ArrayBuffer>;
  readonly trainLabels: Uint8Array<ArrayBuffer>;
  readonly testImages: Uint8Array<ArrayBuffer>;
  readonly testLabels: Uint8Array<ArrayBuffer>;
} {
  return {
    trainImages: idxBytes([6, 2, 2], Array.from({ length: 24 }, (_, i) => 10 * i)),
    trainLabels: idxBytes([6], [0, 1, 0, 1, 2, 2]),
    testImages: idxBytes([3, 2, 2], Array.from({ length: 12 }, (_, i) => 255 - i)),
    testLabels: idxBytes([3], [2, 0, 1]),
  };
}

/** The bytes as one gzip member. */
export async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** SHA-256 in hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}
