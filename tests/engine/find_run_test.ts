/**
 * How runs are called, and what is said where no run or several fit. `history_test.ts` has it through
 * the engine.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { UsageError, type UsageProblem } from "../../lib/engine/errors.ts";
import { findRun } from "../../lib/engine/find_run.ts";
import { ageOf, checkRunName } from "../../lib/engine/run_name.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { digestFor, keyFor } from "../support/recorded.ts";

type Names = Readonly<Record<string, string | null>>;

/** A store with these runs, oldest first, by id. */
function storeWith(runs: Names): MemoryStore {
  const store = new MemoryStore();
  for (const [id, name] of Object.entries(runs)) {
    const startedAt = "2026-11-22T09:37:47.000Z";
    store.putRun({ id, startedAt, elapsedMs: 5, outcome: "ok", name, metrics: {}, summary: null });
  }
  return store;
}

async function found(runs: Names, reference: string): Promise<string> {
  return (await findRun(storeWith(runs), reference)).id;
}

async function refusal(runs: Names | MemoryStore, reference: string): Promise<UsageProblem> {
  const store = runs instanceof MemoryStore ? runs : storeWith(runs);
  const { problems } = await assertRejects(() => findRun(store, reference), UsageError);
  assertEquals(problems.map(({ subject }) => subject), [reference]);
  return problems[0]!;
}

const FIRST = "20261120T080000-aaaaaa";
const SECOND = "20261122T080000-bbbbbb";
const THIRD = "20261122T090000-cccccc";
const RUNS: Names = { [FIRST]: null, [SECOND]: "wide", [THIRD]: "best" };

const UNKNOWN_ID = (reference: string): string =>
  `There is no run whose id begins with "${reference}"; it may have been removed by gc, ` +
  '"runs" lists the runs that are kept';

Deno.test("a run is found by its age, its name, its id and what only its id begins with", async () => {
  assertEquals(await found(RUNS, "latest"), THIRD);
  assertEquals(await found(RUNS, "latest~0"), THIRD);
  assertEquals(await found(RUNS, "latest~2"), FIRST);
  assertEquals(await found(RUNS, "wide"), SECOND);
  assertEquals(await found(RUNS, FIRST), FIRST);
  assertEquals(await found(RUNS, "20261120"), FIRST);
  assertEquals(await found({ [FIRST]: null }, "2"), FIRST);
});

Deno.test("an id that is whole is that run, though others begin with it", async () => {
  const swept = { [`${FIRST}-1`]: null, [`${FIRST}-10`]: null, [`${FIRST}-2`]: null };
  assertEquals(await found(swept, `${FIRST}-1`), `${FIRST}-1`);
  assertEquals((await refusal(swept, FIRST)).message.includes("fits several runs"), true);
});

Deno.test("an age beyond the oldest run is refused with how many there are", async () => {
  const message = async (runs: Names, reference: string) =>
    (await refusal(runs, reference)).message;
  assertEquals(
    await message({}, "latest"),
    'There is no run "latest"; none has executed a stage yet, or gc removed those that had',
  );
  assertEquals(
    await message({ [FIRST]: null }, "latest~1"),
    'There is no run "latest~1"; one run is kept, the oldest is latest',
  );
  for (const age of ["3", "99999999999999999999999999"]) {
    assertEquals(
      await message(RUNS, `latest~${age}`),
      `There is no run "latest~${age}"; 3 runs are kept, the oldest is latest~2`,
    );
  }
});

Deno.test("a name that no run has is refused with the one that was meant, or with those there are", async () => {
  const unknown = (reference: string, names: string) =>
    `There is no run "${reference}"; a run is found by the beginning of its id, by its name ` +
    `(${names}), as latest or as latest~N; "runs" lists them`;
  assertEquals(await refusal(RUNS, "bset"), {
    subject: "bset",
    message: 'There is no run "bset"',
    nearest: "best",
  });
  assertEquals((await refusal(RUNS, "lastest")).nearest, "latest");
  const nothing = { subject: "zzzzzz", message: unknown("zzzzzz", "none has a name yet") };
  assertEquals(await refusal({ [FIRST]: null }, "zzzzzz"), nothing);
  const named = (count: number): Names =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`2026112${i}T080000-aaaaaa`, `name-${i}`]),
    );
  assertEquals(
    (await refusal(named(6), "zzzzzz")).message,
    unknown("zzzzzz", "names are name-5, name-4, name-3, name-2, name-1, name-0"),
  );
  assertEquals(
    (await refusal(named(7), "zzzzzz")).message,
    unknown("zzzzzz", "names are name-6, name-5, name-4, name-3, name-2, name-1, …"),
  );
});

