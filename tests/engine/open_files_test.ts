import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { EnvironmentError } from "../../lib/engine/errors.ts";
import { assureOpenFiles, type Workers } from "../../lib/engine/open_files.ts";
import { nodeOf } from "../support/one_stage.ts";
import { type Finished, TestProject } from "../support/project.ts";

/** Runs the project's command line where only so many files may be open. */
async function withOpenFiles(
  { root }: TestProject,
  count: number,
  ...args: string[]
): Promise<Finished> {
  const script = `ulimit -n ${count}; exec "$@"`;
  const program = [Deno.execPath(), "run", "--no-prompt", "--no-check", "-A", "pipeline.ts"];
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", script, "sh", ...program, ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** How many files the process has open when it asks whether it may open more. */
async function filesHeld(project: TestProject): Promise<number> {
  const limit = 256;
  const values = Array.from({ length: 40 }, (_, i) => i + 1).join(",");
  const { stderr } = await withOpenFiles(
    project,
    limit,
    "sweep",
    `numbers.step=${values}`,
    "--jobs=99",
  );
  return limit - asTold(stderr).mayBeOpen;
}

/** The numbers in the message. */
function asTold(stderr: string): Readonly<Record<"mayBeOpen" | "needed" | "allow", number>> {
  const found =
    /: (\d+) more files may be open at once, (\d+) are needed; allow (\d+) more with "ulimit -n \$\(\(\$\(ulimit -n\) \+ \3\)\)"/
      .exec(stderr);
  assert(found !== null, stderr);
  const [mayBeOpen, needed, allow] = found.slice(1).map(Number);
  return { mayBeOpen: mayBeOpen!, needed: needed!, allow: allow! };
}

Deno.test({
  name: "fault 16: where too few files may be open, a run exits 3 before it computes, and says so",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using project = await TestProject.create();
    const held = await filesHeld(project);
    for (const limit of [held + 6, held + 10]) {
      const { code, stdout, stderr } = await withOpenFiles(project, limit, "run", "--jobs", "2");
      assertEquals(code, 3, stderr);
      assertEquals(stdout.includes("started"), false, stdout);
      const { needed, allow } = asTold(stderr);
      assertEquals([needed, allow], [20, 64]);
      assertStringIncludes(stderr, "or ask for less with --jobs 1");
    }
    const { stderr } = await withOpenFiles(project, held + 6, "run", "--jobs", "1");
    assertEquals(stderr.includes("--jobs"), false, "what is in force is no advice");
    const { allow } = asTold(stderr);
    const advised = await withOpenFiles(project, held + 6 + allow, "run", "--jobs", "1");
    assertEquals(advised.code, 0, advised.stderr);
    const reproduced = await withOpenFiles(project, held + 6, "reproduce", "--jobs", "2");
    assertEquals(reproduced.code, 3, reproduced.stderr);
    // A sweep has as many stages at once as it is asked for, more than one run has at all.
    const sweep = ["sweep", "numbers.step=1,3,4", "--jobs=6"];
    const swept = await withOpenFiles(project, held + 38, ...sweep);
    assertEquals(swept.code, 3, swept.stderr);
    assertEquals(asTold(swept.stderr).needed, 52);
    // Nothing has to be computed where everything is there.
    const cached = await withOpenFiles(project, held + 6, "run");
    assertEquals(cached.code, 0, cached.stderr);
    assertStringIncludes(cached.stdout, "Everything is fresh");
  },
});

/** While it lasts, only so many more files may be open, as where the system refuses more. */
function filesAtMost(count: number): Disposable {
  const { openSync } = Deno;
  let open = 0;
  Deno.openSync = (path, options) => {
    if (open === count) throw Object.assign(new Error("Too many open files"), { code: "EMFILE" });
    open += 1;
    return openSync(path, options);
  };
  return { [Symbol.dispose]: () => void (Deno.openSync = openSync) };
}

const threads = { type: "integer", default: 0, min: 0, max: 64, description: "workers" } as const;
const speed = { type: "integer", default: 1, min: 1, max: 9, description: "no threads" } as const;

/** What is said where 10 files may be open, of stages with these settings `threads`. */
function refusal(asked: Readonly<Record<string, number>>, workers: Workers): string {
  const nodes = Object.keys(asked).map((name) => ({
    ...nodeOf("/project", name, {
      settings: { threads, speed },
      // As many as there are processors, 8, where nothing else is asked for.
      threads: (given: { readonly threads: number }) => (given.threads || 8) - 1,
    }),
  }));
  nodes[0]!.stage = { ...nodes[0]!.stage, module: import.meta.url };
  const settings = new Map(
    Object.entries(asked).map(([name, count]) => [name, { threads: count, speed: 9 }]),
  );
  using _ = filesAtMost(10);
  return assertThrows(() => assureOpenFiles(nodes, settings, workers), EnvironmentError).message;
}

Deno.test("where a setting asks for many threads, it is named as what to lower", () => {
  const workers = { jobs: 1, maxThreads: Infinity };
  const message = refusal({ train: 64, other: 1 }, workers);
  assertStringIncludes(
    message,
    "10 more files may be open at once, 516 are needed; allow 512 more",
  );
  assertStringIncludes(message, "or ask for less with --set train.threads=1");
  assertEquals(message.includes("other.threads") || message.includes("speed"), false, message);
  assertStringIncludes(refusal({ train: 0 }, workers), "with --set train.threads=1");
  const shared = refusal({ train: 64, other: 1 }, { jobs: 2, maxThreads: 0 });
  assertStringIncludes(shared, "20 are needed");
  assertEquals(shared.includes("train.threads"), false, shared);
});

Deno.test("threads of all stages that may go on at once are counted", () => {
  const asked = { one: 3, two: 5, three: 4 };
  const needed = (jobs: number) => asTold(refusal(asked, { jobs, maxThreads: Infinity })).needed;
  assertEquals([1, 2, 3].map(needed), [8 * 5, 8 * 9, 8 * 12].map((files) => files + 4));
});
