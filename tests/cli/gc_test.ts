import { assertEquals } from "@std/assert";
import type { RemovedRun } from "../../lib/engine/engine.ts";
import { digestFor } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const BEFORE = {
  emptyBytes: 0,
  runs: 4,
  records: 12,
  bundles: 6,
  objects: 14,
  quarantined: 2,
  objectBytes: 180_000_000,
  databaseBytes: 400_000,
  sizeBytes: 190_000_000,
};
const AFTER = {
  emptyBytes: 0,
  runs: 1,
  records: 5,
  bundles: 6,
  objects: 8,
  quarantined: 0,
  objectBytes: 90_000_000,
  databaseBytes: 400_000,
  sizeBytes: 90_400_000,
};

const ARTIFACT = { stage: "a", output: "x", digest: digestFor("x"), sizeBytes: 6 };

/** A run that goes with so many artifacts. */
function removed(id: string, artifacts: number): RemovedRun {
  return {
    id,
    startedAt: "2026-10-18T08:03:00.000Z",
    pipeline: "/project/pipeline.ts",
    records: 1,
    artifacts: Array.from({ length: artifacts }, () => ARTIFACT),
    objectBytes: artifacts * 6,
  };
}

const REMOVED = [
  removed("20261018T080300-d4d4d4", 6),
  removed("20261018T080200-c3c3c3", 1),
  removed("20261018T080100-b2b2b2", 0),
];

Deno.test("gc passes its limits on and says what went, what is left and whom it waited for", async () => {
  await using machine = await Machine.create({
    collection: { before: BEFORE, after: AFTER, removed: REMOVED, keptForOthers: [] },
  });
  assertEquals(await machine.run("gc", "--keep-runs=1", "--set=source.count=4"), {
    code: 0,
    stdout: `Removed 3 runs, 7 records, 6 objects, 2 objects set aside: 99.6 MB.
  20261018T080300-d4d4d4  2026-10-18 08:03:00 UTC  with 36 B: a.x, a.x, a.x, a.x, 2 more
  20261018T080200-c3c3c3  2026-10-18 08:03:00 UTC  with 6 B: a.x
  20261018T080100-b2b2b2  2026-10-18 08:03:00 UTC  and no artifact: others need what it used
Left 1 run, 8 objects: 90.4 MB.
`,
    stderr: "Waiting for another process that uses the store.\n",
  });
  const { onWait: _, ...request } = machine.engine!.collections[0]!;
  assertEquals(request, {
    params: { source: { count: 4 } },
    dryRun: false,
    all: false,
    keepRuns: 1,
  });
});

Deno.test("gc --dry-run needs no right to write and says what would go", async () => {
  await using machine = await Machine.create({
    collection: { before: BEFORE, after: AFTER, removed: REMOVED, keptForOthers: [] },
  });
  machine.grants = ({ kind }) => kind === "read";
  const { code, stdout } = await machine.run("gc", "--dry-run");
  assertEquals([code, stdout.split("\n")[4]], [0, "Would leave 1 run, 8 objects: 90.4 MB."]);
  assertEquals((await machine.run("gc")).code, 3);
});

Deno.test("gc says that nothing is to be removed, and what is needed beyond --max-bytes", async () => {
  await using machine = await Machine.create({
    collection: { before: AFTER, after: AFTER, removed: [], keptForOthers: [] },
  });
  const { code, stdout, stderr } = await machine.run("gc", "--max-bytes", "1000");
  assertEquals([code, stdout], [0, "Nothing to remove: 1 run, 8 objects, 90.4 MB.\n"]);
  assertEquals(
    stderr.split("\n")[1],
    "warning: the pipeline as it is now and runs with a name need 90.0 MB, more than --max-bytes 1000",
  );
});

Deno.test("gc warns of more than --max-bytes, not of just as many, and says what others keep", async () => {
  const other = { pipeline: null, runs: 1, records: 1, objects: 1, objectBytes: 1 };
  const warned = async (limitBytes: number, keptForOthers: readonly typeof other[]) => {
    const collection = { before: AFTER, after: AFTER, removed: [], keptForOthers };
    await using machine = await Machine.create({ collection });
    return (await machine.run("gc", `--max-bytes=${limitBytes}`)).stderr.split("\n")[1];
  };
  assertEquals(await warned(AFTER.objectBytes, []), "");
  assertEquals(
    await warned(AFTER.objectBytes - 1, [other]),
    "warning: the pipeline as it is now and runs with a name, with what stays for other pipelines, " +
      "need 90.0 MB, more than --max-bytes 89999999",
  );
});

