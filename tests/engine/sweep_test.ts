/**
 * Sweeps: a run for each combination, what they share executed once.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { UsageError } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import type { Engine, SweepEvent, SweepResult } from "../../lib/engine/engine.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { parseDigest } from "../../lib/codec/digest.ts";
import { RunRow } from "../../lib/engine/run_row.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { objectPath } from "../../lib/store/objects.ts";
import { meetingServer } from "../support/meeting_server.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const number = (max = 100) =>
  ({ type: "number", default: 0, max, description: "a number" }) as const;

const BASE = "export const run = ({ params }) => ({ x: params.n });";
const WORK = `export function run({ inputs, params, metric }) {
  if (params.y === 13) throw new RangeError("no thirteen");
  metric("far", Math.abs(inputs.x + params.y - 5));
  metric("sum", inputs.x + params.y);
  return { x: inputs.x + params.y };
}`;
const LAST =
  "export const run = ({ inputs, metric }) => { metric('judged', inputs.x); return { x: 1 }; };";

interface World {
  readonly engine: Engine;
  readonly root: string;
  readonly store: LocalStore;
}

/** A pipeline base → work → last, whose code may be another. */
async function withPipeline(
  work: (world: World) => Promise<void>,
  codes: { readonly base?: string; readonly work?: string } = {},
  host: string | null = null,
): Promise<void> {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, {
    "base.ts": codes.base ?? BASE,
    "work.ts": codes.work ?? WORK,
    "last.ts": LAST,
  });
  const from = (name: string): Pick<Node, "inputs"> => ({
    inputs: { x: { node: name, output: "x" } },
  });
  const net = host === null ? {} : { net: () => [host] };
  const nodes: Node[] = [
    nodeOf(root, "base", { params: { n: number() }, ...net }),
    {
      ...nodeOf(root, "work", {
        inputs: { x: "" },
        params: { y: number(20), z: number() },
        settings: { speed: number() },
        check: ({ y, z }: { y: number; z: number }) =>
          y + z > 25 ? ["y and z are too much together"] : [],
        metrics: {
          far: { better: "lower", description: "how far the sum is from 5" },
          sum: { better: "higher", description: "the sum" },
        },
        ...net,
      }),
      ...from("base"),
    },
    {
      ...nodeOf(root, "last", {
        inputs: { x: "" },
        params: { w: number() },
        metrics: { judged: { better: "higher", judges: true, description: "the end" } },
      }),
      ...from("work"),
    },
  ];
  using engine = openEngine({ pipeline: definePipeline(nodes), root });
  using store = new LocalStore(`${root}/artifacts`);
  await work({ engine, root, store });
}

function states({ runs }: SweepResult): string[] {
  return runs.map(({ stages }) => stages.map(({ name, state }) => `${name} ${state}`).join(", "));
}

function started(events: readonly SweepEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "run-event" && event.event.type === "stage-started" ? [event.event.stage] : []
  );
}

