import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { realInputs } from "../report/real.ts";
import { reportPage } from "../support/report_page.ts";
import { inChromium } from "./chromium.ts";
import { openPage, tableOf, textOf } from "./open_page.ts";

const INPUTS = await realInputs(3000);
const LABELS = INPUTS.test.labels.data;
const ANSWERS = INPUTS.predictions.predicted.data;
const COUNTS = INPUTS.metrics.confusion.data;
const HTML = await reportPage(INPUTS);

/** The most frequent confusion. */
const [TRUE, READ] = COUNTS.reduce(
  (best, count, cell) =>
    cell % 11 !== 0 && count > COUNTS[best[0]! * 10 + best[1]!]!
      ? [Math.floor(cell / 10), cell % 10]
      : best,
  [0, 1],
) as [number, number];

const rowsOf = (label: number, predicted: number) =>
  Array.from(LABELS.keys()).filter((i) => LABELS[i] === label && ANSWERS[i] === predicted);

const cell = (page: Page, label: number, predicted: number) =>
  page.locator("#confusion-matrix tbody tr").nth(label).locator("td").nth(predicted);

/** The indices that the cards show. */
async function indices(page: Page): Promise<number[]> {
  const texts = await page.locator("#mistake-cards .index").allInnerTexts();
  return texts.map((text) => Number(text.slice(1)));
}

async function panelShares(page: Page): Promise<number[]> {
  const rows = await page.locator("#panel .probabilities tbody tr").all();
  return await Promise.all(rows.map(async (row) => Number(await row.getAttribute("data-value"))));
}

const percent = (share: number) => (share * 100).toFixed(share === 0 ? 0 : 1);