Deno.test("gc refuses limits that are no whole numbers from 0", async () => {
  await using machine = await Machine.create();
  const { code, stderr } = await machine.run("gc", "--keep-runs=-1", "--max-bytes=1.5");
  assertEquals([code, machine.engine], [2, null]);
  assertEquals(stderr.split("\n").slice(0, 2), [
    'error: --keep-runs must be at least 0, got "-1"',
    'error: --max-bytes must be a whole number, got "1.5"',
  ]);
});

Deno.test("gc lists the newest runs that go, and how many more there are", async () => {
  const many = Array.from({ length: 25 }, (_, i) => removed(`run-${i}`, 0));
  const collection = { before: BEFORE, after: AFTER, removed: many, keptForOthers: [] };
  await using machine = await Machine.create({ collection });
  const lines = (await machine.run("gc")).stdout.split("\n");
  assertEquals(lines.filter((line) => line.startsWith("  run-")).length, 20);
  assertEquals(lines[21], "  and 5 older runs; --json lists all");
});

Deno.test("gc says what it kept for whom, and that --all is about these, too", async () => {
  const kept = { runs: 2, records: 9, objects: 12, objectBytes: 3_400_000 };
  const keptForOthers = [
    { pipeline: "/elsewhere/words/pipeline.ts", ...kept },
    { pipeline: null, ...kept, runs: 1, objects: 1 },
  ];
  const collection = { before: AFTER, after: AFTER, removed: [], keptForOthers };
  await using machine = await Machine.create({ collection });
  assertEquals((await machine.run("gc")).stdout.split("\n").slice(1, -1), [
    'Kept for /elsewhere/words/pipeline.ts: 2 runs, 12 objects, 3.4 MB; "gc --all" is about these, too.',
    "Kept for a pipeline that is not known (an earlier version ran it): 1 run, 1 object, 3.4 MB; " +
    '"gc --all" is about these, too.',
  ]);
  await machine.run("gc", "--all");
  assertEquals(machine.engine!.collections.at(-1)?.all, true);
});

Deno.test("gc says which of the runs that go may be another pipeline's", async () => {
  const unknown = { ...removed("20261018T080300-d4d4d4", 1), pipeline: null };
  const runs = [unknown, removed("20261018T080200-c3c3c3", 1)];
  const collection = { before: BEFORE, after: AFTER, removed: runs, keptForOthers: [] };
  await using machine = await Machine.create({ collection });
  assertEquals(
    (await machine.run("gc")).stdout.split("\n")[3],
    "  Of 1 of these an earlier version did not keep which pipeline was run; another one with the " +
      "same stages makes again what it needs.",
  );
});

Deno.test("case 8: gc says that a database of an earlier version keeps its size, and what makes it small", async () => {
  const after = { ...AFTER, emptyBytes: 300_000 };
  const collection = { before: BEFORE, after, removed: REMOVED, keptForOthers: [] };
  await using machine = await Machine.create({ collection });
  const { stderr } = await machine.run("gc", "--keep-runs=1");
  assertEquals(
    stderr.split("\n")[1],
    "warning: The database keeps its 400.0 kB, of which 300.0 kB are empty, for rows to come. An earlier " +
      "version made it so that it becomes smaller only where all permissions are given: " +
      "deno run --allow-all pipeline.ts gc --keep-runs=1",
  );
  const foreseen = await machine.run("gc", "--dry-run");
  assertEquals(foreseen.stderr.includes("The database keeps"), false);
});

Deno.test("gc says so if the database alone becomes smaller", async () => {
  const before = { ...AFTER, databaseBytes: 500_000, sizeBytes: 90_500_000 };
  const collection = { before, after: AFTER, removed: [], keptForOthers: [] };
  await using machine = await Machine.create({ collection });
  assertEquals(
    (await machine.run("gc")).stdout,
    `Removed empty room of the database: 100.0 kB.
Left 1 run, 8 objects: 90.4 MB.
`,
  );
});