Deno.test(
  "every combination is a run, what they share is executed once, and the best is named",
  async () => {
    await withPipeline(async ({ engine, store }) => {
      const events: SweepEvent[] = [];
      const grid = { base: { n: [1, 2] }, work: { y: [1, 3, 5] } };
      const observe = (event: SweepEvent): void => void events.push(event);
      const result = await engine.sweep({ grid, by: "far", observe });
      assertEquals(result.outcome, "ok");
      assertEquals(result.runs.map(({ params, metrics }) => [params, metrics["far"]]), [
        [{ base: { n: 1 }, work: { y: 1 } }, 3],
        [{ base: { n: 1 }, work: { y: 3 } }, 1],
        [{ base: { n: 1 }, work: { y: 5 } }, 1],
        [{ base: { n: 2 }, work: { y: 1 } }, 2],
        [{ base: { n: 2 }, work: { y: 3 } }, 0],
        [{ base: { n: 2 }, work: { y: 5 } }, 2],
      ]);
      assertEquals(result.best, 4);
      assertEquals(started(events).toSorted(), ["base", "base", ...Array(6).fill("work")]);
      assertEquals(states(result).filter((text) => text === "base ran, work ran").length, 2);
      assertEquals(states(result).filter((text) => text === "base hit, work ran").length, 4);

      const rows = store.runs(100);
      assertEquals(new Set(rows.map(({ id }) => id)), new Set(result.runs.map(({ run }) => run!)));
      for (const { id, outcome, summary } of rows) {
        const { sweep, params } = summary as { sweep: string; params: unknown };
        assertEquals([outcome, sweep, id.startsWith(`${sweep}-`)], ["ok", result.sweep, true]);
        assertEquals(params, result.runs.find(({ run }) => run === id)?.params);
      }
      assertMatch(result.runs[4]!.run!, /^\d{8}T\d{6}-[0-9a-f]{6}-5$/);
    });
  },
);

Deno.test("a sweep makes what single runs make, and finds what they made", async () => {
  await withPipeline(async ({ engine }) => {
    const single = await engine.run({ params: { work: { y: 2, z: 7 } }, until: "work" });
    const params = { work: { z: 7 } };
    const { runs, sweep } = await engine.sweep({
      params,
      grid: { work: { y: [2, 3] } },
      by: "sum",
    });
    assertEquals(runs.map(({ run, foundIn }) => [run === null, foundIn]), [
      [true, single.run],
      [false, `${sweep}-2`],
    ]);
    const [, work] = (await engine.run({ params: { work: { y: 3, z: 7 } } })).stages;
    assertEquals(work?.state, "hit");
  });
});

Deno.test(
  "the runs end with the stage that gives the metric, or a later one that is named",
  async () => {
    await withPipeline(async ({ engine }) => {
      const grid = { work: { y: [1, 2] } };
      const stages = async (request: { by?: string; until?: string }): Promise<string[]> =>
        (await engine.sweep({ grid, ...request })).runs[0]!.stages.map(({ name }) => name);
      assertEquals(await stages({ by: "sum" }), ["base", "work"]);
      assertEquals(await stages({ by: "sum", until: "last" }), ["base", "work", "last"]);
      assertEquals(await stages({ by: "judged" }), ["base", "work", "last"]);
      assertEquals(await stages({}), ["base", "work", "last"]);
    });
  },
);

Deno.test(
  "a sweep that is repeated executes nothing and says in which runs to find it",
  async () => {
    await withPipeline(async ({ engine, store }) => {
      const request = { grid: { work: { y: [1, 2, 3] } }, by: "sum" };
      const first = await engine.sweep(request);
      const again = await engine.sweep(request);
      assertEquals([again.sweep, again.outcome, again.best], [null, "ok", 2]);
      assertEquals(again.runs.map(({ run }) => run), [null, null, null]);
      assertEquals(
        again.runs.map(({ foundIn }) => foundIn),
        first.runs.map(({ run }) => run),
      );
      assertEquals(store.runs(100).length, 3);
    });
  },
);

Deno.test("case 29: a run that is no longer kept is not said to be where to find a combination", async () => {
  await withPipeline(async ({ engine }) => {
    const grid = { work: { y: [1, 2] } };
    const params = { work: { y: 2 } };
    const { runs: [, second] } = await engine.sweep({ grid, by: "sum", jobs: 1 });
    await engine.run({ params: { work: { y: 1 } }, force: ["work"] });
    await engine.gc({ params, keepRuns: 1 });
    const { runs, sweep } = await engine.sweep({ grid, by: "sum" });
    assertEquals([sweep, runs.map(({ foundIn }) => foundIn === null)], [null, [false, true]]);
    await assertRejects(() => engine.pastRun(second!.run!), UsageError);
  });
});

