import { AxeBuilder } from "@axe-core/playwright";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pairing } from "../../lib/report/comparison/pairing.ts";
import { compared } from "../report/comparison_fixture.ts";
import { comparisonPage } from "../support/comparison_page.ts";
import { forEach, inChromium } from "./chromium.ts";
import { openPage, tableOf, textOf } from "./open_page.ts";

const RUNS = compared({ examples: 800, imageShape: [8, 8], epochs: 12 }, {
  wrongEvery: 9,
  epochs: 5,
});
const { lost, gained } = pairing(RUNS.before, RUNS.after)!;
const HTML = await comparisonPage(RUNS);

inChromium("the comparison page", {
  ...forEach(["light", "dark"], (colorScheme) =>
    forEach([320, 1440], (width) => ({
      [`axe-core finds nothing and nothing overflows, ${colorScheme}, ${width} px`]: async (
        browser,
      ) => {
        const viewport = { width, height: 800 };
        await using open = await openPage(browser, HTML, { colorScheme, viewport });
        await open.page.locator("details").first().evaluate("(e) => { e.open = true; }");
        const { violations } = await new AxeBuilder({ page: open.page }).setLegacyMode().analyze();
        assertEquals(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), []);
        assertEquals(await open.page.evaluate("document.documentElement.scrollWidth"), width);
      },
    }))),

  "the page makes no request and logs no error": async (browser) => {
    await using open = await openPage(browser, HTML);
    for (const button of await open.page.getByRole("button").all()) {
      if (await button.isVisible()) await button.click();
    }
    assertEquals(open.faults, []);
  },

  "tables show the metrics, pairs and params of the inputs": async (browser) => {
    await using open = await openPage(browser, HTML);
    assertEquals(await tableOf(open.page, "#metrics"), [
      ["test.accuracy", "0.9252", "0.9223", "−0.0029", "A"],
      ["test.errors", "748", "777", "+29", "A"],
      ["test.loss", "0.2652", "0.2652", "=", ""],
      ["test.new", "–", "1", "–", ""],
    ]);
    const pairs = await tableOf(open.page, "#pairs");
    assertEquals([pairs[0]![2], pairs[1]![1]], [`${lost.length}`, `${gained.length}`]);
    assertStringIncludes(await textOf(open.page, "#differences"), "train.epochs 20 3");
  },

  "each chart has a curve of both runs, and the keyboard reads both": async (browser) => {
    await using open = await openPage(browser, HTML);
    assertEquals(await open.page.locator("[data-chart] canvas").count(), 4);
    await open.page.locator('[data-chart="train-loss"] .plot').focus();
    await open.page.keyboard.press("Home");
    const spoken = await textOf(open.page, '[data-chart="train-loss"] output');
    const [a, b] = [RUNS.before, RUNS.after].map(({ history }) =>
      history.epochs[0]!.trainLoss.toFixed(4)
    );
    assertEquals(spoken, `Epoch 1: A ${a}, B ${b}`);
    await open.page.keyboard.press("End");
    assertStringIncludes(await textOf(open.page, '[data-chart="train-loss"] output'), "Epoch 12: ");
    assertStringIncludes(await textOf(open.page, '[data-chart="train-loss"] output'), "B –");
  },

  "the keyboard shows every flipped image with both predictions, on demand": async (browser) => {
    await using open = await openPage(browser, HTML);
    for (const [direction, flips] of [["lost", lost], ["gained", gained]] as const) {
      const cards = open.page.locator(`#${direction}-cards li`);
      const more = open.page.locator(`#more-${direction}`);
      assertEquals(await cards.count(), 24);
      while (await more.isVisible()) {
        await more.focus();
        await open.page.keyboard.press("Enter");
      }
      assertEquals(await cards.count(), flips.length);
      assertEquals(
        await textOf(open.page, `#${direction}-status`),
        `Showing ${flips.length} of ${flips.length}`,
      );
      assert(await open.page.evaluate(`document.activeElement.matches("#${direction}-cards li")`));
      const texts = await cards.allInnerTexts();
      flips.forEach(({ a, b }, i) => {
        const percent = (p: number) => `${(p * 100).toFixed(1)} %`;
        assertEquals(
          texts[i]!.replace(/\s+/g, " ").trim(),
          `${a.label} A ${a.predicted} ${percent(a.confidence)} ` +
            `B ${b.predicted} ${percent(b.confidence)} #${a.index}`,
        );
      });
    }
  },

  "cards that the script adds show the pixels of the artifact": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator("#more-lost").click();
    const size = 64;
    const alpha: number[] = await open.page.evaluate(`(() => {
      const canvas = document.querySelector("#lost-cards canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, 8, 8);
      return [...data].filter((_, i) => i % 4 === 3);
    })()`);
    const { row } = lost[24]!.a;
    assertEquals(alpha, [
      ...RUNS.before.test.images.data.subarray(row * size, (row + 1) * size),
    ]);
  },

  "without a script the page shows the first images, all metrics and every epoch": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML, { javaScriptEnabled: false });
    assertEquals(await open.page.locator("#lost-cards img").count(), 24);
    assertEquals((await tableOf(open.page, "#epochs")).length, 12);
    assertEquals(await open.page.locator("#more-lost").isVisible(), false);
  },
});
