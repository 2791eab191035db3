/**
 * A backend with a training split and a validation split in it, and what is measured on them.
 *
 * Letters: N training examples, M validation examples.
 *
 * @module
 */
import { checkFiniteLoss } from "../finite_loss.ts";
import type { FittedEpoch } from "../fit.ts";
import type { Backend, BackendName, Sums } from "./backend.ts";
import type { Examples, Part } from "./examples.ts";
import { meanGradient, norm } from "./gradient.ts";
import { openBackend } from "./open_backend.ts";
import { gradientsFor, type Helpers, openTeam, type Team } from "./team.ts";

/** A training under way. */
export interface Session extends Team {
  readonly backend: Backend;
  readonly examples: Examples;
  readonly N: number;
  readonly M: number;
}

/** What training is given: the examples' parts by name. */
export interface Splits extends Omit<Examples, "parts"> {
  readonly train: Part;
  /** May be empty. */
  readonly validation: Part;
}

/** How good the model is after an epoch. */
export interface TrainedEpoch extends FittedEpoch {
  /** ‖(dW, db)‖ of the mean training loss with the penalty. */
  readonly gradientNorm: number;
}

/** What is known of an epoch before anything is measured. */
export interface EpochFacts {
  readonly epoch: number;
  readonly learningRate: number;
  readonly l2: number;
}

const NO_HELPERS: Helpers = { count: 0, start: () => {} };

/**
 * Packs the splits into a backend and starts the helpers. In `backend.rows` the first N places are for
 * the order of an epoch; after them stand the training examples in their own order, then the
 * validation examples.
 *
 * @throws {RangeError} if the backend cannot hold them.
 */
export function openSession(name: BackendName, splits: Splits, helpers = NO_HELPERS): Session {
  const { train, validation, ...rest } = splits;
  const examples = { ...rest, parts: [train, validation] };
  const N = train.labels.length;
  const M = validation.labels.length;
  const threads = 1 + helpers.count;
  const room = { rows: 2 * N + M, gradients: gradientsFor(threads), threads };
  const backend = openBackend(name, examples, room);
  for (let i = 0; i < N + M; i++) backend.rows[N + i] = i;
  return { backend, examples, N, M, ...openTeam(backend, helpers) };
}

/**
 * Measures the model on both splits; the session's gradient becomes that of the training split.
 *
 * @param when for the message, such as `after epoch 3`
 *
 * @throws {RangeError} if the training loss is NaN or infinite.
 */
export function measureEpoch(session: Session, facts: EpochFacts, when: string): TrainedEpoch {
  const { backend, examples, N } = session;
  const trained = session.sumsOver(N, N, true);
  checkFiniteLoss(trained.loss, when, facts);
  const gradientNorm = norm(meanGradient(backend, examples, N, facts.l2));
  return describeEpoch(session, facts, trained, gradientNorm);
}

/** The same where the training split has been measured already. */
export function describeEpoch(
  { sumsOver, N, M }: Session,
  { epoch, learningRate }: EpochFacts,
  trained: Sums,
  gradientNorm: number,
): TrainedEpoch {
  const held = M === 0 ? null : sumsOver(2 * N, M, false);
  return {
    epoch,
    learningRate,
    trainLoss: trained.loss / N,
    trainAccuracy: trained.right / N,
    validationLoss: held && held.loss / M,
    validationAccuracy: held && held.right / M,
    gradientNorm,
  };
}
