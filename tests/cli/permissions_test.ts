import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { grantCommand, type Need, packageNeeds, requireRights } from "../../lib/cli/permissions.ts";
import { EnvironmentError, UsageError } from "../../lib/engine/errors.ts";
import { Machine } from "./terminal.ts";

/** Grants reading `folder`, writing `folder/artifacts`, and no host. */
function onlyProject(folder: string): (need: Need) => boolean {
  return (need) => {
    if (need.kind === "net" || need.kind === "all") return false;
    const top = need.kind === "read" ? folder : `${folder}/artifacts`;
    return need.path === top || need.path.startsWith(`${top}/`);
  };
}

const DENO = "deno run --no-prompt --unstable-worker-options " +
  "--v8-flags=--disallow-code-generation-from-strings,--wasm-tiering-budget=1000000000";

async function refusal(...args: string[]): Promise<string> {
  await using machine = await Machine.create();
  machine.grants = onlyProject(machine.root);
  const { code, stderr } = await machine.run(...args);
  assertEquals([code, machine.engine], [3, null]);
  return stderr;
}

Deno.test("a store outside the grants exits 3 before any work, with the command that grants it", async () => {
  assertEquals(
    await refusal("--artifacts", "/elsewhere", "--set", "source.count=2"),
    `error: This needs rights that the program was not given: read "/elsewhere", write "/elsewhere". Nothing was run. To grant them, run in "/project":
  ${DENO} --allow-read=.,/elsewhere --allow-write=/elsewhere pipeline.ts --artifacts /elsewhere --set source.count=2
`,
  );
});

Deno.test("files and hosts that stages declare for these params are looked at first", async () => {
  assertStringIncludes(
    await refusal("--set=source.folder=/my data", "--set=source.host=example.org:8080"),
    `\n  ${DENO} '--allow-read=.,/my data' --allow-write=artifacts --allow-net=example.org:8080 ` +
      "pipeline.ts '--set=source.folder=/my data' --set=source.host=example.org:8080\n",
  );
});

Deno.test("plan asks neither for hosts nor for writing", async () => {
  await using machine = await Machine.create({ plan: [] });
  machine.grants = (need) => need.kind === "read";
  assertEquals((await machine.run("plan", "--set=source.host=example.org")).code, 0);
});

Deno.test("a --params file outside the grants exits 3, a folder for export too", async () => {
  assertStringIncludes(
    await refusal("plan", "--params=/p.json"),
    "--allow-read=.,/p.json pipeline.ts",
  );
  assertStringIncludes(
    await refusal("export", "total.sum", "sum.json"),
    `${DENO} --allow-read=. --allow-write=. pipeline.ts export total.sum sum.json`,
  );
});

Deno.test("help that may not be loaded exits 3, with the command that grants no more than that", async () => {
  for (const args of [["--help"], ["plan", "--help"]]) {
    await using machine = await Machine.create();
    machine.grants = () => false;
    const { code, stdout, stderr } = await machine.run(...args);
    assertEquals([code, stdout], [3, ""]);
    assertStringIncludes(stderr, `\n  ${DENO} --allow-read=. pipeline.ts ${args.join(" ")}\n`);
  }
});

Deno.test("mistakes in what was typed come before rights that are missing", async () => {
  await using machine = await Machine.create();
  machine.grants = () => false;
  assertEquals((await machine.run("--artifacts=/elsewhere", "--until=totl")).code, 2);
});

Deno.test("under --json missing rights are a document", async () => {
  await using machine = await Machine.create();
  machine.grants = () => false;
  const { code, stdout } = await machine.run("--json");
  assertEquals(code, 3);
  assertEquals(JSON.parse(stdout).errors[0].subject, "environment");
});

const START = {
  script: "/p/pipeline.ts",
  folder: "/p",
  packagesFolder: "/p/node_modules",
  args: [],
};
const reads = (...paths: string[]): Need[] => paths.map((path) => ({ kind: "read", path }));