Deno.test("several runs that fit are listed with their names, up to six of them", async () => {
  assertEquals(
    (await refusal(RUNS, "202611")).message,
    `"202611" fits several runs, give more of the id: ${THIRD} (best), ${SECOND} (wide), ${FIRST}`,
  );
  assertEquals(
    (await refusal({ [FIRST]: null, [SECOND]: null }, "2026")).message,
    `"2026" fits several runs, give more of the id: ${SECOND}, ${FIRST}`,
  );
  const many = (count: number): Names =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${FIRST}-${i + 1}`, null]));
  const listed = (ids: readonly number[]) => ids.map((id) => `${FIRST}-${id}`).join(", ");
  const several = `"2026" fits several runs, give more of the id: `;
  assertEquals((await refusal(many(6), "2026")).message, several + listed([6, 5, 4, 3, 2, 1]));
  assertEquals(
    (await refusal(many(7), "2026")).message,
    `${several}${listed([7, 6, 5, 4, 3, 2])}, …`,
  );
});

Deno.test("an id that fits no run is refused with a near one, if enough of it was typed", async () => {
  assertEquals(await refusal(RUNS, "20261120T080000-aaaaab"), {
    subject: "20261120T080000-aaaaab",
    message: UNKNOWN_ID("20261120T080000-aaaaab"),
    nearest: FIRST,
  });
  // As much of each id as was typed: 2026 is near 2025, an id as a whole is not.
  assertEquals((await refusal(RUNS, "2025")).nearest, THIRD);
  assertEquals(await refusal(RUNS, "202" + "x"), {
    subject: "202x",
    message: UNKNOWN_ID("202x"),
    nearest: THIRD,
  });
  assertEquals(await refusal(RUNS, "21"), { subject: "21", message: UNKNOWN_ID("21") });
  assertEquals(await refusal(RUNS, "205"), { subject: "205", message: UNKNOWN_ID("205") });
  assertEquals((await refusal(RUNS, "99999999")).nearest, undefined);
  assertEquals((await refusal({}, "20261120")).nearest, undefined);
});

Deno.test("a run whose records are left is said to have been removed, if its id was given whole", async () => {
  const cases = [[FIRST, "first", "second"], [`${FIRST}-12`, "only"]] as const;
  for (const [id, ...stages] of cases) {
    const store = storeWith({ [SECOND]: null });
    for (const stage of stages) {
      store.putRecord({
        key: keyFor(stage),
        stage,
        ownDigest: "",
        parts: null,
        outputs: [{ name: "x", digest: digestFor(stage), sizeBytes: 1 }],
        metrics: {},
        log: [],
        progress: [],
        elapsedMs: 1,
        run: id,
        madeAt: "2026-11-20T08:00:00.000Z",
      });
    }
    assertEquals(
      (await refusal(store, id)).message,
      `Run "${id}" is no longer kept: gc removed it. What it made of ${
        stages.join(", ")
      } is still ` +
        'there, because something else needs it; "runs" lists the runs that are kept',
    );
    const part = id.slice(0, 20);
    assertEquals((await refusal(store, part)).message, UNKNOWN_ID(part));
  }
});

Deno.test("checkRunName() takes a letter and up to 59 letters, digits, dots, dashes and underscores", () => {
  const fit = ["a", "Z", "wide-batch_2.1", "latest2", "x".repeat(60)];
  for (const name of fit) assertEquals(checkRunName(name), null);
  const unfit = ["", "1a", "-a", ".a", "_a", "a b", "a~1", "ä", "latest", "LATEST", "x".repeat(61)];
  for (const name of unfit) {
    const shown = name.length > 60 ? `${"x".repeat(60)}…` : name;
    assertEquals(checkRunName(name), {
      subject: name,
      message: `A run cannot be called "${shown}"; a name begins with a letter, goes on with ` +
        'letters, digits, ".", "_" or "-", has at most 60 characters and is not "latest"',
    });
  }
});

Deno.test("ageOf() reads latest, with a number or without, and nothing like it", () => {
  assertEquals(["latest", "latest~0", "latest~12"].map(ageOf), [0, 0, 12]);
  assertEquals(ageOf("latest~99999999999999999999"), Number.MAX_SAFE_INTEGER);
  const others = ["", "latest~", "latest~-1", "latest~1.5", "latest 1", "Latest", "xlatest"];
  assertEquals(others.map(ageOf), others.map(() => null));
});
