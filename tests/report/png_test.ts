import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { digitPicture } from "../../lib/report/digit_picture.ts";
import { greyPngUrl, pngUrl, WHITE } from "../../lib/report/png.ts";
import { colourLimit, weightsPicture } from "../../lib/report/weights_picture.ts";
import { decodePng } from "./png_pixels.ts";

Deno.test("pngUrl() returns a picture that another decoder reads, pixel by pixel", () => {
  const palette = [[1, 2, 3, 0], [250, 128, 7, 255], [9, 9, 9, 77]] as const;
  const pixels = new Uint8Array([0, 1, 2, 2, 1, 0]);
  const { width, height, colours } = decodePng(pngUrl([2, 3], pixels, palette));
  assertEquals([height, width], [2, 3]);
  assertEquals(colours, [...pixels].map((index) => [...palette[index]!]));
});

Deno.test("pngUrl() refuses a shape that does not match the pixels, and too many colours", () => {
  const colour = [0, 0, 0, 255] as const;
  assertThrows(() => pngUrl([2, 2], new Uint8Array(5), [colour]), RangeError, "got 5 pixels");
  assertThrows(() => pngUrl([0, 7], new Uint8Array(0), [colour]), RangeError, "got 0 pixels");
  const colours = Array.from({ length: 257 }, () => colour);
  assertThrows(() => pngUrl([1, 1], new Uint8Array(1), colours), RangeError, "257 colours");
});

Deno.test("weightsPicture() is transparent at 0, symmetric around it, and opaque at the limit", () => {
  const weights = new Float32Array([0, 0.5, -0.5, 1, -1, 7, -7]);
  const [zero, half, minusHalf, full, minusFull, beyond, minusBeyond] =
    decodePng(weightsPicture(weights, [1, 7], 1, [1, 1, 1, 1, 1, 1, 1])).colours;
  assertEquals(zero![3], 0);
  assertEquals(half![3], minusHalf![3]);
  assertEquals([full![3], minusFull![3]], [255, 255]);
  assertEquals([beyond, minusBeyond], [full, minusFull]);
  assertNotEquals(full!.slice(0, 3), minusFull!.slice(0, 3));
});

Deno.test("weightsPicture() of an untrained model is transparent", () => {
  const { colours } = decodePng(weightsPicture(new Float32Array(4), [2, 2], 0, [1, 1, 1, 1]));
  assertEquals(colours.map((colour) => colour[3]), [0, 0, 0, 0]);
});

Deno.test("weightsPicture() draws pixels that are never lit in grey, whatever their weights", () => {
  const url = weightsPicture(new Float32Array([0, 9, -9]), [1, 3], 1, [0, 0, 1]);
  const [first, second, third] = decodePng(url).colours;
  assertEquals(first, second);
  assertEquals(first![0], first![2]);
  assertNotEquals(first, third);
});

Deno.test("colourLimit() ignores one extreme weight in a thousand", () => {
  const weights = Float32Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 0.25 : -0.25));
  weights[500] = 1e6;
  assertEquals(colourLimit(weights), 0.25);
  assertEquals(colourLimit(new Float32Array(0)), 0);
});

Deno.test("digitPicture() draws bright pixels dark, to one of 15 shades", () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, q) => q);
  decodePng(digitPicture(pixels, [16, 16])).colours.forEach(([red, green, blue, alpha], q) => {
    assertEquals([green, blue, alpha], [red, red, 255]);
    assertEquals(Math.abs(255 - red! - q) <= 255 / 30, true, `pixel ${q} is drawn as ${red}`);
  });
});

Deno.test("greyPngUrl() accepts odd widths, and refuses a shape that does not match the pixels", () => {
  const pixels = new Uint8Array([0, 7, WHITE, 3, 12, 1]);
  const { colours } = decodePng(greyPngUrl([2, 3], pixels));
  assertEquals(colours.map(([grey]) => grey! / 17), [...pixels]);
  assertThrows(() => greyPngUrl([2, 2], pixels), RangeError, "got 6 pixels");
});
