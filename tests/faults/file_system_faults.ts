/**
 * File systems that lack something: syncing of folders, locks, a disk that answers. The unmodified
 * program, with the rights of the tasks.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TestProject } from "../support/project.ts";
import {
  assertMadeGood,
  compiled,
  digestsOf,
  halfDone,
  PROGRAM,
  withErrno,
  withTool,
} from "./tools.ts";

/** Numbers of Linux. */
const ERRNO = { EIO: 5, EBADF: 9, EINTR: 4, EINVAL: 22, ENOLCK: 37, ENOSYS: 38, ENOTSUP: 95 };

const QUESTIONS = [["plan"], ["why", "total"], ["dag"], ["runs"], ["show", "total"], ["verify"]];

Deno.test("fault 49: where folders cannot be synced a run works and warns once", async () => {
  await using project = await TestProject.create();
  const library = await compiled(project, "errno.c");
  const clean = await digestsOf(project);
  for (const code of ["EINVAL", "EBADF", "ENOTSUP", "ENOSYS"] as const) {
    await Deno.remove(`${project.root}/artifacts`, { recursive: true });
    const env = { FAULT_FOLDER_SYNC: String(ERRNO[code]) };
    const run = await withErrno(project, library, env, "run");
    assertEquals(run.code, 0, run.stderr);
    assertEquals(run.stderr.match(/cannot sync folders/g)?.length, 1, run.stderr);
    const fresh = await withErrno(project, library, env, "run");
    assertEquals([fresh.code, fresh.stderr], [0, ""]);
    const sweep = await withErrno(project, library, env, "sweep", "numbers.first=2,3");
    assertEquals(sweep.code, 0, sweep.stderr);
    assertEquals(sweep.stderr.match(/cannot sync folders/g)?.length, 1, sweep.stderr);
    assertEquals((await withErrno(project, library, env, "gc", "--keep-runs=0")).code, 0);
    await assertMadeGood(project, clean);
  }
  await Deno.remove(`${project.root}/artifacts`, { recursive: true });
  const env = { FAULT_FOLDER_SYNC: String(ERRNO.EIO) };
  const { code, stderr } = await withErrno(project, library, env, "run");
  assertEquals(code, 3);
  assertStringIncludes(stderr, "check the disk");
});

Deno.test("fault 50: without locks questions work, a run is refused, and works alone if told so", async () => {
  await using project = await TestProject.create();
  const library = await compiled(project, "errno.c");
  const clean = await digestsOf(project);
  for (const code of ["ENOLCK", "ENOSYS", "ENOTSUP"] as const) {
    const env = { FAULT_FLOCK: String(ERRNO[code]) };
    for (const question of QUESTIONS) {
      const asked = await withErrno(project, library, env, ...question);
      assertEquals(asked.code, 0, `${question}: ${asked.stderr}`);
    }
    assertEquals((await withErrno(project, library, env, "run")).code, 0, "all hits");
    const more = ["--set", `numbers.first=${ERRNO[code]}`];
    for (const command of [["run", ...more], ["sweep", "numbers.first=77"], ["gc"]]) {
      const refused = await withErrno(project, library, env, ...command);
      assertEquals(refused.code, 3, `${command}: ${refused.stderr}`);
      assertMatch(refused.stderr, /has no file locks .*Nothing was run.*--without-locks/);
      assert(!/does not know/.test(refused.stderr));
    }
    const alone = await withErrno(project, library, env, "run", "--without-locks", ...more);
    assertEquals(alone.code, 0, alone.stderr);
    assertEquals(alone.stderr.match(/has no file locks/g)?.length, 1, alone.stderr);
    const gc = await withErrno(project, library, env, "gc", "--without-locks", "--keep-runs=0");
    assertEquals(gc.code, 0, gc.stderr);
    await assertMadeGood(project, clean);
  }
});

Deno.test("fault 51: a lock that a signal interrupts is taken again; for ever, that is said", async () => {
  await using project = await TestProject.create();
  const library = await compiled(project, "errno.c");
  const env = { FAULT_FLOCK: String(ERRNO.EINTR) };
  const { code, stderr } = await withErrno(project, library, env, "run");
  assertEquals(code, 3);
  assertStringIncludes(stderr, "a signal interrupted the call; run again");
  const log = `${project.root}/strace.log`;
  const inject = ["-e", "trace=flock", "-e", "inject=flock:error=EINTR:when=1..3"];
  const finished = await withTool(project, "strace", [
    ...["-f", "-qq", "-o", log, ...inject, ...PROGRAM, "run"],
  ]);
  assertEquals(finished.code, 0, finished.stderr);
  assertStringIncludes(await Deno.readTextFile(log), "INJECTED");
});

/** Calls on the database that fail while it is only read, by how often one came before. */
const READS = [1, 2, 3, 4, 6, 8];

Deno.test("fault 52: a disk that cannot be read is no damage: exit 3, and the history stays", async (t) => {
  const { project, clean } = await halfDone();
  await using _ = project;
  const before = await Deno.readFile(`${project.root}/artifacts/state.db`);
  let failures = 0;
  for (const error of ["EIO", "ESTALE"]) {
    for (const when of READS) {
      await t.step(`${error} from reading ${when} on`, async () => {
        const { code, stderr } = await withTool(project, "strace", [
          ...["-f", "-qq", "-o", "/dev/null", "-P", `${project.root}/artifacts/state.db`],
          ...["-e", "trace=pread64,read", "-e", `inject=pread64:error=${error}:when=${when}+`],
          // SQLite reads pages by pread64; whoever looks at the file itself finds the same disk.
          ...["-e", `inject=read:error=${error}:when=1+`],
          ...[...PROGRAM, "runs"],
        ]);
        failures += code === 0 ? 0 : 1;
        if (code === 0) return;
        assertEquals(code, 3, stderr);
        assert(!/\bmove\b/i.test(stderr), stderr);
        assertStringIncludes(stderr, "state.db");
      });
    }
  }
  assert(failures > READS.length, `${failures} failures`);
  assertEquals(await Deno.readFile(`${project.root}/artifacts/state.db`), before);
  await assertMadeGood(project, clean);
});

Deno.test("fault 53: a change through a shared memory map is missed by times and found by --rehash", async () => {
  await using project = await TestProject.create();
  const program = await compiled(project, "mmap.c");
  const mapping = new Deno.Command(program, {
    args: [`${project.root}/data/extra.txt`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = mapping.stdout.getReader();
  const writer = mapping.stdin.getWriter();
  const go = () => writer.write(new TextEncoder().encode("\n"));
  await reader.read();
  // The file must have been left alone for a second to be remembered.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const clean = await digestsOf(project);
  await go();
  await reader.read();
  const plan = await project.cli("plan", "--exit-code", "--rehash");
  const { code, stderr } = await project.cli("verify");
  const hits = await project.executed();
  const found = await project.executed("--rehash");
  await go();
  await mapping.status;
  reader.releaseLock();
  await mapping.stdout.cancel();
  await writer.close().catch(() => {});
  assertEquals(plan.code, 10, plan.stdout);
  // The kernel may have written the page in between, which renews the times.
  if (hits.length === 0) {
    assertEquals(code, 4, stderr);
    assertStringIncludes(found.join(), "numbers");
  }
  assert(JSON.stringify(await digestsOf(project)) !== JSON.stringify(clean));
});
