import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { blocked, digestFor, done, failed, keyFor, resultOf } from "./sample_program.ts";
import { filesBelow } from "../support/files_below.ts";
import { Machine } from "./terminal.ts";

const HITS = resultOf([done("source", "hit"), done("total", "hit"), done("page", "hit")]);
const RAN = resultOf([done("source", "ran", 10), done("total", "cut-off"), done("page", "hit")]);
const LAST_LINE = `<!-- page ${digestFor("html")} -->\n`;

const reportOf = (machine: Machine) => Deno.readTextFile(`${machine.root}/artifacts/report.html`);

/** Names of the files that are left in the store's folder, those that were only begun included. */
const filesOf = async ({ root }: Machine) =>
  (await filesBelow(`${root}/artifacts`)).map(([path]) => path.slice(`${root}/artifacts/`.length));

Deno.test("the report is the page with the facts of the run, and no other file is left", async () => {
  await using machine = await Machine.create({ results: [RAN] });
  await machine.run("--set", "source.folder=a b", "--json");
  const report = await reportOf(machine);
  assertEquals(await filesOf(machine), ["report.html"]);
  assertEquals(report.endsWith(`</p>\n${LAST_LINE}`), true);
  const facts = JSON.parse(report.slice("<p>".length, report.lastIndexOf("</p>")));
  assertEquals(facts.command, "deno task pipeline --set 'source.folder=a b' --json");
  assertEquals([facts.run, facts.elapsedMs], ["r2", 5_432]);
  assertEquals(facts.versions, { ...Deno.version });
  assertEquals(facts.stages[0].state, "ran");
  assertEquals(facts.stages[2], {
    name: "page",
    state: "hit",
    key: keyFor("page"),
    elapsedMs: 0,
    startMs: null,
    needs: ["total", "source"],
    reasons: [],
    params: {},
    outputs: [{ name: "html", digest: digestFor("html"), sizeBytes: 12 }],
  });
});

Deno.test("a run in which all stages hit writes the report only if it is missing", async () => {
  await using machine = await Machine.create({ results: [HITS] });
  await machine.run();
  assertEquals(machine.engine?.reads, 1);
  const before = await Deno.stat(`${machine.root}/artifacts/report.html`);
  await machine.run();
  assertEquals(machine.engine?.reads, 0);
  const after = await Deno.stat(`${machine.root}/artifacts/report.html`);
  assertEquals([after.ino, after.mtime], [before.ino, before.mtime]);
});

Deno.test("a report of another page, cut short or emptied is written again", async () => {
  await using machine = await Machine.create({ results: [HITS] });
  const file = `${machine.root}/artifacts/report.html`;
  for (const text of ["", "<p>", `<p>\n${LAST_LINE.replace("6", "7")}`, `<p>\n${LAST_LINE}x`]) {
    await Deno.writeTextFile(file, text);
    await machine.run();
    assertEquals((await reportOf(machine)).endsWith(LAST_LINE), true, text);
  }
});

Deno.test("a run that executed something writes the report again", async () => {
  await using machine = await Machine.create({ results: [HITS] });
  await machine.run();
  machine.script = { results: [RAN] };
  await machine.run();
  assertStringIncludes(await reportOf(machine), '"state":"ran"');
});

Deno.test("a page whose object is damaged is made again by one more run", async () => {
  const again = resultOf([done("source", "hit"), done("total", "hit"), done("page", "ran", 7)]);
  const script = { results: [RAN, again], unreadable: new Set([digestFor("html")]) };
  await using machine = await Machine.create(script);
  const { code, stdout } = await machine.run("--force", "--json");
  assertEquals(code, 0);
  assertEquals(machine.engine?.requests.map(({ request }) => request.force), ["all", []]);
  const { stages, elapsedMs } = JSON.parse(stdout);
  assertEquals(stages.map(({ state }: { state: string }) => state), ["ran", "cut-off", "ran"]);
  assertEquals(elapsedMs, 2 * 5_432);
  assertStringIncludes(await reportOf(machine), '"state":"ran"');
});

Deno.test("a run without the page has no report", async () => {
  const error = { kind: "stage", message: "no", at: null, cause: null } as const;
  const broken = resultOf([
    done("source", "ran", 1),
    failed("total", error),
    blocked("page", "total"),
  ]);
  for (const result of [resultOf([done("source", "ran", 1)]), broken]) {
    await using machine = await Machine.create({ results: [result] });
    const { stdout } = await machine.run("--json");
    assertEquals(JSON.parse(stdout).report, null);
    assertEquals(await filesOf(machine), []);
  }
});

Deno.test("a report that cannot be written is a warning if nothing ran, else exit 3", async () => {
  await using machine = await Machine.create({ results: [HITS] });
  // A folder in the place of the report cannot be replaced, by root either.
  await Deno.mkdir(`${machine.root}/artifacts/report.html/x`, { recursive: true });
  const hits = await machine.run("--json");
  assertEquals([hits.code, JSON.parse(hits.stdout).report], [0, null]);
  assertMatch(
    hits.stderr,
    /warning: Cannot write \d+ bytes to "\/project\/artifacts\/report.html"/,
  );
  machine.script = { results: [RAN] };
  const ran = await machine.run();
  assertEquals(ran.code, 3);
  assertMatch(ran.stderr, /error: Cannot write \d+ bytes to "\/project\/artifacts\/report.html"/);
  assertEquals(await filesOf(machine), []);
});
