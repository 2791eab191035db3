import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { renderPage } from "../../lib/report/page.ts";
import { reportData } from "../../lib/report/report_data.ts";
import { fixture, type FixtureOptions } from "./fixture.ts";

const ASSETS = { script: "let x = 1;", styles: ["p {\n  margin: 0;\n}"], chartLicence: "<MIT>" };

const page = (options: FixtureOptions) => renderPage(reportData(fixture(options)), ASSETS);

Deno.test("equal artifacts are rendered to equal bytes", async () => {
  assertEquals(await page({}), await page({}));
});

Deno.test("the content security policy allows exactly the page's script and style", async () => {
  const text = await page({});
  const policy = text.match(/Content-Security-Policy" content="([^"]*)"/)![1]!.replaceAll(
    "&#39;",
    "'",
  );
  const sha256 = (content: string) => createHash("sha256").update(content).digest("base64");
  const [style] = [...text.matchAll(/<style>([^]*?)<\/style>/g)].map((match) => match[1]!);
  const [script] = [...text.matchAll(/<script>([^]*?)<\/script>/g)].map((match) => match[1]!);
  assertEquals([script, style], [ASSETS.script, "p{margin: 0;}"]);
  assert(policy.startsWith("default-src 'none'; "));
  assertMatch(policy, /script-src 'sha256-[^ ;]*'; style-src 'sha256-[^ ;]*';/);
  assert(policy.includes(`script-src 'sha256-${sha256(script!)}'`));
  assert(policy.includes(`style-src 'sha256-${sha256(style!)}'`));
  assert(text.indexOf("Content-Security-Policy") < text.indexOf("<style>"));
});

Deno.test("the page of a degenerate run shows no NaN, undefined or Infinity", async () => {
  const cases: FixtureOptions[] = [
    { oneClassOnly: true, wrongEvery: 0, epochs: 1, validation: false },
    { oneClassOnly: true },
    { classes: 1 },
    { examples: 1 },
    { examples: 3, classes: 3, wrongEvery: 1 },
    { epochs: 0 },
    { imageShape: [1, 1] },
  ];
  for (const options of cases) {
    const text = await page(options);
    const found = text.match(/NaN|undefined|Infinity|\[object/);
    assertEquals(found?.[0], undefined, `${JSON.stringify(options)}: ${found?.index}`);
  }
});

Deno.test("every id is unique, and every anchor and label refers to an element", async () => {
  const text = await page({});
  const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]!);
  assertEquals(ids.length, new Set(ids).size);
  for (const [, target] of text.matchAll(/(?:href="#|aria-labelledby=")([^"]*)"/g)) {
    assert(ids.includes(target!), `#${target}`);
  }
});

Deno.test("the page has no style attribute, no event handler and no external link", async () => {
  const text = await page({});
  assertEquals(text.match(/<[^>]*\s(style|on\w+)=/)?.[0], undefined);
  assertEquals(text.match(/(?:src|href)="(?!#|data:)[^"]*|url\((?!data:)/)?.[0], undefined);
});

Deno.test("hostile names add no markup", async () => {
  const classNames = [
    "<script>alert(1)</script>",
    `"><img src=x onerror=alert(1)>`,
    "</style>",
    "'",
  ];
  const tags = (text: string) => [...text.matchAll(/<\w+/g)].map((match) => match[0]);
  const plain = await page({ classNames: ["aaa", "bbb", "ccc", "ddd"] });
  assertEquals(tags(await page({ classNames, dataset: classNames[1]! })), tags(plain));
});

Deno.test("a name of 10 kB is in the page once in full, and shortened elsewhere", async () => {
  const name = "x".repeat(10_000);
  const text = await page({ classNames: [name, "b", "c"] });
  assertEquals(text.split(name).length - 1, 1);
  assert(text.split("x".repeat(23) + "…").length > 5);
});

Deno.test("renderPage() refuses a script or style that would end its own element", async () => {
  const data = reportData(fixture({}));
  const cases = [
    { ...ASSETS, script: "'</script>'" },
    { ...ASSETS, script: "x<!--y" },
    { ...ASSETS, styles: ["a {}", "</STYLE>"] },
  ];
  for (const assets of cases) {
    await assertRejects(() => renderPage(data, assets), RangeError, "could end its element");
  }
});

Deno.test("the page contains the licence of the chart library as text", async () => {
  assertMatch(await page({}), /<pre>&lt;MIT&gt;<\/pre>/);
});
