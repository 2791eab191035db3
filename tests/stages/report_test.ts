import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { report } from "../../stages/report.ts";
import { fixture } from "../report/fixture.ts";
import { REPORT_ASSETS, reportPage } from "../support/report_page.ts";
import { stageContext } from "../support/stage_context.ts";

Deno.test("report renders equal artifacts to equal bytes", async () => {
  assertEquals(await reportPage(fixture({})), await reportPage(fixture({})));
});

Deno.test("report does not change its inputs", async () => {
  const inputs = fixture({});
  await reportPage(inputs);
  assertEquals(inputs, fixture({}));
});

Deno.test("report embeds its script, and the content security policy has the script's digest", async () => {
  const { language, charts, script: own } = REPORT_ASSETS;
  const script = [language, charts, own].map((part) => part.trim()).join("\n");
  const page = await reportPage(fixture({}));
  assert(own.length > 10_000);
  assert(page.includes(`<script>${script}</script>`));
  assert(page.includes(createHash("sha256").update(script).digest("base64")));
});

Deno.test("report embeds all its style sheets in cascade order", async () => {
  const sheets = ["chartStyle", "base", "headline", "tables", "graphs", "gallery"]
    .concat(["panel", "try_it", "lecture", "print"]);
  const marked = Object.fromEntries(sheets.map((name) => [name, `.mark-${name} { top: 0 }`]));
  const assets = { ...REPORT_ASSETS, ...marked };
  const { page } = await report.run(
    stageContext({ inputs: fixture({}), params: {}, settings: {}, assets }),
  );
  assertEquals([...page.matchAll(/\.mark-(\w+)\s*\{/g)].map(([, name]) => name), sheets);
});

Deno.test("report logs the number of the page's characters", async () => {
  const context = stageContext({
    inputs: fixture({}),
    params: {},
    settings: {},
    assets: REPORT_ASSETS,
  });
  const { page } = await report.run(context);
  assertEquals(context.lines, [`the page has ${page.length} characters`]);
});

Deno.test("report stays under 500 kB with a thousand mistakes on dense images", async () => {
  const inputs = fixture({ examples: 10_000, wrongEvery: 5 });
  let state = 7; // a dense image that hardly compresses
  inputs.test.images.data.forEach((_, i, pixels) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[i] = i % 3 === 0 ? 0 : state >>> 24;
  });
  const sizeBytes = new TextEncoder().encode(await reportPage(inputs)).length;
  assert(sizeBytes < 500_000, `the page has ${sizeBytes} bytes`);
});

Deno.test("report refuses artifacts of different models", async () => {
  const inputs = { ...fixture({}), model: fixture({ classes: 3 }).model };
  const context = stageContext({ inputs, params: {}, settings: {}, assets: REPORT_ASSETS });
  await assertRejects(async () => await report.run(context), RangeError, "model.weights has shape");
});
