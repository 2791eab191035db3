/**
 * That the task grants what the pipeline needs and nothing more.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { REPOSITORY } from "../support/project.ts";
import { runPipeline, taskFlags } from "../support/task.ts";
import { temporaryFolder } from "../support/temporary.ts";

const flags = await taskFlags();
const without = (start: string): string[] => flags.filter((flag) => !flag.startsWith(start));

interface Access {
  readonly permission: string;
  readonly value: string;
}

Deno.test("the task grants reading the project, writing artifacts, two hosts and nothing else", () => {
  assertEquals(flags.filter((flag) => flag.startsWith("--allow")), [
    "--allow-read=.",
    "--allow-write=artifacts",
    "--allow-net=storage.googleapis.com,ossci-datasets.s3.amazonaws.com",
  ]);
});

Deno.test("a whole run uses no other right, and only there", async () => {
  await using folder = await temporaryFolder();
  const audit = `${folder.path}/audit`;
  const store = `artifacts/test-${crypto.randomUUID()}`;
  try {
    const args = ["run", "--artifacts", store, "--set", "train.epochs=1"];
    const { code, stderr } = await runPipeline(flags, args, {
      env: { DENO_AUDIT_PERMISSIONS: audit },
    });
    assertEquals(code, 0, stderr);
  } finally {
    await Deno.remove(`${REPOSITORY}/${store}`, { recursive: true });
  }
  const accesses: Access[] = (await Deno.readTextFile(audit)).trim().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert(accesses.length > 100);
  for (const { permission, value } of accesses) {
    const allowed = permission === "read" ? `${REPOSITORY}/` : `${REPOSITORY}/artifacts/`;
    assert(permission === "read" || permission === "write", `${permission} ${value}`);
    assert(`${value}/`.startsWith(allowed), `${permission} ${value}`);
  }
});

Deno.test("without one of its rights the pipeline exits 3 before any work, with the command", async () => {
  const cases: readonly (readonly [missing: string, grant: string, args: readonly string[]])[] = [
    ["--allow-read", "--allow-read", ["run", "--force"]],
    ["--allow-write", "--allow-write", ["run", "--force"]],
    ["--allow-net", "--allow-net", ["run", "--set", "fetch.source=mirror"]],
  ];
  for (const [missing, grant, args] of cases) {
    const { code, stdout, stderr } = await runPipeline(without(missing), args);
    assertEquals(code, 3, stderr);
    assertStringIncludes(stderr, "deno run");
    assertStringIncludes(stderr, grant);
    assert(!/started/.test(stdout + stderr), stdout);
  }
});

Deno.test("a path or host outside the grants exits 3 with the command that grants it", async () => {
  await using folder = await temporaryFolder();
  const outside: readonly (readonly string[])[] = [
    ["run", "--artifacts", `${folder.path}/elsewhere`],
    ["run", "--set", `fetch.directory=${folder.path}`, "--set", "fetch.source=directory"],
    ["run", "--params", `${folder.path}/params.json`],
    ["run", "--set", "fetch.source=mirror", "--set", "fetch.mirrors=https://example.com/mnist/"],
  ];
  for (const args of outside) {
    const { code, stderr } = await runPipeline(flags, args);
    assertEquals(code, 3, args.join(" ") + stderr);
    const where = args.at(-1)!.includes("example.com") ? "example.com" : folder.path;
    assert(new RegExp(`deno run .*--allow-[a-z]+=\\S*${where}`).test(stderr), stderr);
  }
});
