import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UsageError } from "../../lib/engine/errors.ts";
import { type AnyStage, definePipeline, type Node } from "../../lib/engine/graph.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { RunEvent, RunResult } from "../../lib/engine/result.ts";
import { answeringServer } from "../support/answering_server.ts";
import { meetingServer } from "../support/meeting_server.ts";
import { failureOf, nodeOf, runStage, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A stage with its code and the stages whose output `x` it reads. */
type Stages = Readonly<Record<string, readonly [code: string, ...reads: string[]]>>;

const ONE = "export const run = () => ({ x: 1 });";
const SUM =
  "export const run = ({ inputs }) => ({ x: Object.values(inputs).reduce((a, b) => a + b) });";
const THROW = `export const run = () => { throw new Error("no"); };`;

/** Opens a pipeline of these stages and hands it to `work`. */
async function withPipeline(
  stages: Stages,
  work: (engine: Engine, root: string) => Promise<void>,
  more: Partial<AnyStage> = {},
): Promise<void> {
  await using folder = await temporaryFolder();
  const root = folder.path;
  const nodes = Object.entries(stages).map(([name, [, ...reads]]): Node => ({
    ...nodeOf(root, name, { inputs: Object.fromEntries(reads.map((read) => [read, ""])), ...more }),
    inputs: Object.fromEntries(reads.map((read) => [read, { node: read, output: "x" }])),
  }));
  const files = Object.entries(stages).map(([name, [code]]) => [`${name}.ts`, code] as const);
  await writeFiles(root, Object.fromEntries(files));
  using engine = openEngine({ pipeline: definePipeline(nodes), root });
  await work(engine, root);
}

function states({ stages }: RunResult): string[] {
  return stages.map(({ name, state }) => `${name} ${state}`);
}

const FAILING: Stages = {
  good: [ONE],
  bad: [THROW],
  after: [SUM, "bad"],
  other: [SUM, "good"],
};

Deno.test("a failure blocks what needs it, and with keepGoing nothing else", async () => {
  await withPipeline(FAILING, async (engine) => {
    const run = await engine.run({ keepGoing: true });
    assertEquals(states(run), ["good ran", "bad failed", "after blocked", "other ran"]);
    assertEquals(run.outcome, "failed");
  });
});

Deno.test(
  "without keepGoing nothing starts after a failure, and what was finished is kept",
  async () => {
    await withPipeline({ bad: [THROW], good: [ONE], after: [SUM, "good"] }, async (engine) => {
      assertEquals(states(await engine.run({ jobs: 1 })), [
        "bad failed",
        "good blocked",
        "after blocked",
      ]);
      assertEquals(states(await engine.run({ jobs: 1, until: "after" })), [
        "good ran",
        "after ran",
      ]);
      assertEquals(states(await engine.run({ jobs: 1, keepGoing: true })), [
        "bad failed",
        "good hit",
        "after hit",
      ]);
    });
  },
);

Deno.test("a stage that was not executed names the one that keeps it from it", async () => {
  const stages = {
    bad: [THROW],
    after: [SUM, "bad"],
    last: [SUM, "after"],
    both: [SUM, "bad", "last"],
    other: [ONE],
  } as const;
  await withPipeline(stages, async (engine) => {
    const causes = async (keepGoing: boolean) =>
      (await engine.run({ jobs: 1, keepGoing })).stages.map((stage) =>
        "error" in stage ? `${stage.name}: ${stage.error.kind}, ${stage.error.cause}` : stage.name
      );
    const needing = ["after: blocked, bad", "last: blocked, after", "both: blocked, bad"];
    assertEquals(await causes(false), ["bad: stage, null", ...needing, "other: blocked, bad"]);
    assertEquals(await causes(true), ["bad: stage, null", ...needing, "other"]);
  });
});

Deno.test("of two stages that fail the first one blocks what has not begun", async () => {
  const stages = { first: [THROW], second: [THROW], third: [ONE] } as const;
  await withPipeline(stages, async (engine) => {
    const { stages } = await engine.run({ jobs: 1 });
    assertEquals(stages.map((stage) => "error" in stage && stage.error.cause), [
      null,
      "first",
      "first",
    ]);
  });
});

Deno.test("until runs a stage and what it needs, and nothing else", async () => {
  await withPipeline(FAILING, async (engine) => {
    assertEquals(states(await engine.run({ until: "other" })), ["good ran", "other ran"]);
  });
});

Deno.test(
  "only is refused where an input is stale, with its name, and runs nothing then",
  async () => {
    await withPipeline({ a: [ONE], b: [SUM, "a"], c: [SUM, "b"] }, async (engine) => {
      const { problems } = await assertRejects(() => engine.run({ only: "c" }), UsageError);
      assertEquals(problems.map(({ subject }) => subject), ["a", "b"]);
      assertStringIncludes(problems[0]?.message ?? "", `needs stage "a", which is not fresh`);
      await engine.run({ until: "b" });
      const run = await engine.run({ only: "c" });
      assertEquals(states(run), ["a hit", "b hit", "c ran"]);
    });
  },
);

Deno.test("with two jobs independent stages go on at the same time", async () => {
  await using server = meetingServer();
  const meet = `export async function run() {
    return { x: await (await fetch("${server.url}")).text() };
  }`;
  // Neither ends before both have started: one after the other they would wait for ever.
  await withPipeline({ left: [meet], right: [meet] }, async (engine) => {
    assertEquals(states(await engine.run({ jobs: 2 })), ["left ran", "right ran"]);
  }, { net: () => [server.host], timeoutMs: 60_000 });
});

Deno.test("with one job no stage starts before another has ended", async () => {
  const stages = { a: [ONE], b: [ONE], c: [ONE], d: [SUM, "a", "b", "c"] } as const;
  await withPipeline(stages, async (engine) => {
    const events: RunEvent[] = [];
    await engine.run({ jobs: 1, observe: (event) => events.push(event) });
    let working = 0;
    for (const { type } of events) {
      if (type === "stage-started") working += 1;
      if (type === "stage-finished") working -= 1;
      assert(working <= 1, "two stages at once");
    }
    assertEquals(events.filter(({ type }) => type === "stage-started").length, 4);
  });
});

Deno.test("the number of jobs changes no byte and no key", async () => {
  const found: unknown[] = [];
  for (const jobs of [1, 4]) {
    const stages = { a: [ONE], b: [SUM, "a"], c: [SUM, "a"], d: [SUM, "b", "c"] } as const;
    await withPipeline(stages, async (engine) => {
      const run = await engine.run({ jobs });
      found.push(run.stages.map((stage) => [stage.name, "key" in stage && stage.key]));
    });
  }
  assertEquals(found[0], found[1]);
});

Deno.test(
  "a stage that fails now and then is tried again, its log is that of the last try",
  async () => {
    let asked = 0;
    await using server = answeringServer(() => new Response(String(++asked)));
    const retried: string[] = [];
    const { stage } = await runStage(
      `export async function run({ log }) {
      const asked = await (await fetch("${server.url}")).text();
      log("asked " + asked);
      if (asked !== "3") throw new Error("answer " + asked);
      return { x: asked };
    }`,
      { net: () => [server.host], retries: 2 },
      { observe: (event) => event.type === "stage-retry" && retried.push(event.message) },
    );
    assert(stage.state === "ran");
    assertEquals([retried, stage.log], [["answer 1", "answer 2"], ["asked 3"]]);
  },
);

const ENDLESS_LOG = `export function run({ log }) {
  for (let i = 0; i < 50_000; i++) (i % 2 === 0 ? log : console.log)("line " + i);
  return { x: 1 };
}`;

Deno.test("fault 48: a flood of log lines is cut with a note, and the stage goes on", async () => {
  const { stage } = await runStage(ENDLESS_LOG);
  assert(stage.state === "ran");
  assertEquals(stage.log.length, 10_001);
  assertEquals(stage.log[9_999], "line 9999");
  assertStringIncludes(stage.log.at(-1) ?? "", "The log ends here: more than 10000 lines");
  const long = await runStage(
    `export const run = ({ log }) => { log("a"); log("b".repeat(2e6)); return { x: 1 }; };`,
  );
  assert(long.stage.state === "ran");
  assertEquals(long.stage.log.length, 2);
});

Deno.test(
  "fault 48: a stage that ends its worker, throws what is no Error or gives no object fails by name",
  async (t) => {
    const cases: Readonly<Record<string, string>> = {
      "close()": `may not use close: return from`,
      "self.close()": `may not use close: return from`,
      "Deno.exit(0)": "may not use Deno",
      "process.exit(0)": "may not use process",
      "(() => { throw undefined; })()": "threw undefined, not an Error",
      "(() => { throw { message: 'x' }; })()": "threw [object Object], not an Error",
      "Promise.reject(Symbol('s'))": "threw a symbol, not an Error",
      "undefined": "returned undefined, expected an object of its outputs",
    };
    for (const [expression, message] of Object.entries(cases)) {
      await t.step(expression, async () => {
        const { run, stage } = await runStage(`export const run = () => ${expression};`);
        assertStringIncludes(failureOf(stage), message);
        assertEquals(run.outcome, "failed");
      });
    }
  },
);

for (
  const [when, end] of [
    ["while it goes on", "await new Promise(() => {});"],
    ["though it returns", "return { x: 1 };"],
    [
      "though it returns a little later",
      "for (let i = 0; i < 100; i++) await null; return { x: 1 };",
    ],
  ] as const
) {
  Deno.test(`fault 48: a rejection that nobody handles fails the stage, ${when}`, async () => {
    const { stage } = await runStage(`export async function run() {
      (async () => { await null; throw new Error("forgotten"); })();
      ${end}
    }`);
    assertStringIncludes(failureOf(stage), "forgotten");
  });
}
