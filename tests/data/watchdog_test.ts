import { assertEquals, assertRejects } from "@std/assert";
import { withWatchdog } from "../../lib/data/watchdog.ts";
import { FakeClock } from "../support/fake_clock.ts";

const LIMITS = { tryTimeoutMs: 1000, stallTimeoutMs: 100 };
const timedOut = (why: string) => new RangeError(why);

/** Waits until the watchdog gives up. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

Deno.test("withWatchdog() lets a task that shows signs of life go on beyond the limit for silence", async () => {
  using clock = new FakeClock();
  const steps = await withWatchdog(LIMITS, timedOut, (signal, alive) => {
    let count = 0;
    for (; count < 9; count++) {
      clock.pass(99);
      signal.throwIfAborted();
      alive();
    }
    return Promise.resolve(count);
  });
  assertEquals(steps, 9);
});

Deno.test("withWatchdog() gives up at the limit for silence, not before, from the last sign of life", async () => {
  using clock = new FakeClock();
  await assertRejects(
    () =>
      withWatchdog(LIMITS, timedOut, (signal, alive) => {
        clock.pass(50);
        alive();
        clock.pass(99);
        assertEquals(signal.aborted, false);
        clock.pass(1);
        return aborted(signal);
      }),
    RangeError,
    "no byte came for 100 ms",
  );
});

Deno.test("withWatchdog() gives up at the limit for the whole, however lively the task is", async () => {
  using clock = new FakeClock();
  await assertRejects(
    () =>
      withWatchdog(LIMITS, timedOut, (signal, alive) => {
        for (let passedMs = 0; passedMs < 990; passedMs += 90) {
          clock.pass(90);
          alive();
        }
        clock.pass(9);
        assertEquals(signal.aborted, false);
        clock.pass(1);
        return aborted(signal);
      }),
    RangeError,
    "it was not complete after 1000 ms",
  );
});

Deno.test("withWatchdog() stops what a task left behind, and leaves no timer, however it ended", async () => {
  using clock = new FakeClock();
  const signals: AbortSignal[] = [];
  const end = (task: () => Promise<string>) =>
    withWatchdog(LIMITS, timedOut, (signal, alive) => {
      signals.push(signal);
      alive();
      return task();
    });
  assertEquals(await end(() => Promise.resolve("done")), "done");
  await assertRejects(() => end(() => Promise.reject(new TypeError("no"))), TypeError, "no");
  assertEquals(signals.map(({ aborted }) => aborted), [true, true]);
  assertEquals(clock.pending, 0);
});
