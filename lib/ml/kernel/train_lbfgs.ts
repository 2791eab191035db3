/**
 * Full-batch training by L-BFGS, which converges to the optimum. The backend computes values and
 * gradients in single precision; the steps are computed in double precision.
 *
 * @module
 */
import { checkFiniteLoss } from "../finite_loss.ts";
import { type Evaluation, lbfgs } from "../lbfgs.ts";
import { l2Penalty } from "../l2.ts";
import type { Sums } from "./backend.ts";
import { strideOf } from "./examples.ts";
import { meanGradient, norm } from "./gradient.ts";
import { describeEpoch, measureEpoch, type Session, type TrainedEpoch } from "./session.ts";

/** The penalty, and when to stop. */
export interface LbfgsSettings {
  /** λ of the penalty (λ/2) ‖W‖², from 0 up. */
  readonly l2: number;
  /** From 1 up. */
  readonly maxIterations: number;
  /** Training stops as soon as ‖(dW, db)‖ is at most this. */
  readonly gradientTolerance: number;
}

/**
 * Trains the session's model in place, one iteration of L-BFGS for each step of the generator. An
 * iteration counts as an epoch, its step length as a learning rate.
 *
 * @throws {RangeError} if the training loss is NaN or infinite.
 */
export function* trainLbfgs(session: Session, settings: LbfgsSettings): Generator<TrainedEpoch> {
  const { l2, maxIterations, gradientTolerance } = settings;
  const facts = { epoch: 0, learningRate: 0, l2 };
  let x: Float64Array = new Float64Array(session.backend.parameters.length);
  for (const iterate of lbfgs((trial) => evaluate(session, trial, l2), x)) {
    facts.epoch += 1;
    facts.learningRate = iterate.stepLength;
    checkFiniteLoss(iterate.value, `after iteration ${facts.epoch}`, facts);
    x = iterate.x;
    setParameters(session, x);
    session.backend.prepare();
    const gradientNorm = norm(iterate.gradient);
    yield describeEpoch(session, facts, iterate.sums, gradientNorm);
    if (facts.epoch === maxIterations || gradientNorm <= gradientTolerance) return;
  }
  // The last line search has left the parameters of a point that it rejected.
  setParameters(session, x);
  if (facts.epoch === 0) yield measureEpoch(session, { ...facts, epoch: 1 }, "at the start");
}

function evaluate(session: Session, x: Float64Array, l2: number): Evaluation & { sums: Sums } {
  const { backend, examples, sumsOver, N } = session;
  setParameters(session, x);
  const sums = sumsOver(N, N, true);
  const weights = backend.parameters.subarray(0, examples.D * strideOf(examples.K));
  return {
    value: sums.loss / N + l2Penalty(weights, l2),
    gradient: meanGradient(backend, examples, N, l2),
    sums,
  };
}

/** Rounds the parameters to single precision. Padding keeps its bias of -Infinity. */
function setParameters({ backend, examples: { D, K } }: Session, x: Float64Array): void {
  backend.parameters.set(x.subarray(0, D * strideOf(K) + K));
}
