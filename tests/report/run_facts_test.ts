import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { renderPage } from "../../lib/report/page.ts";
import { reportData } from "../../lib/report/report_data.ts";
import { type RunFacts, withRunFacts } from "../../lib/report/run_facts.ts";
import { fixture } from "./fixture.ts";

const FACTS: RunFacts = {
  run: "7",
  finishedAt: "2026-01-31T12:00:00.000Z",
  elapsedMs: 15_300,
  command: "deno task pipeline --set 'train.note=$& $1 <b>'",
  versions: { deno: "2.9.6", v8: "14.0", typescript: "5.9" },
  machine: { os: "linux", arch: "x86_64", cores: 2 },
  stages: [{
    name: "train",
    state: "ran",
    key: "ab".repeat(32),
    elapsedMs: 1234,
    reasons: ["param train.epochs: 15, was 10", "</table><script>alert(1)</script>"],
    params: { epochs: 15, note: `"><img src=x onerror=alert(1)>`, shuffle: true },
    outputs: [{ name: "model", digest: "cd".repeat(32), sizeBytes: 31_480 }],
  }],
};

const PAGE = await renderPage(reportData(fixture({})), {
  script: "let x;",
  styles: ["p { margin: 0 }"],
  chartLicence: "MIT",
});

Deno.test("withRunFacts() shows states, times, reasons, params, keys, digests and the command", () => {
  const page = withRunFacts(PAGE, FACTS);
  for (
    const text of [
      "deno task pipeline --set &#39;train.note=$&amp; $1 &lt;b&gt;&#39;",
      "2026-01-31T12:00:00.000Z",
      "15.30\u00A0s",
      "linux, x86_64, 2 cores",
      "Deno 2.9.6, V8 14.0, TypeScript 5.9",
      "param train.epochs: 15, was 10",
      "1.23\u00A0s",
      "ab".repeat(32),
      "cd".repeat(32),
      "31.5\u00A0kB",
    ]
  ) assertStringIncludes(page, text);
});

Deno.test("withRunFacts() changes nothing outside its placeholder", () => {
  const page = withRunFacts(PAGE, FACTS);
  const [head, tail] = [
    PAGE.indexOf("<!-- run facts -->"),
    PAGE.indexOf("<!-- end of run facts -->"),
  ];
  assert(page.startsWith(PAGE.slice(0, head)));
  assert(page.endsWith(PAGE.slice(tail)));
});

Deno.test("withRunFacts() adds no script, no style and no event handler", () => {
  const count = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].length;
  const page = withRunFacts(PAGE, FACTS);
  for (const pattern of [/<script/g, /<style/g, /<img/g, /\sstyle=/g]) {
    assertEquals(count(page, pattern), count(PAGE, pattern), String(pattern));
  }
  assertEquals(count(page, /<[^>]*\son\w+=/g), 0);
});

Deno.test("withRunFacts() replaces the facts of an earlier run", () => {
  const later = { ...FACTS, run: "8", elapsedMs: 1 };
  assertEquals(withRunFacts(withRunFacts(PAGE, FACTS), later), withRunFacts(PAGE, later));
});

Deno.test("withRunFacts() refuses a page without exactly one placeholder", () => {
  assertThrows(() => withRunFacts("<p>", FACTS), RangeError, `found "<!-- run facts -->" at -1`);
  assertThrows(() => withRunFacts(PAGE + PAGE, FACTS), RangeError, "expected each once");
  const turned = "<!-- end of run facts --><!-- run facts -->";
  assertThrows(() => withRunFacts(turned, FACTS), RangeError, "in this order");
});

Deno.test("withRunFacts() says so if nothing was executed", () => {
  assertStringIncludes(withRunFacts(PAGE, { ...FACTS, run: null }), "everything was up to date");
});