Deno.test("a combination that fails stops no other, and is tried anew the next time", async () => {
  await withPipeline(async ({ engine }) => {
    const grid = { work: { y: [1, 13, 2] } };
    const result = await engine.sweep({ grid, by: "sum", jobs: 1 });
    assertEquals(result.outcome, "failed");
    assertEquals(result.runs.map(({ outcome }) => outcome), ["ok", "failed", "ok"]);
    const failed = result.runs[1]!.stages[1]!;
    assertEquals(failed.state === "failed" && failed.error.message, "no thirteen");
    assertEquals(result.best, 2);
    const again = await engine.sweep({ grid, by: "sum" });
    assertEquals(states(again), [
      "base hit, work hit",
      "base hit, work failed",
      "base hit, work hit",
    ]);
  });
});

Deno.test("a shared stage that fails is tried once, and every combination says why", async () => {
  const base = `export const run = () => { throw new Error("no base"); };`;
  await withPipeline(async ({ engine }) => {
    const events: SweepEvent[] = [];
    const result = await engine.sweep({
      grid: { work: { y: [1, 2, 3] } },
      by: "sum",
      observe: (event) => void events.push(event),
    });
    assertEquals(started(events), ["base"]);
    assertEquals(states(result), Array(3).fill("base failed, work blocked"));
    for (const { stages: [failed] } of result.runs) {
      assertEquals(failed?.state === "failed" && failed.error.message, "no base");
    }
  }, { base });
});

Deno.test("combinations whose inputs come out alike share the execution, too", async () => {
  const base = "export const run = ({ params }) => ({ x: params.n > 0 ? 1 : 0 });";
  await withPipeline(async ({ engine }) => {
    const events: SweepEvent[] = [];
    const result = await engine.sweep({
      grid: { base: { n: [1, 2, 3, 4] } },
      by: "sum",
      observe: (event) => void events.push(event),
    });
    assertEquals(started(events).toSorted(), ["base", "base", "base", "base", "work"]);
    assertEquals(result.runs.map(({ metrics }) => metrics["sum"]), [1, 1, 1, 1]);
  }, { base });
});

Deno.test("as many stages go on at once as there are jobs, and no more", async () => {
  await using server = meetingServer();
  const work = `export async function run({ metric }) {
    metric("sum", 1);
    return { x: await (await fetch("${server.url}")).text() };
  }`;
  // Neither ends before two have started: one after the other they would wait for ever.
  await withPipeline(
    async ({ engine }) => {
      let working = 0;
      let most = 0;
      const observe = (event: SweepEvent): void => {
        if (event.type !== "run-event") return;
        if (event.event.type === "stage-started") most = Math.max(most, ++working);
        if (event.event.type === "stage-finished" && event.event.result.state === "ran") {
          working -= 1;
        }
      };
      const grid = { work: { y: [1, 2, 3, 4, 5, 6] } };
      const result = await engine.sweep({ grid, by: "sum", jobs: 2, observe });
      assertEquals([result.outcome, most], ["ok", 2]);
    },
    { work },
    server.host,
  );
});

Deno.test("a damaged artifact that all combinations need is made again once", async () => {
  await withPipeline(async ({ engine, root }) => {
    const made = await engine.run({ until: "base" });
    const [base] = made.stages;
    const { digest } = base!.state === "ran" ? base!.outputs["x"]! : { digest: parseDigest("") };
    const path = `${root}/artifacts/${objectPath(digest)}`;
    const bytes = await Deno.readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await Deno.writeFile(path, bytes);
    const events: SweepEvent[] = [];
    const result = await engine.sweep({
      grid: { work: { y: [1, 2, 3, 4, 5, 6, 7, 8] } },
      by: "sum",
      observe: (event) => void events.push(event),
    });
    assertEquals(result.runs.map(({ outcome }) => outcome), Array(8).fill("ok"));
    assertEquals(started(events).filter((name) => name === "base"), ["base"]);
  });
});

