/**
 * The hyperparameters of training with their bounds. The defaults are the combination with the lowest
 * validation loss. Plain data; the `train` stage takes it as its params.
 *
 * @module
 */

/** Params by name. Bounds of `number` and `integer` are inclusive. */
export const recipe = {
  optimizer: {
    type: "choice",
    default: "sgd",
    choices: ["sgd", "lbfgs"],
    description: "sgd: mini-batch gradient descent; lbfgs: full-batch, to the optimum",
  },
  seed: {
    type: "integer",
    default: 1,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: "seed of the shuffles of the examples in each epoch",
  },
  epochs: {
    type: "integer",
    default: 20,
    min: 1,
    max: 10_000,
    description: "passes over the training split",
  },
  batchSize: {
    type: "integer",
    default: 128,
    min: 1,
    max: 1_000_000,
    description: "examples per step; the last batch of an epoch may be smaller",
  },
  learningRate: {
    type: "number",
    default: 1,
    min: 1e-9,
    max: 1000,
    description: "factor of the gradient in a step, in the first epoch",
  },
  schedule: {
    type: "choice",
    default: "cosine",
    choices: ["constant", "step", "cosine"],
    description: "how the learning rate changes from epoch to epoch",
  },
  stepEpochs: {
    type: "integer",
    default: 1,
    min: 1,
    max: 10_000,
    description: "with schedule=step: epochs between two changes of the learning rate",
  },
  stepFactor: {
    type: "number",
    default: 0.9,
    min: 1e-6,
    max: 1,
    description: "with schedule=step: factor of the learning rate at each change",
  },
  l2: {
    type: "number",
    default: 1e-4,
    min: 0,
    max: 1000,
    description: "strength of the penalty (l2/2)·‖W‖² on the weights; the bias has none",
  },
  momentum: {
    type: "number",
    default: 0,
    min: 0,
    max: 0.999,
    description: "factor of the previous step in the next one; 0 for none",
  },
  patience: {
    type: "integer",
    default: 0,
    min: 0,
    max: 10_000,
    description: "stops after this many epochs without a lower validation loss, and takes the " +
      "weights of the epoch with the lowest; 0 never stops early",
  },
  maxIterations: {
    type: "integer",
    default: 1000,
    min: 1,
    max: 100_000,
    description: "with optimizer=lbfgs: iterations at most",
  },
  gradientTolerance: {
    type: "number",
    default: 1e-4,
    min: 1e-6,
    max: 1,
    description:
      "with optimizer=lbfgs: stops when the norm of the gradient is at most this; below " +
      "1e-5, rounding may end the training earlier",
  },
} as const;
