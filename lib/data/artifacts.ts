/**
 * What the five stages hand to one another. Shapes: N examples, D features, K classes.
 *
 * @module
 */
import type { Tensor } from "../codec/value.ts";

/** The four raw IDX files, never gzipped. */
export type IdxFiles = {
  readonly trainImages: Uint8Array;
  readonly trainLabels: Uint8Array;
  readonly testImages: Uint8Array;
  readonly testLabels: Uint8Array;
};

/** What is known of a data set beside its bytes. */
export type Catalogue = {
  /** Such as `mnist`. */
  readonly dataset: string;
  /** One a class, in the order of the labels; empty if unknown. */
  readonly classNames: readonly string[];
};

/** Labelled images. Pixels stay bytes; `Normalization` says what numbers they stand for. */
export type Split = {
  /** (N, D): the rows of each image concatenated, first row first. */
  readonly images: Tensor<"uint8">;
  /** Height and width of an image; D is their product. */
  readonly imageShape: readonly [height: number, width: number];
  /** (N): the true classes, 0 to K - 1. */
  readonly labels: Tensor<"uint8">;
  /** (N, K): 1 in the true class's column, 0 elsewhere. */
  readonly oneHot: Tensor<"uint8">;
  /** (N): where each example stood in the file that it came from, from 0. */
  readonly indices: Tensor<"uint32">;
};

/** The affine map from a pixel q in 0..255 to a feature: x = q · scale + offset. */
export type Normalization = {
  readonly method: "unit" | "centered" | "standardized";
  readonly scale: number;
  readonly offset: number;
};

/** Softmax regression: logits = W x + b. */
export type Model = {
  /** (K, D) */
  readonly weights: Tensor<"float32">;
  /** (K) */
  readonly bias: Tensor<"float32">;
};

/** What training measured after one epoch. Losses are mean cross-entropies in nats, without the L2 term. */
export type Epoch = {
  /** From 1. */
  readonly epoch: number;
  readonly learningRate: number;
  /** Over the whole training split, with the weights at the end of the epoch. */
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** `null` where there is no validation split. */
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  /** Length of the gradient of the training loss, L2 term included, by all weights and biases. */
  readonly gradientNorm: number;
};

/** Weights after an epoch, for looking at: w = q · scale, off by at most scale / 2. */
export type WeightSnapshot = {
  readonly epoch: number;
  readonly scale: number;
  /** q (K, D), from -127 to 127. */
  readonly weights: Tensor<"int8">;
};

/** How the model came to be. */
export type History = {
  /** One entry an epoch, in order. */
  readonly epochs: readonly Epoch[];
  /** The epoch whose weights the model has: the last, unless training stopped early. */
  readonly chosenEpoch: number;
  /** At most 10, evenly apart, under 100 kB in all; the last is of the chosen epoch. */
  readonly snapshots: readonly WeightSnapshot[];
};

/** Precision, recall and F1 of one class; `null` where the quotient is 0 / 0. */
export type ClassMetrics = {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Examples of this class. */
  readonly support: number;
};

/** Predictions whose confidence is in (lower, upper]. Means are `null` in an empty bin. */
export type CalibrationBin = {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  readonly meanConfidence: number | null;
  readonly accuracy: number | null;
};

/** How good a model is on the test split. */
export type Metrics = {
  readonly examples: number;
  readonly errors: number;
  readonly accuracy: number;
  /** 95 % Wilson score interval of the accuracy. */
  readonly accuracyInterval: readonly [lower: number, upper: number];
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** (K, K): examples of class (row) that were predicted as class (column). */
  readonly confusion: Tensor<"uint32">;
  readonly perClass: readonly ClassMetrics[];
  readonly calibration: {
    /** Expected calibration error over the bins, in [0, 1]. */
    readonly expectedCalibrationError: number;
    /** Mean over examples of Σ_j (a_j - y_j)², in [0, 2]. */
    readonly brierScore: number;
    /** 15 of equal width over [0, 1]. */
    readonly bins: readonly CalibrationBin[];
  };
};

/** What the model says of each test example, in the order of the test split. */
export type Predictions = {
  /** (N, K): softmax of the logits. */
  readonly probabilities: Tensor<"float32">;
  /** (N): argmax, the lowest index on a tie. */
  readonly predicted: Tensor<"uint8">;
};
