/**
 * Makes a sweep of a few combinations, for tests of its page.
 *
 * @module
 */
import type { Learned } from "../../lib/report/sweep/data.ts";
import type { Combination, ParamValue, SweepFacts } from "../../lib/report/sweep/facts.ts";

/** Makes a combination of params of one stage. */
export function combination(
  params: { readonly [param: string]: ParamValue },
  metrics: Combination["metrics"] = {},
  more: Partial<Combination> = {},
): Combination {
  return {
    params: { train: params },
    best: false,
    outcome: "ok",
    run: "20261018T080000-5c8448-1",
    elapsedMs: 1_200,
    metrics,
    error: null,
    ...more,
  };
}

/** Makes the learning curves of a combination. */
export function learnedIn(epochs: number, last: number): Learned {
  const towards = (end: number) =>
    Array.from({ length: epochs }, (_, i) => end + (epochs - 1 - i) / 10);
  return {
    validationLoss: towards(last),
    validationAccuracy: towards(last).map((loss) => 1 - loss / 4),
    trainLoss: towards(last - 0.02),
  };
}

/** Makes a sweep of six combinations, the best first; the last one failed. */
export function sweptFixture(
  more: Partial<SweepFacts> = {},
): { readonly facts: SweepFacts; readonly learned: readonly (Learned | null)[] } {
  const rows = [[1, 0], [1, 1e-4], [0.5, 0], [0.5, 1e-4], [50, 0]] as const;
  const combinations = rows.map(([learningRate, l2], i) => {
    const loss = i === 4 ? 40 : 0.28 + i / 100;
    const metrics = { "validation.loss": loss, "validation.accuracy": 0.92 - i / 100 };
    const run = `20261018T080000-5c8448-${i + 1}`;
    return combination({ learningRate, l2 }, metrics, { best: i === 0, run });
  });
  const failed = combination({ learningRate: 50, l2: 1e-4 }, {}, {
    outcome: "failed",
    elapsedMs: null,
    error: { message: "the loss is <NaN>" },
  });
  return {
    facts: {
      sweep: "20261018T080000-5c8448",
      finishedAt: "2026-10-18T08:00:05.432Z",
      elapsedMs: 5_432,
      by: "validation.loss",
      combinations: [...combinations, failed],
      metrics: [
        { name: "validation.loss", description: "cross-entropy", better: "lower" },
        { name: "validation.accuracy", description: "share right", better: "higher" },
        { name: "test.loss", description: "on the test split", better: "lower", judges: true },
      ],
      command: "deno task pipeline sweep train.learningRate=0.5,1,50 train.l2=0,0.0001",
      bestCommand: "deno task pipeline --set train.learningRate=1 --set train.l2=0",
      ...more,
    },
    learned: [...rows.map((_, i) => learnedIn(i === 1 ? 3 : 5, 0.28 + i / 100)), null],
  };
}
