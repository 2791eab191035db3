import { assertEquals, assertStringIncludes } from "@std/assert";
import { PAST_RUNS, RECORDED } from "./past_runs.ts";
import { digestFor, fresh, keyFor } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const PLAN = [fresh("source"), fresh("total"), fresh("page")];
const SCRIPT = { plan: PLAN, recorded: RECORDED, runs: PAST_RUNS };

Deno.test("provenance follows an artifact back: keys, digests, code, params, packages, times, log", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { code, stdout, stderr } = await machine.run("provenance", "total.sum");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout,
    `total  ran in 4.2 s until 2026-10-17 12:00:09 UTC, run 20261017T120009-a1a1a1
  key      ${keyFor("total")}
  output   ${digestFor("sum")}  total.sum  31.4 kB
  figure   total.sum = 12
  input    ${digestFor("numbers")}  source.numbers
  code     ${digestFor("total code")}  bundle of
           ${digestFor("stages/total.ts")}  stages/total.ts
  runtime  deno 2.9.6
  log      added up

source  ran in 4.2 s until 2026-10-17 12:00:09 UTC, run 20261017T120009-a1a1a1
  key      ${keyFor("source")}
  output   ${digestFor("numbers")}  source.numbers  47.0 MB
  file     ${digestFor("list")}  my data/list.txt  (list)
  host     example.org
  param    count = 4
           folder = "my data"
  code     ${digestFor("source code")}  bundle of
           ${digestFor("stages/source.ts")}  stages/source.ts
  package  tiny 1.0.0
  runtime  deno 2.9.6
  log      one
           two
           three
           four
           five
           2 more; --verbose or "log source" shows them
`,
  );
});

Deno.test("provenance --verbose has the whole log with progress, a stage without an output all outputs", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { stdout } = await machine.run("provenance", "source", "-v");
  assertStringIncludes(stdout, `\n           ${digestFor("notes")}  source.notes  6 B\n`);
  assertStringIncludes(stdout, "  log      · step 0 of 2 (20 ms)\n           one\n");
  assertStringIncludes(stdout, "           six\n           · step 2 of 2, all (1.5 s)\n");
});

Deno.test("provenance --format mermaid draws files, hosts, executions and what they gave", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { stdout } = await machine.run("provenance", "page.html", "--format=mermaid");
  const key = (name: "source" | "total" | "page") => keyFor(name).slice(0, 12);
  const digest = (name: string) => digestFor(name).slice(0, 12);
  assertEquals(
    stdout,
    `flowchart LR
  f0[/"my data/list.txt<br>${digest("list")}"/]
  f1[/"example.org"/]
  s2["source<br>key ${key("source")}<br>2026-10-17 12:00:09 UTC, 4.2 s"]
  s1["total<br>key ${key("total")}<br>2026-10-17 12:00:09 UTC, 4.2 s"]
  s0["page<br>key ${key("page")}<br>2026-10-17 12:00:09 UTC, 4.2 s"]
  a5(["page.html<br>${digest("html")}"])
  f0 --> s2
  f1 --> s2
  s2 -->|"numbers<br>${digest("numbers")}"| s1
  s1 -->|"sum<br>${digest("sum")}"| s0
  s2 -->|"numbers<br>${digest("numbers")}"| s0
  s0 --> a5
`,
  );
});

Deno.test("provenance --format dot names what one execution gave another on the arrow between them", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { stdout } = await machine.run("provenance", "page.html", "--format=dot");
  const digest = (name: string) => digestFor(name).slice(0, 12);
  assertEquals(
    stdout.split("\n").filter((line) => line.includes("->")),
    [
      "  f0 -> s2;",
      "  f1 -> s2;",
      `  s2 -> s1 [label="numbers\\n${digest("numbers")}"];`,
      `  s1 -> s0 [label="sum\\n${digest("sum")}"];`,
      `  s2 -> s0 [label="numbers\\n${digest("numbers")}"];`,
      "  s0 -> a5;",
    ],
  );
});

Deno.test("provenance --format dot gives Graphviz the same, with what it would misread escaped", async () => {
  const [source, ...others] = RECORDED;
  const files = { list: { path: 'a"b\\c\nd', sha256: digestFor("list") } };
  const recorded = [{ ...source!, files }, ...others];
  await using machine = await Machine.create({ ...SCRIPT, recorded });
  const { stdout } = await machine.run("provenance", "source.notes", "--format=dot");
  assertEquals(
    stdout,
    `digraph provenance {
  rankdir=LR;
  f0 [shape=note, label="a\\"b\\\\c d\\n${digestFor("list").slice(0, 12)}"];
  f1 [shape=note, label="example.org"];
  s0 [shape=box, label="source\\nkey ${
      keyFor("source").slice(0, 12)
    }\\n2026-10-17 12:00:09 UTC, 4.2 s"];
  a3 [shape=ellipse, label="source.notes\\n${digestFor("notes").slice(0, 12)}"];
  f0 -> s0;
  f1 -> s0;
  s0 -> a3;
}
`,
  );
});

Deno.test("provenance --run is that of a past run, and refuses what it did not make", async () => {
  await using machine = await Machine.create(SCRIPT);
  const { code, stdout } = await machine.run("provenance", "total", "--run=four", "--json");
  assertEquals([code, JSON.parse(stdout).run], [0, "20261018T080100-b2b2b2"]);
  const refusal = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await machine.run("provenance", ...args);
    assertEquals(code, 2);
    return stderr.split("\n")[0]!;
  };
  assertEquals(
    await refusal("total", "--run=20261018T080200-c3c3c3"),
    'error: Stage "total" failed in run 20261018T080200-c3c3c3, so that it has no artifact; ' +
      '"log total --run 20261018T080200-c3c3c3" says why',
  );
  assertEquals(
    await refusal("total.sum.parts"),
    'error: "total.sum.parts" names a part of an artifact; its provenance is that of the whole; ' +
      'did you mean "total.sum"?',
  );
  assertEquals(
    await refusal("total.smu"),
    'error: Unknown output "total.smu"; did you mean "total.sum"?',
  );
});

Deno.test("records that do not agree are no chain: exit 4", async () => {
  const [source, ...others] = RECORDED;
  const outputs = { numbers: { digest: digestFor("others"), sizeBytes: 1 } };
  await using machine = await Machine.create({
    ...SCRIPT,
    recorded: [{ ...source!, outputs }, ...others],
  });
  const { code, stderr } = await machine.run("provenance", "total");
  assertEquals(code, 4);
  assertStringIncludes(stderr, 'The record of stage "total" says that it read source.numbers as');
});
