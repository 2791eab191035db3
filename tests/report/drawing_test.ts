import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { imageOf, type Stroke } from "../../lib/report/drawing.ts";
import { STROKE_PRESETS } from "../../lib/report/stroke_presets.ts";

const SHAPE = [28, 28] as const;

/** Bounding box and centre of mass of the ink, in pixels from the upper left corner. */
function measured(image: Uint8Array) {
  const inked = Array.from(image.keys()).filter((i) => image[i]! > 0);
  const [xs, ys] = [inked.map((i) => i % 28), inked.map((i) => Math.floor(i / 28))];
  const mass = image.reduce((sum, q) => sum + q, 0);
  const mean = (of: (i: number) => number) =>
    inked.reduce((sum, i) => sum + image[i]! * (of(i) + 0.5), 0) / mass;
  return {
    width: Math.max(...xs) - Math.min(...xs) + 1,
    height: Math.max(...ys) - Math.min(...ys) + 1,
    x: mean((i) => i % 28),
    y: mean((i) => Math.floor(i / 28)),
    mass: mass / 255,
  };
}

const moved = (stroke: Stroke, scale: number, by: number): Stroke =>
  stroke.map(([x, y]) => [x * scale + by, y * scale + by]);

Deno.test("imageOf() scales every drawing to a box of 20 × 20, as in MNIST", () => {
  for (const { name, strokes } of STROKE_PRESETS) {
    const { width, height } = measured(imageOf(strokes, SHAPE));
    assertEquals(Math.max(width, height), 20, name);
  }
});

Deno.test("imageOf() centres the mass on pixel 14 to half a pixel", () => {
  for (const { name, strokes } of STROKE_PRESETS) {
    const { x, y } = measured(imageOf(strokes, SHAPE));
    assertAlmostEquals(x, 14.5, 0.5, name);
    assertAlmostEquals(y, 14.5, 0.5, name);
  }
});

Deno.test("imageOf() uses as much ink as MNIST's images have", () => {
  // Half of MNIST's 10,000 test images have ink for 80 to 127 full pixels; the range is 18 to 311.
  for (const { name, strokes } of STROKE_PRESETS) {
    const { mass } = measured(imageOf(strokes, SHAPE));
    assert(mass > 40 && mass < 160, `${name}: ${mass}`);
  }
});

Deno.test("imageOf() does not depend on position and size of the drawing", () => {
  const { strokes } = STROKE_PRESETS.at(-1)!;
  const small = strokes.map((stroke) => moved(stroke, 0.25, 0.5));
  assertEquals(imageOf(small, SHAPE), imageOf(strokes, SHAPE));
});

Deno.test("imageOf() keeps proportions", () => {
  const { width, height } = measured(
    imageOf([[[0, 0], [0.5, 0], [0.5, 1], [0, 1], [0, 0]]], SHAPE),
  );
  // Ink extends half a pen width beyond the lines: (20 - 2.6) / 2 + 2.6.
  assertEquals(height, 20);
  assertAlmostEquals(width, 11.3, 1);
});

Deno.test("imageOf() smooths: lines have grey edges and full ink inside", () => {
  const image = imageOf([[[0.1, 0.1], [0.9, 0.8]]], SHAPE);
  const values = [...new Set(image)];
  assert(values.includes(255) && values.includes(0));
  assert(values.filter((q) => q > 0 && q < 255).length > 10);
});

Deno.test("imageOf() accepts a dot, an empty stroke and no stroke", () => {
  const dot = measured(imageOf([[[0.9, 0.9]]], SHAPE));
  assertAlmostEquals(dot.x, 14.5, 0.5);
  assert(dot.mass > 3 && dot.mass < 9, String(dot.mass));
  assertEquals(imageOf([[]], SHAPE), new Uint8Array(784));
  assertEquals(imageOf([], [2, 3]), new Uint8Array(6));
});

Deno.test("imageOf() scales the box to images of other shapes", () => {
  for (const shape of [[14, 14], [7, 20], [1, 1]] as const) {
    const image = imageOf(STROKE_PRESETS[0]!.strokes, shape);
    assertEquals(image.length, shape[0] * shape[1]);
    assert(image.some((q) => q > 0), String(shape));
  }
});
