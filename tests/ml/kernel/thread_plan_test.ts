import { assertEquals } from "@std/assert";
import { threadPlan } from "../../../lib/ml/kernel/thread_plan.ts";

const DEFAULT = {
  N: 55_000,
  D: 784,
  optimizer: "sgd",
  batchSize: 128,
  epochs: 20,
  maxIterations: 1000,
} as const;

Deno.test("threadPlan() uses all available threads for enough work, and says if steps use one", () => {
  assertEquals(threadPlan(1, DEFAULT), { count: 1, text: "1 thread" });
  const stepsAlone = "4 threads; each step on 1: a batch of 128 is one chunk";
  assertEquals(threadPlan(4, DEFAULT), { count: 4, text: stepsAlone });
  const all = { count: 4, text: "4 threads" };
  assertEquals(threadPlan(4, { ...DEFAULT, batchSize: 129 }), all);
  assertEquals(threadPlan(4, { ...DEFAULT, optimizer: "lbfgs" }), all);
});

Deno.test("threadPlan() uses no more threads than there are chunks", () => {
  const small = { ...DEFAULT, epochs: 10_000 };
  const { count, text } = threadPlan(8, { ...small, N: 300 });
  assertEquals([count, text], [3, "3 of 8 threads: 300 examples are only 3 chunks"]);
  const one = "1 of 8 threads: 100 examples are only 1 chunk";
  assertEquals(threadPlan(8, { ...small, N: 100 }), { count: 1, text: one });
});

Deno.test("threadPlan() starts no thread that saves less time than its start takes", () => {
  const counts = [1, 2, 5, 20, 1000].map((epochs) => threadPlan(64, { ...DEFAULT, epochs }).count);
  assertEquals(counts, [1, 2, 3, 5, 37]);
  const { text } = threadPlan(64, { ...DEFAULT, epochs: 1 });
  assertEquals(text, "1 of 64 threads: starting more would take longer than it saves");
});
