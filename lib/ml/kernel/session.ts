/**
 * A training session: a backend that holds a training split and a validation split, and the model's
 * measurements on both.
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
import { gradientsFor, openTeam, type Team, type Workers } from "./team.ts";

/** A training in progress. Disposing of it ends its worker threads. */
export interface Session extends Team {
  readonly backend: Backend;
  readonly examples: Examples;
  readonly N: number;
  readonly M: number;
}

/** The examples of a training, split by split. */
export interface Splits extends Omit<Examples, "parts"> {
  readonly train: Part;
  /** May be empty. */
  readonly validation: Part;
}

/** Measurements of the model after an epoch. */
export interface TrainedEpoch extends FittedEpoch {
  /** ‖(dW, db)‖ of the mean training loss plus the penalty. */
  readonly gradientNorm: number;
}

/** The facts of an epoch that need no measurement. */
export interface EpochFacts {
  readonly epoch: number;
  readonly learningRate: number;
  readonly l2: number;
}

const NO_WORKERS: Workers = { count: 0, start: () => {} };

/**
 * Packs the splits into a backend and starts the worker threads. The first N elements of `backend.rows`
 * are for the shuffled order of an epoch; the next N are the training examples in their own order, the
 * last M the validation examples.
 *
 * @param workers default: none, so that this thread computes alone
 *
 * @throws {RangeError} if the backend cannot hold the splits.
 */
export function openSession(name: BackendName, splits: Splits, workers = NO_WORKERS): Session {
  const { train, validation, ...rest } = splits;
  const examples = { ...rest, parts: [train, validation] };
  const N = train.labels.length;
  const M = validation.labels.length;
  const threads = 1 + workers.count;
  const capacity = { rows: 2 * N + M, gradients: gradientsFor(threads), threads };
  const backend = openBackend(name, examples, capacity);
  for (let i = 0; i < N + M; i++) backend.rows[N + i] = i;
  return { backend, examples, N, M, ...openTeam(backend, workers) };
}

/**
 * Measures the model on both splits, and sets the backend's gradient to that of the training split.
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

/** Completes the measurements where the sums over the training split are known already. */
export function describeEpoch(
  { sumsOver, N, M }: Session,
  { epoch, learningRate }: EpochFacts,
  trained: Sums,
  gradientNorm: number,
): TrainedEpoch {
  const validation = M === 0 ? null : sumsOver(2 * N, M, false);
  return {
    epoch,
    learningRate,
    trainLoss: trained.loss / N,
    trainAccuracy: trained.correct / N,
    validationLoss: validation && validation.loss / M,
    validationAccuracy: validation && validation.correct / M,
    gradientNorm,
  };
}
