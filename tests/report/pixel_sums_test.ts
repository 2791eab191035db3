import { assertEquals } from "@std/assert";
import { litPixels, meanImage, pixelSums } from "../../lib/report/pixel_sums.ts";
import { fixture } from "./fixture.ts";

const { test } = fixture({ classes: 4, examples: 90 });
const PIXELS = 784;
const images = Array.from(
  test.labels.data,
  (_, i) => test.images.data.slice(i * PIXELS, (i + 1) * PIXELS),
);

Deno.test("pixelSums() adds up the images of each class", () => {
  pixelSums(test, 4).forEach(({ sums, count }, k) => {
    const ofClass = images.filter((_, i) => test.labels.data[i] === k);
    assertEquals(count, ofClass.length);
    for (let d = 0; d < PIXELS; d++) {
      assertEquals(sums[d], ofClass.reduce((sum, image) => sum + image[d]!, 0));
    }
  });
});

Deno.test("a class without images has no mean image and no lit pixels", () => {
  const classes = pixelSums(test, 5);
  assertEquals(meanImage(classes[4]!), null);
  assertEquals(litPixels(classes), litPixels(classes.slice(0, 4)));
});

Deno.test("litPixels() marks pixels that are not 0 in at least one image", () => {
  const expected = Uint8Array.from(
    { length: PIXELS },
    (_, d) => Number(images.some((image) => image[d]! > 0)),
  );
  assertEquals(litPixels(pixelSums(test, 4)), expected);
});
