/**
 * What can be chosen of a training: hyper-parameters with their bounds, and as defaults the recipe that
 * did best on validation examples. Plain data; a stage takes it as its params.
 *
 * @module
 */

/** By name; `number` and `integer` have inclusive bounds. */
export const recipe = {
  optimizer: {
    type: "choice",
    default: "sgd",
    choices: ["sgd", "lbfgs"],
    description: "sgd: mini-batches; lbfgs: all examples at once, to the optimum",
  },
  seed: {
    type: "integer",
    default: 1,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: "where the order of the examples in each epoch comes from",
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
    description: "examples a step; the last batch of an epoch has what is left",
  },
  learningRate: {
    type: "number",
    default: 1,
    min: 1e-9,
    max: 1000,
    description: "how far a step goes down the gradient, in the first epoch",
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
    description: "with schedule=step: epochs between two changes",
  },
  stepFactor: {
    type: "number",
    default: 0.9,
    min: 1e-6,
    max: 1,
    description: "with schedule=step: what the learning rate is multiplied by at a change",
  },
  l2: {
    type: "number",
    default: 1e-4,
    min: 0,
    max: 1000,
    description: "strength of the penalty (l2/2)·‖W‖² on the weights; the bias is free",
  },
  momentum: {
    type: "number",
    default: 0,
    min: 0,
    max: 0.999,
    description: "share of the last step that the next one keeps; 0 for none",
  },
  patience: {
    type: "integer",
    default: 0,
    min: 0,
    max: 10_000,
    description: "stops after so many epochs without a lower validation loss, and takes the " +
      "weights of the lowest; 0 never stops early",
  },
  maxIterations: {
    type: "integer",
    default: 1000,
    min: 1,
    max: 100_000,
    description: "with optimizer=lbfgs: stops after so many iterations",
  },
  gradientTolerance: {
    type: "number",
    default: 1e-4,
    min: 1e-6,
    max: 1,
    description: "with optimizer=lbfgs: stops where the gradient is no longer than this; below " +
      "1e-5 single precision may show no way down",
  },
} as const;
