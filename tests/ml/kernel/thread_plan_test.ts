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

Deno.test("threadPlan() uses what is offered where there is work, and says what threads share", () => {
  assertEquals(threadPlan(1, DEFAULT), { count: 1, words: "1 thread" });
  const few = "4 threads; the steps on one: 128 examples are too few to share";
  assertEquals(threadPlan(4, DEFAULT), { count: 4, words: few });
  const all = { count: 4, words: "4 threads" };
  assertEquals(threadPlan(4, { ...DEFAULT, batchSize: 129 }), all);
  assertEquals(threadPlan(4, { ...DEFAULT, optimizer: "lbfgs" }), all);
});

Deno.test("threadPlan() uses no more threads than there are chunks", () => {
  const small = { ...DEFAULT, epochs: 10_000 };
  const { count, words } = threadPlan(8, { ...small, N: 300 });
  assertEquals([count, words], [3, "3 of 8 threads: 300 examples are no more than 3 chunks"]);
  const one = "1 of 8 threads: 100 examples are no more than 1 chunk";
  assertEquals(threadPlan(8, { ...small, N: 100 }), { count: 1, words: one });
});

Deno.test("threadPlan() starts no thread that saves less than its start takes", () => {
  const counts = [1, 2, 5, 20, 1000].map((epochs) => threadPlan(64, { ...DEFAULT, epochs }).count);
  assertEquals(counts, [1, 2, 3, 5, 37]);
  const { words } = threadPlan(64, { ...DEFAULT, epochs: 1 });
  assertEquals(words, "1 of 64 threads: to start more would take longer than it saves");
});
