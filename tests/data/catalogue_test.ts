import { assertEquals } from "@std/assert";
import { describeDataset, FILE_ROLES } from "../../lib/data/catalogue.ts";
import { mirrorProblem, parseMirror } from "../../lib/data/mirror.ts";
import { NAMES } from "./idx_bytes.ts";

const SETS = ["mnist", "fashion-mnist", "kmnist"];

Deno.test("the files of every data set have the usual names and ranks, the small ones come first", () => {
  assertEquals(FILE_ROLES, ["testLabels", "testImages", "trainLabels", "trainImages"]);
  for (const dataset of [...SETS, "mine"]) {
    const { files } = describeDataset(dataset);
    for (const role of FILE_ROLES) assertEquals(files[role].name, NAMES[role]);
    assertEquals(FILE_ROLES.map((role) => files[role].rank), [1, 3, 1, 3]);
  }
});

Deno.test("sizes are those of 10,000 and 60,000 examples of 28 × 28 pixels; of one's own set unknown", () => {
  const sizes = (dataset: string) =>
    FILE_ROLES.map((role) => describeDataset(dataset).files[role].sizeBytes);
  const expected = [8 + 10_000, 16 + 10_000 * 784, 8 + 60_000, 16 + 60_000 * 784];
  for (const dataset of SETS) assertEquals(sizes(dataset), expected);
  assertEquals(sizes("mine"), [null, null, null, null]);
});

Deno.test("digests are pinned for MNIST alone", () => {
  const pins = (dataset: string) =>
    FILE_ROLES.map((role) => describeDataset(dataset).files[role].sha256?.slice(0, 8) ?? null);
  assertEquals(pins("mnist"), ["ff7bcfd4", "0fa7898d", "65a50cbb", "ba891046"]);
  for (const dataset of ["fashion-mnist", "kmnist", "mine"]) {
    assertEquals(pins(dataset), [null, null, null, null]);
  }
});

Deno.test("the known classes are named in the order of their labels", () => {
  const names = (dataset: string) => describeDataset(dataset).classNames.join(", ");
  assertEquals(names("mnist"), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9");
  assertEquals(
    names("fashion-mnist"),
    "T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Ankle boot",
  );
  assertEquals(names("kmnist"), "o, ki, su, tsu, na, ha, ma, ya, re, wo");
  assertEquals(names("mine"), "");
});

Deno.test("MNIST alone is in the package and has mirrors, which are safe to ask", () => {
  const known = [...SETS, "mine"].map(describeDataset);
  assertEquals(known.map(({ packaged }) => packaged), [true, false, false, false]);
  assertEquals(known.map(({ mirrors }) => mirrors.length), [2, 0, 0, 0]);
  for (const mirror of describeDataset("mnist").mirrors) {
    assertEquals(mirrorProblem(mirror), []);
    assertEquals(parseMirror(mirror).href, mirror);
  }
});