/** The part of the command that grants reading. */
function readGrant(paths: readonly string[], folder: string | null): string {
  const command = grantCommand(reads(...paths), { ...START, folder });
  return /'?--allow-read=(.*) \S*pipeline\.ts$/.exec(command)?.[1] ?? command;
}

Deno.test("a folder that only begins like another is granted beside it", () => {
  assertEquals(readGrant(["/data", "/data-2", "/data/a", "/dat"], "/p"), "/data,/data-2,/dat");
});

Deno.test("case 23: a path with a comma is granted by another way to it, or by the folder above", () => {
  assertEquals(readGrant(["/a,b/p", "/a,b/p/x"], "/a,b/p"), ".");
  assertEquals(readGrant(["/a,b/q"], "/a,b/p"), "../q");
  assertEquals(readGrant(["/q/a,b/c", "/q"], "/p"), "/q");
  assertEquals(readGrant(["/q/a,b/c", "/q/d"], "/p"), "/q");
  assertEquals(readGrant(["/q/a,b/c"], null), "/q");
  assertEquals(readGrant(["/a,b"], "/p"), "/");
});

Deno.test("case 23: that the folder above is granted is said", async () => {
  assertStringIncludes(
    await refusal("plan", "--artifacts=/data/a,b/store"),
    "A grant cannot name a path with a comma, so this names the folder above: " +
      '"/data" in place of "/data/a,b/store". To grant them, run in "/project":\n' +
      `  ${DENO} --allow-read=.,/data pipeline.ts plan --artifacts=/data/a,b/store\n`,
  );
});

Deno.test("case 23: where all rights are asked for, no folder is named in place of another", () => {
  const message = (...needs: Need[]) =>
    assertThrows(() => requireRights(needs, () => false, START), EnvironmentError).message;
  const comma = "A grant cannot name a path with a comma";
  assertStringIncludes(message(...reads("/data/a,b")), comma);
  const all = message(...reads("/data/a,b"), { kind: "all" });
  assertEquals(all.includes(comma), false);
  assertStringIncludes(all, "--allow-all pipeline.ts");
});

Deno.test("a script whose path begins like a flag or a URL is named as a file", () => {
  const scriptOf = (script: string): string =>
    grantCommand([], { ...START, script }).replace(/^.*000 /, "");
  assertEquals(scriptOf("/p/-x/pipeline.ts"), "./-x/pipeline.ts");
  assertEquals(scriptOf("/p/npm:x/pipeline.ts"), "./npm:x/pipeline.ts");
  assertEquals(scriptOf("/-x/npm:x/pipeline.ts"), "/-x/npm:x/pipeline.ts");
});

Deno.test("without a folder for packages the command asks for one", () => {
  const without = grantCommand([], { ...START, packagesFolder: null });
  assertEquals(without.includes(" --node-modules-dir=auto "), true);
  assertEquals(packageNeeds("/w/p", null), reads("/w/node_modules", "/node_modules"));
  assertEquals(packageNeeds("/w/p", "/w/node_modules"), reads("/w/node_modules"));
  assertEquals(grantCommand([], START).includes("--node-modules-dir"), false);
});

Deno.test("what is no host is refused as a mistake, all at once", () => {
  const needs: Need[] = ["a b", "example.org", "https://a.org/"].map((host) => ({
    kind: "net",
    host,
  }));
  // As Deno does where not everything is allowed.
  const isGranted = (need: Need): boolean => {
    if (need.kind !== "net" || /^[\w.]+$/.test(need.host)) return false;
    throw new URIError("invalid host");
  };
  const { problems } = assertThrows(() => requireRights(needs, isGranted, START), UsageError);
  assertEquals(problems.map(({ subject }) => subject), ["a b", "https://a.org/"]);
  assertStringIncludes(problems[0]!.message, 'Cannot reach "a b", which a stage declares: ');
});
