/**
 * Makes two runs on the same images, and facts on their differences.
 *
 * @module
 */
import type { ComparisonInputs } from "../../lib/report/comparison/data.ts";
import type { ComparisonFacts } from "../../lib/report/comparison/facts.ts";
import { fixture, type FixtureOptions } from "./fixture.ts";

/** Two runs. */
export interface ComparedFixture {
  readonly before: ComparisonInputs;
  readonly after: ComparisonInputs;
  readonly facts: ComparisonFacts;
}

/**
 * Makes two runs with the same `options` whose mistakes differ: the first run errs on one image in 7, the
 * second on one in 9 unless `after` sets `wrongEvery`.
 */
export function compared(
  options: FixtureOptions,
  after: FixtureOptions = { wrongEvery: 9 },
): ComparedFixture {
  return {
    before: fixture({ wrongEvery: 7, ...options }),
    after: fixture({ ...options, ...after }),
    facts: FACTS,
  };
}

const digest = (letter: string): string => letter.repeat(64);

/** A difference of every kind. */
export const FACTS: ComparisonFacts = {
  before: {
    id: "20261017T120009-a1a1a1",
    name: "base",
    startedAt: "2026-10-17T12:00:09.120Z",
    elapsedMs: 5_432,
    command: "deno task pipeline --name base",
  },
  after: {
    id: "20261018T080100-b2b2b2",
    name: null,
    startedAt: "2026-10-18T08:01:00.000Z",
    elapsedMs: 91_000,
    command: null,
  },
  params: [
    { name: "train.epochs", before: 20, after: 3 },
    { name: "fetch.directory", before: "", after: null },
  ],
  metrics: [
    { name: "test.accuracy", before: 0.9252, after: 0.9223, delta: -0.0029, better: "before" },
    { name: "test.errors", before: 748, after: 777, delta: 29, better: "before" },
    { name: "test.loss", before: 0.2652, after: 0.2652, delta: 0, better: null },
    { name: "test.new", before: null, after: 1, delta: null, better: null },
  ],
  code: [
    {
      name: "lib/ml/softmax.ts",
      change: "changed",
      before: digest("a"),
      after: digest("b"),
      stages: ["evaluate"],
      inBundle: true,
    },
  ],
  packages: [
    {
      name: "npm:fflate",
      change: "changed",
      before: "0.8.2",
      after: "0.8.3",
      stages: ["report"],
      inBundle: true,
    },
  ],
  files: [{ name: "data/train.gz", before: digest("c"), after: null }],
  hosts: [{ name: "fetch", before: [], after: ["example.org"] }],
  runtime: { name: "deno", before: "deno 2.9.6", after: "deno 2.9.6" },
  stages: [
    {
      name: "fetch",
      before: { state: "ran", elapsedMs: 986, executionMs: 986 },
      after: { state: "hit", elapsedMs: 1, executionMs: 986 },
    },
    { name: "report", before: { state: "ran", elapsedMs: 600, executionMs: 600 }, after: null },
  ],
};
