import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { checkClassNames } from "../../lib/data/class_names.ts";
import { classCount, readDataset, selectExamples } from "../../lib/data/dataset.ts";
import { IntegrityError } from "../../lib/data/errors.ts";
import { idxBytes, tinyFiles } from "./idx_bytes.ts";

Deno.test("readDataset() concatenates the rows of each image, without a copy", () => {
  const { trainImages, trainLabels } = tinyFiles();
  const { images, imageShape, labels } = readDataset(trainImages, trainLabels, "training");
  assertEquals([images.shape, imageShape, labels.shape], [[6, 4], [2, 2], [6]]);
  assertStrictEquals(images.data.buffer, trainImages.buffer);
  assertEquals([...images.data.subarray(4, 8)], [40, 50, 60, 70]);
});

Deno.test("readDataset() refuses numbers of images and labels that differ, with both", () => {
  const { trainImages, testLabels } = tinyFiles();
  assertThrows(
    () => readDataset(trainImages, testLabels, "training"),
    IntegrityError,
    "got 6 images and 3 labels, expected equal numbers",
  );
});

Deno.test("readDataset() refuses files without an example or without a pixel", () => {
  for (const [shape, labels] of [[[0, 28, 28], []], [[2, 0, 28], [1, 2]], [[1, 28, 0], [3]]]) {
    assertThrows(
      () => readDataset(idxBytes(shape!, []), idxBytes([labels!.length], labels!), "test"),
      IntegrityError,
      `got ${shape![0]} of ${shape![1]} × ${shape![2]} pixels, expected at least 1 of`,
    );
  }
});

Deno.test("readDataset() refuses images given as labels and labels given as images", () => {
  const { trainImages, trainLabels } = tinyFiles();
  assertThrows(
    () => readDataset(trainLabels, trainImages, "training"),
    IntegrityError,
    "Cannot read the training images as IDX: its rank is 1, expected 3",
  );
});

Deno.test("classCount() is one more than the largest label anywhere", () => {
  assertEquals(classCount([0, 0], [0]), 1);
  assertEquals(classCount([0, 4], [2]), 5);
  assertEquals(classCount([2], [255]), 256);
  assertEquals([classCount(), classCount([], [])], [0, 0]);
});

Deno.test("selectExamples() keeps images and labels together", () => {
  const { trainImages, trainLabels } = tinyFiles();
  const all = readDataset(trainImages, trainLabels, "training");
  const some = selectExamples(all, Uint32Array.of(1, 4));
  assertEquals([...some.images.data], [40, 50, 60, 70, 160, 170, 180, 190]);
  assertEquals([...some.labels.data], [1, 2]);
  const none = selectExamples(all, new Uint32Array(0));
  assertEquals([none.images.shape, none.labels.shape], [[0, 4], [0]]);
});

Deno.test("selectExamples() takes images apart at their ends, whether they are square or not", () => {
  for (const shape of [[3, 1, 2], [3, 2, 1], [3, 1, 3]]) {
    const size = shape[1]! * shape[2]!;
    const images = idxBytes(shape, Array.from({ length: 3 * size }, (_, i) => i));
    const all = readDataset(images, idxBytes([3], [7, 8, 9]), "training");
    const last = selectExamples(all, Uint32Array.of(2));
    assertEquals([...last.images.data], Array.from({ length: size }, (_, i) => 2 * size + i));
    assertEquals([last.images.shape, [...last.labels.data]], [[1, size], [9]]);
  }
});

Deno.test("selectExamples() of all examples copies nothing", () => {
  const { trainImages, trainLabels } = tinyFiles();
  const all = readDataset(trainImages, trainLabels, "training");
  const same = selectExamples(all, Uint32Array.of(0, 1, 2, 3, 4, 5));
  assertStrictEquals(same.images.data.buffer, trainImages.buffer);
});

Deno.test("checkClassNames() finds the first label without a name, and its example", () => {
  const labels = idxBytes([4], [0, 1, 10, 11]);
  assertThrows(
    () => checkClassNames(labels, Array.from("0123456789"), "the labels"),
    IntegrityError,
    "example 2 has label 10, expected 0 to 9, as there are 10 class names",
  );
  assertThrows(() => checkClassNames(labels, ["only"], "it"), Error, "example 1 has label 1");
  assertThrows(() => checkClassNames(idxBytes([1], [1]), ["only"], "it"), Error, "example 0 has");
  checkClassNames(labels, Array.from("0123456789ab"), "the labels");
});