Deno.test("a sweep that is stopped says what was not run, and the next one goes on", async () => {
  await withPipeline(async ({ engine }) => {
    const controller = new AbortController();
    const grid = { work: { y: [1, 2, 3, 4, 5, 6, 7, 8] } };
    let done = 0;
    const stopped = await engine.sweep({
      grid,
      by: "sum",
      jobs: 1,
      signal: controller.signal,
      observe: (event) => {
        if (event.type === "run-finished" && ++done === 3) controller.abort();
      },
    });
    assertEquals(stopped.outcome, "cancelled");
    const finished = stopped.runs.filter(({ outcome }) => outcome === "ok");
    assert(finished.length > 0 && finished.length < 8);
    const next = await engine.sweep({ grid, by: "sum" });
    assertEquals([next.outcome, next.runs.length], ["ok", 8]);
    assertEquals(next.runs.filter(({ run }) => run === null).length, finished.length);
  });
});

Deno.test(
  "stages that share the processors are given no extra workers, with the same result",
  async () => {
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, {
      "stage.ts": `export function thread() {}
      export const run = ({ threads, metric }) => { metric("workers", threads.count); return { x: 1 }; };`,
    });
    const stage = nodeOf(folder.path, "stage", {
      params: { n: number() },
      settings: { threads: { ...number(), default: 3 } },
      threads: ({ threads }: { threads: number }) => threads,
      thread: () => {},
      metrics: { workers: { better: "higher", description: "how many workers it was given" } },
    });
    using engine = openEngine({ pipeline: definePipeline([stage]), root: folder.path });
    const workers = async (n: number[], jobs: number): Promise<unknown[]> =>
      (await engine.sweep({ grid: { stage: { n } }, jobs })).runs.map(({ metrics }) =>
        metrics["workers"]
      );
    assertEquals(await workers([1, 2], 2), [0, 0]);
    assertEquals(await workers([3, 4], 1), [3, 3]);
    assertEquals(await workers([5], 2), [3]);
  },
);

Deno.test("what does not fit is refused before anything runs, all at once", async () => {
  await withPipeline(async ({ engine, root }) => {
    const refused = async (request: Parameters<Engine["sweep"]>[0]): Promise<string[]> =>
      (await assertRejects(() => engine.sweep(request), UsageError)).problems.map(({ message }) =>
        message
      );
    assertEquals(
      await refused({
        grid: { work: { y: [1, 21, 22], speed: [1], q: [1] }, base: { n: [] }, other: { a: [1] } },
        by: "lost",
      }),
      [
        "work.y must be at most 20, got 21",
        "work.y must be at most 20, got 22",
        "work.speed changes no result, only how it is computed; sweep over a param",
        'Stage "work" has no param "q"',
        "base.n has no values to try",
        'There is no stage "other"',
        'No stage declares the metric "lost"',
      ],
    );
    assertEquals(await refused({ grid: { work: { y: [19, 20], z: [5, 6, 7] } } }), [
      "y and z are too much together (in work.y=19 work.z=7 and 2 other combinations)",
    ]);
    assertEquals(await refused({ params: { work: { y: 1 } }, grid: { work: { y: [1] } } }), [
      "work.y is swept and also set; leave one of them out",
    ]);
    assertEquals(await refused({ grid: { last: { w: [1, 2] } }, by: "sum" }), [
      'last.w is swept, but the runs end with stage "work", which does not depend on it; ' +
      "name a later stage in until",
    ]);
    assertEquals(await refused({ grid: {}, by: "judged", until: "work" }), [
      'Metric "judged" comes from stage "last", which a run until "work" leaves out; ' +
      "name that stage or a later one",
    ]);
    const many = Array.from({ length: 101 }, (_, i) => i / 10);
    const [message] = await refused({
      grid: { base: { n: many }, work: { y: many, z: many }, last: { w: many } },
    });
    assertMatch(message!, /^The sweep has 104060401 combinations, expected at most 1000000/);
    assert(![...Deno.readDirSync(root)].some(({ name }) => name === "artifacts"));
  });
});