inChromium("the sections on mistakes", {
  "the confusion matrix shows counts, shares of rows and shares of columns": async (browser) => {
    await using open = await openPage(browser, HTML);
    const shown = async () =>
      (await tableOf(open.page, "#confusion-matrix")).flatMap((row) => row.slice(1));
    const sums = (of: (i: number) => number) =>
      COUNTS.reduce((all, n, i) => (all[of(i)]! += n, all), new Array<number>(10).fill(0));
    const [ofRows, ofColumns] = [sums((i) => Math.floor(i / 10)), sums((i) => i % 10)];
    assertEquals(await shown(), [...COUNTS].map(String));
    await open.page.getByLabel("% of each row").check();
    assertEquals(
      await shown(),
      Array.from(COUNTS, (n, i) => percent(n / ofRows[Math.floor(i / 10)]!)),
    );
    assertStringIncludes(await textOf(open.page, "#confusion-matrix caption"), "of each row");
    await open.page.getByLabel("% of each column").check();
    assertEquals(await shown(), Array.from(COUNTS, (n, i) => percent(n / ofColumns[i % 10]!)));
    await open.page.getByLabel("counts").check();
    assertEquals(await shown(), [...COUNTS].map(String));
    assertEquals(open.faults, []);
  },

  "a click on a cell shows the digits of that cell": async (browser) => {
    await using open = await openPage(browser, HTML);
    await cell(open.page, TRUE, READ).click();
    const expected = rowsOf(TRUE, READ);
    assert(expected.length > 1);
    const shown = await indices(open.page);
    assertEquals(shown.length, Math.min(24, expected.length));
    assert(shown.every((index) => expected.includes(index)));
    assertStringIncludes(await textOf(open.page, "#mistakes-status"), `${expected.length} found`);
  },

  "a tap on a diagonal cell shows digits that were classified correctly": async (browser) => {
    await using open = await openPage(browser, HTML, { hasTouch: true });
    await cell(open.page, 7, 7).tap();
    const shown = await indices(open.page);
    assert(shown.length >= 20, `${shown.length} shown`);
    const expected = rowsOf(7, 7);
    assert(shown.every((index) => expected.includes(index)));
  },

  "arrow keys move from cell to cell, and Enter shows the cell's digits": async (browser) => {
    await using open = await openPage(browser, HTML);
    await cell(open.page, 0, 0).locator("button").focus();
    for (let i = 0; i < TRUE; i++) await open.page.keyboard.press("ArrowDown");
    for (let i = 0; i < READ; i++) await open.page.keyboard.press("ArrowRight");
    const label = await open.page.evaluate("document.activeElement.getAttribute('aria-label')");
    assertEquals(
      String(label).replace(/[\u2068\u2069]/g, ""),
      `${TRUE} read as ${READ}: ${COUNTS[TRUE * 10 + READ]}`,
    );
    await open.page.keyboard.press("Enter");
    const expected = rowsOf(TRUE, READ);
    assert((await indices(open.page)).every((index) => expected.includes(index)));
    const focused = await open.page.evaluate("document.activeElement.className");
    assertEquals(focused, "card");
  },

  "an empty cell shows an empty gallery and a message": async (browser) => {
    const empty = COUNTS.indexOf(0);
    await using open = await openPage(browser, HTML);
    await cell(open.page, Math.floor(empty / 10), empty % 10).click();
    assertEquals(await indices(open.page), []);
    assertStringIncludes(await textOf(open.page, "#mistakes-status"), "Showing 0 of 0 found");
  },

  "the table of classes sorts by each column in both directions, and announces it": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    const { perClass } = INPUTS.metrics;
    const names = async () => (await tableOf(open.page, "#per-class")).map((row) => row[0]);
    for (const [head, key] of [["F1", "f1"], ["Support", "support"]] as const) {
      const rising = perClass.map((_, k) => k).sort((a, b) =>
        perClass[a]![key]! - perClass[b]![key]!
      );
      const button = open.page.locator("#per-class").getByRole("button", { name: head });
      await button.click();
      assertEquals(await names(), rising.toReversed().map(String));
      const column = open.page.locator("#per-class th[aria-sort]");
      assertEquals(await column.getAttribute("aria-sort"), "descending");
      await button.press("Enter");
      assertEquals(await names(), rising.map(String));
      assertEquals(await column.getAttribute("aria-sort"), "ascending");
      assertEquals(await column.count(), 1);
    }
  },

  "pictures of the most frequent confusions open the panel": async (browser) => {
    await using open = await openPage(browser, HTML);
    const first = open.page.locator(".pairs li").first();
    assertStringIncludes(await first.innerText(), `${TRUE} read as ${READ}`);
    const pictures = first.getByRole("button");
    assertEquals(await pictures.count(), 3);
    await pictures.first().click();
    const index = Number((await textOf(open.page, "#panel-title")).replace("Test image ", ""));
    assert(rowsOf(TRUE, READ).includes(index));
  },

  "the least sure images are the least sure of the whole test split": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator("select[name=show]").selectOption("least sure");
    const { data } = INPUTS.predictions.probabilities;
    const sure = (i: number) => data[i * 10 + ANSWERS[i]!]!;
    const expected = Array.from(LABELS.keys()).sort((a, b) => sure(a) - sure(b) || b - a);
    assertEquals(await indices(open.page), expected.slice(0, 24));
    assertStringIncludes(await textOf(open.page, "#mistakes-status"), "the 100 least sure");
  },

  "a digit opens a panel with the probabilities of evaluate": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator("select[name=show]").selectOption("all in this page");
    const card = open.page.locator("#mistake-cards button").first();
    await card.focus();
    await open.page.keyboard.press("Enter");
    for (let i = 0; i < 50; i++) {
      const index = Number((await textOf(open.page, "#panel-title")).replace("Test image ", ""));
      const shares = await panelShares(open.page);
      shares.forEach((share, k) => {
        assertAlmostEquals(share, INPUTS.predictions.probabilities.data[index * 10 + k]!, 1e-6);
      });
      const answer = await textOf(open.page, ".panel-answer");
      assertStringIncludes(answer, `Labelled ${LABELS[index]}, read as ${ANSWERS[index]},`);
      await open.page.getByRole("button", { name: "Next" }).click();
    }
  },

  "Escape closes the panel, and the focus returns to the digit": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator("#mistake-cards button").nth(2).press("Enter");
    assert(await open.page.locator("#panel").isVisible());
    await open.page.keyboard.press("Escape");
    assertEquals(await open.page.locator("#panel").isVisible(), false);
    const focused = await open.page.evaluate(
      "[...document.querySelectorAll('#mistake-cards button')].indexOf(document.activeElement)",
    );
    assertEquals(focused, 2);
  },

  "arrow keys move from image to image in the panel and wrap around, but not in its lists": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    const { page } = open;
    const shown = async () =>
      Number((await textOf(page, "#panel-title")).replace("Test image ", ""));
    const first = (await indices(page)).slice(0, 2);
    await page.locator("#mistake-cards button").first().click();
    const seen = [await shown()];
    for (const key of ["ArrowRight", "ArrowLeft", "ArrowLeft"]) {
      await page.keyboard.press(key);
      seen.push(await shown());
    }
    assertEquals(seen.slice(0, 3), [first[0], first[1], first[0]]);
    assert(!first.includes(seen[3]!), "the last image precedes the first");
    await page.locator("#panel select").first().focus();
    await page.keyboard.press("ArrowRight");
    assertEquals(await shown(), seen[3]);
    assertEquals(open.faults, []);
  },

  "the evidence adds up to the net input of a class, or to the difference of two": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator("#mistake-cards button").first().click();
    const index = Number((await textOf(open.page, "#panel-title")).replace("Test image ", ""));
    const { weights, bias } = INPUTS.model;
    const z = Array.from(bias.data, (b, k) => {
      for (let d = 0; d < 784; d++) {
        b += weights.data[k * 784 + d]! * INPUTS.test.images.data[index * 784 + d]! / 255;
      }
      return b;
    });
    const total = async () =>
      Number(await open.page.locator("#panel .evidence-sum").getAttribute("data-total"));
    const answer = ANSWERS[index]!;
    assertAlmostEquals(await total(), z[answer]!, 1e-9);
    await open.page.locator("#panel").locator("select").nth(0).selectOption("3");
    await open.page.locator("#panel").locator("select").nth(1).selectOption("5");
    assertAlmostEquals(await total(), z[3]! - z[5]!, 1e-9);
    assertStringIncludes(
      await textOf(open.page, "#panel .evidence-sum"),
      "difference of the net inputs",
    );
    const label = await open.page.locator("#panel .evidence").getAttribute("aria-label");
    assertStringIncludes(
      label!.replace(/[\u2068\u2069]/g, ""),
      "Evidence for 3 rather than 5: most 0.",
    );
  },
});
