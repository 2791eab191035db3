import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { ReportInputs } from "../../lib/report/report_data.ts";
import { fixture } from "../report/fixture.ts";
import { reportPage } from "../support/report_page.ts";
import { forEach, inChromium } from "./chromium.ts";
import { openPage, tableOf, textOf } from "./open_page.ts";

const NAMES = [
  ...["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"],
  ...["Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
];

/** As many and as dense images as in Fashion-MNIST, one in six wrong, with greys that hardly compress. */
function clothes(): ReportInputs {
  const classNames = NAMES;
  const made = fixture({ examples: 10_000, wrongEvery: 6, classNames, dataset: "fashion-mnist" });
  const { images, labels } = made.test;
  let noise = 1;
  for (let i = 0; i < images.data.length; i++) {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    const [label, x] = [labels.data[Math.floor(i / 784)]!, i % 28];
    images.data[i] = x < 4 || x > 23 ? 0 : 20 * label + (noise >>> 26);
  }
  return made;
}

const INPUTS = clothes();
const HTML = await reportPage(INPUTS);
const ERRORS = INPUTS.metrics.errors;
const [BAG, BOOT] = [NAMES.indexOf("Bag"), NAMES.indexOf("Ankle boot")];

inChromium("data like Fashion-MNIST", {
  "the page is under 500 kB, contains the most confident mistakes, and says how many": async (
    browser,
  ) => {
    assert(new TextEncoder().encode(HTML).length < 500_000);
    await using open = await openPage(browser, HTML);
    const status = await textOf(open.page, "#mistakes-status");
    const [, contained] = status.match(
      /^Showing 24 of the (\d+) most confident of 1,667 mistakes$/,
    )!;
    assert(Number(contained) > 300 && Number(contained) < ERRORS, status);
    assertEquals(open.faults, []);
  },

  "tables, galleries and the panel show the names of the classes": async (browser) => {
    await using open = await openPage(browser, HTML);
    const { page } = open;
    assertStringIncludes(await textOf(page, "h1"), "Fashion-MNIST");
    assertEquals((await tableOf(page, "#per-class")).map(([name]) => name), NAMES);
    const cell = page.locator("#confusion-matrix .cell").nth(BAG * 10 + BOOT);
    const count = INPUTS.metrics.confusion.data[BAG * 10 + BOOT]!;
    const words = `Bag read as Ankle boot: ${count}`;
    assertEquals((await cell.getAttribute("aria-label"))!.replace(/[\u2068\u2069]/g, ""), words);
    await cell.click();
    const answers = await page.locator("#mistake-cards .answer").allInnerTexts();
    assert(answers.length > 0 && answers.every((text) => text === "Bag read as Ankle boot"));
    await page.locator("#mistake-cards button").first().click();
    assertMatch(await textOf(page, ".panel-answer"), /^Labelled Bag, read as /);
  },

  "the page has a drawing pad but no preset drawings of digits": async (browser) => {
    await using open = await openPage(browser, HTML);
    assertEquals(await open.page.locator("#try-it").getByText("7 with a bar").count(), 0);
    assertEquals(await open.page.locator("#pad").count(), 1);
    assertMatch(await textOf(open.page, ".verdict"), /^Test image \d+: [A-Z]/);
  },

  ...forEach([320, 768, 1440], (width) => ({
    [`nothing overflows a page of ${width} px`]: async (browser) => {
      await using open = await openPage(browser, HTML, { viewport: { width, height: 800 } });
      assertEquals(await open.page.evaluate("document.documentElement.scrollWidth"), width);
    },
  })),
});