Deno.test("combinations that come to the same params are run once", async () => {
  await withPipeline(async ({ engine }) => {
    const grid = [{ work: { y: [1, 2, 2] } }, { work: { y: [2, 3], z: [0] } }];
    const { runs } = await engine.sweep({ grid, by: "sum" });
    assertEquals(runs.map(({ metrics }) => metrics["sum"]), [1, 2, 3]);
  });
});

Deno.test("a run that ends well while another one begins is not called dead", async () => {
  const ended = { startedAt: "", elapsedMs: 1, name: null, metrics: {}, summary: null } as const;
  /** In the moment in which it is asked about, the other run ends. */
  class Store extends MemoryStore {
    override endedRun(id: string): Promise<readonly string[]> {
      this.putRun({ ...ended, id, outcome: "ok" });
      return Promise.resolve([]);
    }
  }
  using store = new Store();
  store.putRun({ ...ended, id: "other", outcome: "running" });
  const pipeline = definePipeline([]);
  const owner = (): Promise<string> => Promise.resolve("../pipeline.ts");
  using row = new RunRow({ store, request: {}, settings: new Map(), pipeline, owner });
  const id = await row.begin();
  assertEquals(store.runs(10).map((run) => [run.id, run.outcome]).toSorted(), [
    [id, "running"],
    ["other", "ok"],
  ]);
});

Deno.test("a swept run's time is that of its executions: what it waits for others is not in it", async () => {
  await withPipeline(async ({ engine, store }) => {
    const grid = { base: { n: [1, 2] }, work: { y: [1, 2, 3] } };
    const { runs, elapsedMs } = await engine.sweep({ grid, by: "sum", jobs: 1 });
    const times = runs.map((run) => run.elapsedMs);
    assert(times.every((ms) => ms > 0), times.join());
    // One stage after the other is executed, so that all of them fit into the time of the sweep.
    assert(times.reduce((sum, ms) => sum + ms, 0) <= elapsedMs, `${times.join()} of ${elapsedMs}`);
    for (const { run, elapsedMs, stages } of runs) {
      const executed = stages.filter(({ state }) => state === "ran");
      const stagesMs = executed.reduce((sum, stage) => sum + stage.elapsedMs, 0);
      assert(elapsedMs >= stagesMs, `${run} took ${elapsedMs} ms, its stages ${stagesMs} ms`);
      assertEquals(store.runs(9).find(({ id }) => id === run)?.elapsedMs, elapsedMs);
    }
    const again = await engine.sweep({ grid, by: "sum" });
    assertEquals(
      again.runs.map(({ run, elapsedMs }) => [run, elapsedMs]),
      Array(6).fill([null, 0]),
    );
  });
});

Deno.test("a sweep of no stages at once is refused", async () => {
  await withPipeline(async ({ engine }) => {
    const request = { grid: { work: { y: [1, 2] } }, by: "sum" };
    for (const jobs of [0, -1, 1.5, NaN]) {
      await assertRejects(() => engine.sweep({ ...request, jobs }), UsageError, `${jobs} stages`);
    }
    assertEquals(await engine.runs(), []);
  });
});

Deno.test("two sweeps at once in two engines execute each combination once", async () => {
  await withPipeline(async ({ engine, root }) => {
    using other = openEngine({ pipeline: engine.pipeline, root });
    const request = { grid: { work: { y: [1, 2, 3, 4, 5, 6] } }, by: "sum" };
    const [a, b] = await Promise.all([engine.sweep(request), other.sweep(request)]);
    const ran = [...states(a), ...states(b)].join().match(/work ran/g);
    assertEquals([a.outcome, b.outcome, ran?.length], ["ok", "ok", 6]);
  });
});

