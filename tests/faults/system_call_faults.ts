/**
 * Single system calls of the unmodified program fail or kill it.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { TestProject } from "../support/project.ts";
import { assertMadeGood, halfDone, PROGRAM, withTool } from "./tools.ts";

/** A call to tamper with: all of this kind, or those on one path below the store. */
interface Call {
  readonly name: string;
  readonly path?: string;
  /** Counted in each thread, from 1. */
  readonly when: number;
}

/** The program's end, and whether the call was ever reached. */
async function tampered(project: TestProject, { name, path, when }: Call, how: string) {
  const log = `${project.root}/strace.log`;
  const filter = path === undefined ? [] : ["-P", `${project.root}/artifacts/${path}`];
  const inject = `inject=${name}:${how}:when=${when}`;
  const finished = await withTool(project, "strace", [
    ...["-f", "-qq", "-o", log, ...filter, "-e", `trace=${name}`, "-e", inject, ...PROGRAM],
    ...["run", "--jobs", "1"],
  ]);
  const lines = await Deno.readTextFile(log);
  const isReached = how.startsWith("signal") ? lines.includes("killed by") : /INJECTED/.test(lines);
  return { ...finished, isReached };
}

function words({ name, path, when }: Call): string {
  return `${name}${path === undefined ? "" : ` of ${path}`}, call ${when}`;
}

const KILLED_AT: readonly Call[] = [
  { name: "rename", when: 1 },
  { name: "fsync", path: "objects", when: 1 },
  { name: "pwrite64", path: "state.db-journal", when: 1 },
  { name: "fsync", path: "state.db-journal", when: 1 },
  { name: "fsync", path: "state.db-journal", when: 4 },
  { name: "pwrite64", path: "state.db", when: 1 },
  { name: "pwrite64", path: "state.db", when: 2 },
  { name: "pwrite64", path: "state.db", when: 4 },
  { name: "fsync", path: "state.db", when: 1 },
  { name: "fsync", path: "state.db", when: 2 },
  { name: "unlink", path: "state.db-journal", when: 1 },
  { name: "unlink", path: "state.db-journal", when: 2 },
];

Deno.test("faults 1 to 4: SIGKILL at a system call is made good by the next run", async (t) => {
  const { project, clean, reset } = await halfDone();
  await using _ = project;
  for (const call of KILLED_AT) {
    await t.step(words(call), async () => {
      await reset();
      const { code, isReached } = await tampered(project, call, "signal=SIGKILL");
      assertEquals([code, isReached], [137, true]);
      await assertMadeGood(project, clean);
    });
  }
});

const FAILING: readonly (readonly [call: Call, error: string, found: RegExp])[] = [
  [{ name: "rename", when: 1 }, "ENOSPC", /Cannot write \d+ bytes to ".*": No space left/],
  [{ name: "rename", when: 1 }, "EROFS", /Cannot write \d+ bytes to ".*": Read-only file system/],
  [
    { name: "fsync", path: "objects", when: 1 },
    "EIO",
    /Cannot write \d+ bytes to ".*": Input\/out/,
  ],
  [{ name: "fsync", path: "state.db-journal", when: 1 }, "EIO", /state.db": disk I\/O error/],
  [{ name: "fsync", path: "state.db", when: 1 }, "EIO", /state.db": disk I\/O error/],
  [{ name: "fsync", path: "state.db", when: 2 }, "EIO", /state.db": disk I\/O error/],
  [{ name: "pwrite64", path: "state.db-journal", when: 1 }, "ENOSPC", /database or disk is full/],
  [{ name: "pwrite64", path: "state.db-journal", when: 12 }, "ENOSPC", /database or disk is full/],
  [{ name: "pwrite64", path: "state.db", when: 1 }, "ENOSPC", /database or disk is full/],
  [{ name: "pwrite64", path: "state.db", when: 4 }, "ENOSPC", /database or disk is full/],
];

Deno.test("faults 11 to 13: a system call that fails exits 3, names folder and cause, and publishes nothing", async (t) => {
  const { project, clean, reset } = await halfDone();
  await using _ = project;
  for (const [call, error, found] of FAILING) {
    await t.step(`${error} at ${words(call)}`, async () => {
      await reset();
      const { code, stderr, isReached } = await tampered(project, call, `error=${error}`);
      assertEquals([code, isReached], [3, true], stderr);
      assert(found.test(stderr), stderr);
      assertStringIncludes(stderr, `${project.root}/artifacts/`);
      assertEquals([...Deno.readDirSync(`${project.root}/artifacts/tmp`)], []);
      await assertMadeGood(project, clean);
    });
  }
});
