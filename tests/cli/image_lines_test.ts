import { assertEquals } from "@std/assert";
import { tensor, type Value } from "../../lib/codec/value.ts";
import { imageLines, imageOf } from "../../lib/cli/image_lines.ts";
import { styleOf } from "../../lib/cli/style.ts";

const IMAGES = tensor("uint8", [2, 6], new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));

Deno.test("an image is a row of the first tensor of bytes that has as many columns as pixels", () => {
  const labels = tensor("uint8", [2], new Uint8Array(2));
  const wide = tensor("uint8", [1, 7], new Uint8Array(7));
  const floats = tensor("float32", [2, 6], new Float32Array(12));
  const value = { labels, wide, floats, imageShape: [2, 3], images: IMAGES };
  const image = (pixels: number[]) => ({ height: 2, width: 3, pixels: new Uint8Array(pixels) });
  assertEquals(imageOf(value, 0), image([0, 1, 2, 3, 4, 5]));
  assertEquals(imageOf(value, 1), image([6, 7, 8, 9, 10, 11]));
  assertEquals(imageOf(value, 2), null);
});

Deno.test("what is no map with images of that shape, or too wide to be drawn, is no image", () => {
  const wide = (width: number) => ({
    imageShape: [1, width],
    images: tensor("uint8", [1, width], new Uint8Array(width)),
  });
  assertEquals(imageOf(wide(200), 0)?.width, 200);
  const none: readonly Value[] = [
    null,
    [[2, 3], IMAGES],
    IMAGES,
    { images: IMAGES },
    { imageShape: 6, images: IMAGES },
    { imageShape: [6], images: IMAGES },
    { imageShape: [1, 2, 3], images: IMAGES },
    { imageShape: ["2", 3], images: IMAGES },
    { imageShape: [2, "3"], images: IMAGES },
    { imageShape: [2, 3] },
    { imageShape: [2, 4], images: IMAGES },
    wide(201),
  ];
  for (const value of none) assertEquals(imageOf(value, 0), null);
});

Deno.test("two rows of pixels make a line, ten shades without colour, the last row alone if need be", () => {
  // The first and some last greys of each of the ten shades.
  const greys = [0, 25, 26, 51, 52, 76, 77, 102, 103, 128, 154, 180, 205, 231];
  const even = { height: 2, width: greys.length, pixels: new Uint8Array([...greys, ...greys]) };
  assertEquals(imageLines(even, styleOf(false)), ["  ..::--=+*#%@"]);
  const odd = { height: 3, width: 2, pixels: new Uint8Array([255, 0, 255, 0, 255, 255]) };
  assertEquals(imageLines(odd, styleOf(false)), ["@", "=="]);
});

Deno.test("with colour a cell has the upper pixel in front of the lower, in 24 shades of grey", () => {
  const image = { height: 3, width: 1, pixels: new Uint8Array([10, 11, 255]) };
  assertEquals(imageLines(image, styleOf(true)), [
    "\x1b[38;5;232;48;5;233m▀\x1b[0m",
    "\x1b[38;5;255;48;5;232m▀\x1b[0m",
  ]);
});