/** Combination and stage of each start, in order. */
function starts(events: readonly SweepEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "run-event" && event.event.type === "stage-started"
      ? [`${event.place} ${event.event.stage}`]
      : []
  );
}

Deno.test("one at a time, each combination is finished before a later one begins", async () => {
  await withPipeline(async ({ engine }) => {
    const events: SweepEvent[] = [];
    const grid = { base: { n: [1, 2, 3, 4, 5] }, work: { y: [1, 2, 3] } };
    const observe = (event: SweepEvent): void => void events.push(event);
    await engine.sweep({ grid, by: "sum", jobs: 1, observe });
    const places = Array.from({ length: 15 }, (_, place) => place);
    assertEquals(
      starts(events),
      places.flatMap((place) => [...(place % 3 === 0 ? [`${place} base`] : []), `${place} work`]),
    );
  });
});

Deno.test("several at a time, no combination begins while an earlier one waits for a slot", async () => {
  await withPipeline(async ({ engine }) => {
    for (const jobs of [2, 3]) {
      const events: SweepEvent[] = [];
      const y = Array.from({ length: 20 }, (_, i) => i).filter((value) => value !== 13);
      const grid = { base: { n: [jobs] }, work: { y, z: [1, 2] } };
      const observe = (event: SweepEvent): void => void events.push(event);
      const { runs } = await engine.sweep({ grid, by: "sum", jobs, observe });
      const places = starts(events).filter((start) => start.endsWith("work")).map(parseFloat);
      assertEquals(places.length, runs.length);
      // As many go on at once as there are jobs, and of these any may tell first that it has begun.
      const early = places.filter((place, i) => place > i + jobs - 1);
      assertEquals(early, [], places.join(" "));
    }
  });
});

Deno.test("what combinations share is executed by the earliest of them", async () => {
  // Every third value of n gives the same, so that most combinations find their work done.
  const base = "export const run = ({ params }) => ({ x: params.n % 3 });";
  await withPipeline(async ({ engine }) => {
    const events: SweepEvent[] = [];
    const grid = { base: { n: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, work: { y: [1, 2] } };
    const observe = (event: SweepEvent): void => void events.push(event);
    await engine.sweep({ grid, by: "sum", jobs: 1, observe });
    const [first, ...later] = [0, 2, 4].map((place) => [
      `${place} base`,
      `${place} work`,
      `${place + 1} work`,
    ]);
    const rest = [6, 8, 10, 12, 14, 16].map((place) => `${place} base`);
    assertEquals(starts(events), [...first!, ...later.flat(), ...rest]);
  }, { base });
});

Deno.test("a shared stage that fails is tried once, also by combinations that begin when it has", async () => {
  const base = `export const run = () => { throw new Error("no base"); };`;
  await withPipeline(async ({ engine }) => {
    const events: SweepEvent[] = [];
    // More than are looked up ahead.
    const numbers = Array.from({ length: 13 }, (_, i) => i);
    const grid = { work: { y: numbers, z: numbers } };
    const observe = (event: SweepEvent): void => void events.push(event);
    const result = await engine.sweep({ grid, by: "sum", jobs: 2, observe });
    assertEquals(result.runs.length, 169);
    assertEquals(starts(events), ["0 base"]);
    assertEquals(new Set(states(result)), new Set(["base failed, work blocked"]));
  }, { base });
});

Deno.test("combinations that give no value, or one that is no number, are not the best", async () => {
  const work = `export function run({ params, metric }) {
    if (params.y !== 1) metric("far", params.y);
    if (params.y > 2) throw new Error("none");
    return { x: 1 };
  }`;
  await withPipeline(async ({ engine }) => {
    const best = async (...y: number[]): Promise<number | null> =>
      (await engine.sweep({ grid: { work: { y } }, by: "far" })).best;
    assertEquals(await best(1), null);
    assertEquals(await best(1, 3), null);
    assertEquals(await best(1, 3, 2), 2);
  }, { work });
});
