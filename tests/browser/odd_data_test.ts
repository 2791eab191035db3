import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fixture, type FixtureOptions } from "../report/fixture.ts";
import { reportPage } from "../support/report_page.ts";
import { forEach, inChromium } from "./chromium.ts";
import { openPage, tableOf, textOf } from "./open_page.ts";

const HOSTILE = [
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(2)>`,
  "</style></script><!--",
  "\u202Egnp.exe",
  "x".repeat(10_000),
  "${alert(3)} {{alert(4)}} javascript:alert(5)",
];

/** The first text that changes the direction of the text around it. */
const OUTSIDE_BDI = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const { parentElement } = node;
    if (node.data.includes("\\u202E") && !parentElement.closest("bdi, option[dir=auto], script")) {
      return parentElement.outerHTML;
    }
  }
  return "none";
})()`;

const DEGENERATE: Readonly<Record<string, FixtureOptions>> = {
  "one class only, no error, one epoch, no validation": {
    oneClassOnly: true,
    wrongEvery: 0,
    epochs: 1,
    validation: false,
  },
  "a single example": { examples: 1 },
  "everything wrong": { examples: 30, wrongEvery: 1 },
  "an untrained model": { epochs: 0 },
  "no validation": { validation: false },
  "62 classes of wide images": { classes: 62, examples: 500, imageShape: [7, 20] },
};

inChromium("odd data", {
  "hostile names are text: they open no dialog, make no request and add no element": async (
    browser,
  ) => {
    const html = await reportPage(fixture({ classNames: HOSTILE, dataset: HOSTILE[1]! }));
    await using open = await openPage(browser, html);
    const rows = await tableOf(open.page, "#per-class");
    assertEquals(rows.map((row) => row[0]), HOSTILE);
    for (const name of ["label", "predicted"]) {
      await open.page.locator(`select[name=${name}]`).selectOption("0");
    }
    assertStringIncludes(await textOf(open.page, "h1"), `on "><img src=x onerror=al…`);
    assertEquals(await open.page.locator("main img:not([src^='data:'])").count(), 0);
    assertEquals(open.faults, []);
  },

  "hostile names do not change the direction of the text around them": async (browser) => {
    const html = await reportPage(fixture({ classNames: HOSTILE }));
    await using open = await openPage(browser, html);
    assertEquals(await open.page.evaluate(OUTSIDE_BDI), "none");
  },

  "hostile names stay text and isolated wherever they are chosen": async (browser) => {
    await using open = await openPage(browser, await reportPage(fixture({ classNames: HOSTILE })));
    const { page } = open;
    for (let k = 0; k < HOSTILE.length; k++) {
      await page.locator("#class-choice select").selectOption(String(k));
      await page.locator("#try-it").getByLabel("Test images of class").selectOption(String(k));
      await page.locator("#class-cards button").first().click();
      await page.locator("#panel select").nth(1).selectOption(String(k));
      assertEquals(await page.evaluate(OUTSIDE_BDI), "none");
      await page.keyboard.press("Escape");
    }
    assertEquals(open.faults, []);
  },

  ...forEach([320, 768, 1440], (width) => ({
    [`hostile names do not widen a page of ${width} px`]: async (browser) => {
      const html = await reportPage(
        fixture({ classNames: HOSTILE, dataset: "y".repeat(9999) }),
      );
      await using open = await openPage(browser, html, { viewport: { width, height: 800 } });
      assertEquals(await open.page.evaluate("document.documentElement.scrollWidth"), width);
    },
  })),

  ...forEach(Object.entries(DEGENERATE), ([name, options]) => ({
    [`${name}: the page shows no error and no NaN`]: async (browser) => {
      await using open = await openPage(browser, await reportPage(fixture(options)));
      const text = await open.page.locator("body").innerText();
      assertEquals(text.match(/NaN|undefined|Infinity/)?.[0], undefined);
      assert(text.includes("Softmax regression"));
      assertEquals(open.faults, []);
    },
  })),

  "without mistakes the page says so, and the gallery shows correct predictions": async (
    browser,
  ) => {
    await using open = await openPage(browser, await reportPage(fixture({ wrongEvery: 0 })));
    assertStringIncludes(
      await textOf(open.page, "#mistakes"),
      "every test image is named correctly",
    );
    assert(await open.page.locator("#mistake-cards li").count() > 0);
    assertStringIncludes(
      await textOf(open.page, "#mistakes-status"),
      "in this page, of 200 in all",
    );
  },
});
