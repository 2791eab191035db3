/**
 * Many processes on one store: users of one group, and commands of all kinds at once.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type StageJson, TestProject } from "../support/project.ts";
import {
  assertMadeGood,
  compiled,
  digestsOf,
  IS_ROOT,
  PROGRAM,
  taskArgs,
  withTool,
} from "./tools.ts";

/** How long many processes work on one store, in seconds. */
const STRESS_SECONDS = Number(Deno.env.get("STRESS_SECONDS") ?? 120);

/** Processes at once. */
const PROCESSES = 16;

/** Every second renaming waits so long, in microseconds: long enough for any other run to sweep. */
const DELAY_US = 4_000_000;

Deno.test("fault 54: a run whose renaming is slow is not harmed by one beside it", async () => {
  await using project = await TestProject.create();
  await project.run("--until", "numbers");
  const slow = withTool(project, "strace", [
    ...["-f", "-qq", "-o", "/dev/null", "-e", "trace=rename"],
    ...["-e", `inject=rename:delay_enter=${DELAY_US}`, ...PROGRAM, "run", "--jobs", "1"],
  ]);
  let isOver = false;
  void slow.finally(() => isOver = true);
  let first = 1;
  while (!isOver) {
    const { code, stderr } = await project.cli("run", "--set", `numbers.first=${++first}`);
    assertEquals(code, 0, stderr);
  }
  const { code, stderr } = await slow;
  assertEquals(code, 0, stderr);
  assert(first > 2, "no other run began meanwhile");
  assertEquals((await project.cli("verify")).code, 0);
});

Deno.test({
  name: "fault 55: two users of one group share a store that was made with umask 002",
  ignore: !IS_ROOT,
  async fn() {
    await using project = await TestProject.create();
    const group = 54321;
    await Deno.chown(project.root, null, group);
    await Deno.chmod(project.root, 0o2775);
    const as = async (user: number, ...args: string[]) => {
      const home = await Deno.makeTempDir({ prefix: "pipeline-test-" });
      await Deno.chown(home, user, group);
      const script = `umask 002; exec ${PROGRAM.join(" ")} "$@"`;
      const finished = await withTool(project, "setpriv", [
        ...[`--reuid=${user}`, `--regid=${group}`, "--clear-groups", "--inh-caps=-all"],
        ...["sh", "-c", script, "sh", ...args],
      ], { DENO_DIR: home, HOME: home });
      await Deno.remove(home, { recursive: true });
      return finished;
    };
    const users = [54322, 54323];
    for (const [at, user] of [...users, ...users].entries()) {
      const ran = await as(user, "run", "--set", `numbers.first=${at + 2}`);
      assertEquals(ran.code, 0, ran.stderr);
      assertStringIncludes(ran.stdout, "ran");
    }
    const collected = await as(users[0]!, "gc", "--keep-runs=1");
    assertEquals(collected.code, 0, collected.stderr);
    const verified = await as(users[1]!, "verify");
    assertEquals(verified.code, 0, verified.stderr);
    const { mode } = await Deno.stat(`${project.root}/artifacts/state.db`);
    assertEquals(mode! & 0o777, 0o664);
  },
});

/** Numbers that differ from process to process and are the same at each test. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** Commands that people type at the same time, with the exit codes that they may have. */
function command(random: () => number): { readonly args: string[]; readonly codes: number[] } {
  const set = ["--set", `numbers.first=${Math.floor(random() * 6)}`];
  const ways: { readonly args: string[]; readonly codes: number[] }[] = [
    { args: ["run", "--json", ...set], codes: [0] },
    { args: ["run", "--json", "--force", ...set], codes: [0] },
    { args: ["run", "--json", "--rehash", "--jobs", "1", ...set], codes: [0] },
    { args: ["sweep", "numbers.step=1,2,3", ...set], codes: [0] },
    { args: ["plan", ...set], codes: [0] },
    { args: ["runs"], codes: [0] },
    { args: ["verify"], codes: [0] },
    { args: ["gc", "--keep-runs", "2", ...set], codes: [0] },
    // Others may collect, or make, what it is asked about.
    { args: ["show", "total", ...set], codes: [0, 2] },
    { args: ["reproduce", ...set], codes: [0, 2] },
  ];
  return ways[Math.floor(random() * ways.length)]!;
}

/** Artifacts by the params that they were made with: the same for all processes. */
class Made {
  readonly #outputs = new Map<string, string>();

  /** What `run --json` printed with these arguments; `false` if others got other artifacts. */
  agrees(args: readonly string[], stdout: string): boolean {
    if (!args.includes("--json")) return true;
    const { stages } = JSON.parse(stdout) as { readonly stages: readonly StageJson[] };
    const found = JSON.stringify(stages.map(({ name, outputs }) => [name, outputs]));
    const params = args.at(-1)!;
    const known = this.#outputs.get(params) ?? found;
    this.#outputs.set(params, known);
    return found === known;
  }
}

interface Way {
  readonly isDelayed: boolean;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs commands one after the other until the time is up; what failed. */
async function work(
  project: TestProject,
  seed: number,
  until: number,
  { isDelayed, env }: Way,
  made: Made,
): Promise<{ readonly count: number; readonly failures: string[] }> {
  const random = numbers(seed);
  const failures: string[] = [];
  let count = 0;
  while (performance.now() < until) {
    const { args, codes } = command(random);
    const delay = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=rename", "-e"];
    const program = [Deno.execPath(), ...taskArgs(project), ...args];
    const [tool = "", ...rest] = isDelayed && random() < 0.5
      ? ["strace", ...delay, `inject=rename:delay_enter=${DELAY_US / 8}:when=1+2`, ...program]
      : program;
    const { code, stdout, stderr } = await new Deno.Command(tool, {
      args: rest,
      cwd: project.root,
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
    }).output();
    count += 1;
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    if (!codes.includes(code)) {
      failures.push(`${args.join(" ")} exited with ${code}: ${text(stderr)}`);
    } else if (!made.agrees(args, text(stdout))) {
      failures.push(`${args.join(" ")} made other artifacts: ${text(stdout)}`);
    }
  }
  return { count, failures };
}

Deno.test("fault 56: many processes of all commands on one store do not harm each other", async (t) => {
  await using project = await TestProject.create();
  const clean = await digestsOf(project);
  const library = await compiled(project, "errno.c");
  const made = new Made();
  const ways: Readonly<Record<string, Way>> = {
    "as they are": { isDelayed: false, env: {} },
    "with slow renamings": { isDelayed: true, env: {} },
    "without syncing of folders": {
      isDelayed: false,
      env: { LD_PRELOAD: library, FAULT_FOLDER_SYNC: "22" },
    },
  };
  for (const [name, way] of Object.entries(ways)) {
    await t.step(name, async () => {
      const until = performance.now() + STRESS_SECONDS * 1000 / Object.keys(ways).length;
      const done = await Promise.all(
        Array.from({ length: PROCESSES }, (_, seed) => work(project, seed + 1, until, way, made)),
      );
      assertEquals(done.flatMap(({ failures }) => failures), []);
      assert(done.every(({ count }) => count > 0));
      await assertMadeGood(project, clean);
      assertEquals((await project.cli("verify")).code, 0);
    });
  }
});
