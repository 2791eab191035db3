import { assertEquals } from "@std/assert";
import { Machine } from "./terminal.ts";

const BEFORE = {
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
  runs: 1,
  records: 5,
  bundles: 6,
  objects: 8,
  quarantined: 0,
  objectBytes: 90_000_000,
  databaseBytes: 400_000,
  sizeBytes: 90_400_000,
};

Deno.test("gc passes its limits on and says what went, what is left and whom it waited for", async () => {
  await using machine = await Machine.create({ collection: { before: BEFORE, after: AFTER } });
  assertEquals(await machine.run("gc", "--keep-runs=1", "--set=source.count=4"), {
    code: 0,
    stdout: `Removed 3 runs, 7 records, 6 objects, 2 objects set aside: 99.6 MB.
Left 1 run, 8 objects: 90.4 MB.
`,
    stderr: "Waiting for another process that uses the store.\n",
  });
  const { onWait: _, ...request } = machine.engine!.collections[0]!;
  assertEquals(request, { params: { source: { count: 4 } }, dryRun: false, keepRuns: 1 });
});

Deno.test("gc --dry-run needs no right to write and says what would go", async () => {
  await using machine = await Machine.create({ collection: { before: BEFORE, after: AFTER } });
  machine.grants = ({ kind }) => kind === "read";
  const { code, stdout } = await machine.run("gc", "--dry-run");
  assertEquals([code, stdout.split("\n")[1]], [0, "Would leave 1 run, 8 objects: 90.4 MB."]);
  assertEquals((await machine.run("gc")).code, 3);
});

Deno.test("gc says that nothing is to be removed, and what is needed beyond --max-bytes", async () => {
  await using machine = await Machine.create({ collection: { before: AFTER, after: AFTER } });
  const { code, stdout, stderr } = await machine.run("gc", "--max-bytes", "1000");
  assertEquals([code, stdout], [0, "Nothing to remove: 1 run, 8 objects, 90.4 MB.\n"]);
  assertEquals(
    stderr.split("\n")[1],
    "warning: the pipeline needs 90.0 MB as it is now, more than --max-bytes 1000",
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
