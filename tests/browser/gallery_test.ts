import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { fixture } from "../report/fixture.ts";
import { reportPage } from "../support/report_page.ts";
import { inChromium } from "./chromium.ts";
import { openPage, textOf } from "./open_page.ts";

const INPUTS = fixture({ examples: 700, wrongEvery: 5 });

interface Wrong {
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  readonly confidence: number;
}

/** The mistakes, computed from the artifacts without code of the report. */
const WRONG: readonly Wrong[] = [...INPUTS.test.labels.data].flatMap((label, index) => {
  const predicted = INPUTS.predictions.predicted.data[index]!;
  const confidence = INPUTS.predictions.probabilities.data[index * 10 + predicted]!;
  return label === predicted ? [] : [{ index, label, predicted, confidence }];
}).sort((a, b) => b.confidence - a.confidence || a.index - b.index);

function cardText({ index, label, predicted, confidence }: Wrong): string {
  return `${label} read as ${predicted} ${(confidence * 100).toFixed(1)} % sure #${index}`;
}

async function cards(page: Page): Promise<string[]> {
  const texts = await page.locator("#mistake-cards button").allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, " ").trim());
}

/** Opacity of the pixels on a card's canvas. */
async function inkOf(page: Page, card: number): Promise<number[]> {
  return await page.evaluate(`(() => {
    const canvas = document.querySelectorAll("#mistake-cards li")[${card}].querySelector("canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return [...data].filter((_, i) => i % 4 === 3);
  })()`);
}

const HTML = await reportPage(INPUTS);

inChromium("the gallery of mistakes", {
  "starts with the 24 most confident mistakes": async (browser) => {
    await using open = await openPage(browser, HTML);
    assertEquals(await cards(open.page), WRONG.slice(0, 24).map(cardText));
    assertEquals(
      await textOf(open.page, "#mistakes-status"),
      `Showing 24 of ${WRONG.length} mistakes`,
    );
  },

  "shows all mistakes, 24 at a time, and keeps the place of the keyboard focus": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    const more = open.page.getByRole("button", { name: "Show more" });
    await more.focus();
    while (await more.isVisible()) await open.page.keyboard.press("Enter");
    assertEquals(await cards(open.page), WRONG.map(cardText));
    const first = Math.floor((WRONG.length - 1) / 24) * 24;
    const focused = await open.page.evaluate(
      "[...document.querySelectorAll('#mistake-cards button')].indexOf(document.activeElement)",
    );
    assertEquals(focused, first);
  },

  "filters by true and by predicted class, and shows how many it found": async (browser) => {
    await using open = await openPage(browser, HTML);
    const { label, predicted } = WRONG[3]!;
    await open.page.locator("#mistakes").getByLabel("True class").selectOption(String(label));
    await open.page.locator("#mistakes").getByLabel("Read as").selectOption(String(predicted));
    const found = WRONG.filter((w) => w.label === label && w.predicted === predicted);
    assertEquals(await cards(open.page), found.slice(0, 24).map(cardText));
    assertStringIncludes(
      await textOf(open.page, "#mistakes-status"),
      `of ${found.length} found among ${WRONG.length} mistakes`,
    );
  },

  "orders by index and by least confidence": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.getByLabel("Order").selectOption("by index");
    const byIndex = WRONG.toSorted((a, b) => a.index - b.index);
    assertEquals(await cards(open.page), byIndex.slice(0, 24).map(cardText));
    await open.page.getByLabel("Order").selectOption("least confident first");
    assertEquals(await cards(open.page), WRONG.toReversed().slice(0, 24).map(cardText));
  },

  "draws the pixels of the test images": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.getByLabel("Order").selectOption("by index");
    const byIndex = WRONG.toSorted((a, b) => a.index - b.index);
    for (const card of [0, 1, 2, 23]) {
      const { index } = byIndex[card]!;
      const pixels = INPUTS.test.images.data.subarray(index * 784, (index + 1) * 784);
      assertEquals(await inkOf(open.page, card), [...pixels], `image ${index}`);
    }
  },
});
