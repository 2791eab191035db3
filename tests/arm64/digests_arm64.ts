/**
 * The promise of equal bytes on all processors, held on arm64 by an emulator: keys, artifacts of all
 * five stages, elementary functions, and the digests that other tests pin.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { emulatedDeno, runCommand } from "./emulated_deno.ts";
import { type Identities, NATIVE_DENO, SmallRuns } from "./small_runs.ts";

const ARM64 = await emulatedDeno();

/**
 * By optimizer, a training that may take long, so that two threads are planned, and ends after a few
 * epochs, because it is emulated.
 */
const RECIPES = {
  sgd: [
    "--set=train.epochs=165",
    "--set=train.batchSize=256",
    "--set=train.patience=1",
    "--set=train.learningRate=2",
  ],
  lbfgs: [
    "--set=train.optimizer=lbfgs",
    "--set=train.maxIterations=165",
    "--set=train.gradientTolerance=0.01",
  ],
};
/** Execution settings, and how `train` logs them. The first is what x86-64 computes with. */
const SETTINGS = [
  ["kernel", 1, "computed by the kernel on 1 thread"],
  ["kernel", 2, "computed by the kernel on 2 threads"],
  ["twin", 1, "computed by the twin on 1 thread"],
  ["twin", 2, "computed by the twin on 2 threads"],
] as const;

/** In the order in which they run. */
const STAGES = ["fetch", "preprocess", "train", "evaluate", "report"];

function settingFlags([backend, threads]: (typeof SETTINGS)[number]): string[] {
  return [`--set=train.backend=${backend}`, `--set=train.threads=${threads}`];
}

Deno.test("arm64 is what is emulated", async () => {
  const { stdout } = await runCommand(ARM64, ["eval", "console.log(Deno.build.arch)"]);
  assertEquals(stdout, "aarch64\n");
});

Deno.test("without bundles, a run that may not load the bundler fails", async () => {
  await using runs = await SmallRuns.create();
  const { code, stderr } = await runs.withoutBundler(NATIVE_DENO, "empty", runs.runArgs([]));
  assertEquals(code, 3, stderr);
  assertStringIncludes(stderr, "Cannot load the bundler");
});

Deno.test("arm64 makes x86-64's keys and artifacts from its bundles, by kernel and twin, on one and two threads", async (t) => {
  await using runs = await SmallRuns.create();
  const expected: Record<string, Identities> = {};
  for (const [optimizer, recipe] of Object.entries(RECIPES)) {
    expected[optimizer] = await runs.native("x86-64", ...recipe, ...settingFlags(SETTINGS[0]));
  }
  await runs.copyBundles("x86-64", "arm64");
  for (const [optimizer, recipe] of Object.entries(RECIPES)) {
    for (const setting of SETTINGS) {
      const [backend, threads, logged] = setting;
      // The very first run executes all stages; then `train` alone differs.
      const isWhole = recipe === RECIPES.sgd && setting === SETTINGS[0];
      const part = isWhole ? [] : ["--until=train", "--force=train"];
      const stages = isWhole ? STAGES : STAGES.slice(0, 3);
      await t.step(`${optimizer}, ${backend}, ${threads}`, async () => {
        const flags = [...recipe, ...settingFlags(setting), ...part];
        const made = await runs.bundled(ARM64, "arm64", ...flags);
        const same = stages.map((name) => [name, expected[optimizer]![name]!]);
        assertEquals(made, Object.fromEntries(same));
        assertStringIncludes(runs.trainedBy("arm64"), logged);
      });
    }
  }
});

Deno.test("elementary functions give the same bits on arm64, over many arguments", async () => {
  const program = ["run", "--no-prompt", "tests/arm64/elementary_digests.ts"];
  const [native, emulated] = await Promise.all(
    [NATIVE_DENO, ARM64].map(async (deno) => {
      const { code, stdout, stderr } = await runCommand(deno, program);
      assertEquals(code, 0, stderr);
      return JSON.parse(stdout);
    }),
  );
  assertEquals(native.arch, Deno.build.arch);
  assertEquals(emulated, { ...native, arch: "aarch64" });
  assertEquals(Object.keys(native.digests).length, 5);
});

Deno.test("keys and digests that tests pin hold on arm64", async () => {
  const pinned = [
    "tests/engine/key_test.ts",
    "tests/codec/digest_test.ts",
  ];
  const flags = ["test", "--no-prompt", "--no-check", "--allow-all"];
  const { code, stdout, stderr } = await runCommand(ARM64, [...flags, ...pinned]);
  assertEquals(code, 0, stdout + stderr);
});
