/**
 * Runs whose processes died, found by several that begin at the same time, as in a sweep.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { pastRun } from "../../lib/engine/past_run.ts";
import { RunRow } from "../../lib/engine/run_row.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A store that takes its time once it has forgotten what a dead run was busy with. */
class SlowStore extends LocalStore {
  readonly forgotten = Promise.withResolvers<void>();
  readonly mayGoOn = Promise.withResolvers<void>();

  override async endedRun(id: string): Promise<readonly string[] | null> {
    const busyWith = await super.endedRun(id);
    this.forgotten.resolve();
    await this.mayGoOn.promise;
    return busyWith;
  }
}

const owner = (): Promise<string> => Promise.resolve("../pipeline.ts");

Deno.test("what a dead run was busy with is told once and kept, however many runs find it", async () => {
  await using folder = await temporaryFolder();
  const artifacts = `${folder.path}/artifacts`;
  using slow = new SlowStore(artifacts);
  using other = new LocalStore(artifacts);
  await slow.prepareForWriting();
  await other.prepareForWriting();
  const row = { startedAt: "", elapsedMs: null, name: null, metrics: {}, summary: null } as const;
  slow.putRun({ ...row, id: "dead", outcome: "running" });
  await Deno.writeTextFile(`${artifacts}/locks/run-dead`, "second");

  const warnings: string[] = [];
  const request = {
    observe: (event: { readonly type: string; readonly message?: string }): void =>
      void (event.type === "warning" && warnings.push(event.message ?? "")),
  };
  const options = { request, settings: new Map(), pipeline: definePipeline([]), owner };
  using one = new RunRow({ ...options, store: slow });
  using two = new RunRow({ ...options, store: other });
  const begun = one.begin();
  await slow.forgotten.promise;
  await two.begin();
  slow.mayGoOn.resolve();
  await begun;

  const dead = slow.runs(9).find(({ id }) => id === "dead");
  assert(dead !== undefined);
  const { outcome, stages } = pastRun(dead);
  assertEquals([outcome, stages.map(({ name, state }) => [name, state])], [
    "died",
    [["second", "died"]],
  ]);
  assertEquals(warnings.length, 1, warnings.join("\n"));
  assertStringIncludes(
    warnings[0]!,
    "Run dead did not finish: its process ended while it executed",
  );
});

Deno.test("a run that died is found however many others have begun since", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(`${folder.path}/artifacts`);
  await store.prepareForWriting();
  const row = { startedAt: "", elapsedMs: null, name: null, metrics: {}, summary: null } as const;
  store.putRun({ ...row, id: "dead", outcome: "running" });
  for (let i = 0; i < 150; i++) store.putRun({ ...row, id: `later-${i}`, outcome: "ok" });
  using next = new RunRow({
    store,
    request: {},
    settings: new Map(),
    pipeline: definePipeline([]),
    owner,
  });
  const id = await next.begin();
  const history = await store.history();
  assertEquals(history.withId("dead")?.outcome, "died");
  assertEquals(history.running().map((run) => run.id), [id]);
});
