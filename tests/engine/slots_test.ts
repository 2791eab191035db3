import { assertEquals } from "@std/assert";
import { Slots } from "../../lib/engine/slots.ts";

/** Lets happen what needs no waiting. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Slots, and the names of the work that has begun. */
function world(count: number) {
  const slots = new Slots(count);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const use = (name: string, rank?: number): Promise<unknown> => {
    const work = (): Promise<string> => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, () => resolve(`${name} ended`)));
    };
    return rank === undefined ? slots.use(work) : slots.useFor(name, rank, work);
  };
  return { slots, begun, use, end: (name: string): void => ends.get(name)!() };
}

Deno.test("no more goes on than there are slots, the lowest rank is next, of equals the first", async () => {
  const { begun, use, end } = world(2);
  for (const [name, rank] of [["a", 5], ["b", 5], ["c", 9], ["d", 7], ["e", 7]] as const) {
    use(name, rank);
  }
  await turn();
  assertEquals(begun, ["a", "b"]);
  for (const name of ["b", "a", "d", "e", "c"]) {
    end(name);
    await turn();
  }
  assertEquals(begun, ["a", "b", "d", "e", "c"]);
});

Deno.test("work without a rank begins at once where a slot is free", async () => {
  const { begun, use, end } = world(1);
  use("a");
  use("b");
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(begun, ["a"]);
  end("a");
  await turn();
  assertEquals(begun, ["a", "b"]);
});

Deno.test("slots are held back from higher ranks while lower ones are announced", async () => {
  const { slots, begun, use } = world(2);
  const [one, again, three] = [slots.announce(1), slots.announce(1), slots.announce(3)];
  use("two", 2);
  use("four", 4);
  use("one", 1);
  await turn();
  assertEquals(begun, ["one"]);
  one[Symbol.dispose]();
  await turn();
  assertEquals(begun, ["one"], "another one of this rank is announced");
  again[Symbol.dispose]();
  await turn();
  assertEquals(begun, ["one", "two"]);
  three[Symbol.dispose]();
});

Deno.test("who ends gets the slot back for what it goes on with, before later ones", async () => {
  const { slots, begun, use, end } = world(1);
  use("one", 1);
  use("two", 2);
  await turn();
  end("one");
  // After some promises, as a run needs them to get from one stage to the next.
  for (let i = 0; i < 20; i++) await Promise.resolve();
  use("one goes on", 1);
  await turn();
  assertEquals(begun, ["one", "one goes on"]);
  using _ = slots.announce(0);
});

Deno.test("work that waits is withdrawn for a lower rank alone, and work that goes on never", async () => {
  const { slots, begun, use, end } = world(1);
  const first = use("a", 3);
  await turn();
  const waiting = use("b", 3);
  assertEquals([slots.withdraw("a", 1), slots.withdraw("b", 3), slots.withdraw("c", 1)], [
    false,
    false,
    false,
  ]);
  assertEquals(slots.withdraw("b", 2), true);
  assertEquals(await waiting, null);
  end("a");
  assertEquals(await first, "a ended");
  await turn();
  assertEquals(begun, ["a"]);
});
