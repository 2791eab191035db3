import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Need } from "../../lib/cli/permissions.ts";
import { Machine } from "./terminal.ts";

/** Grants reading `folder`, writing `folder/artifacts`, and no host. */
function onlyProject(folder: string): (need: Need) => boolean {
  return (need) => {
    if (need.kind === "net" || need.kind === "all") return false;
    const top = need.kind === "read" ? folder : `${folder}/artifacts`;
    return need.path === top || need.path.startsWith(`${top}/`);
  };
}

const DENO =
  "deno run --no-prompt --v8-flags=--disallow-code-generation-from-strings,--wasm-tiering-budget=1000000000";

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
    `error: This needs rights that the program was not given: read "/elsewhere", write "/elsewhere". Nothing was run. To grant them, run:
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
