import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { realInputs } from "../report/real.ts";
import { reportPage } from "../support/report_page.ts";
import { decodePng } from "../report/png_pixels.ts";
import { inChromium } from "./chromium.ts";
import { openPage, tableOf, textOf } from "./open_page.ts";

const INPUTS = await realInputs(2000);
const { images, labels } = INPUTS.test;
const ANSWERS = INPUTS.predictions.predicted.data;
const CONFIDENCES = Array.from(
  ANSWERS,
  (k, row) => INPUTS.predictions.probabilities.data[row * 10 + k]!,
);
const HTML = await reportPage(INPUTS);

inChromium("the sections on data and calibration", {
  "show the class balance as counted in the split": async (browser) => {
    await using open = await openPage(browser, HTML);
    const rows = await tableOf(open.page, "#balance");
    const counts = Array.from({ length: 10 }, (_, k) => labels.data.filter((l) => l === k).length);
    assertEquals(
      rows.map((row) => row.slice(0, 3)),
      counts.map((count, k) => [
        String(k),
        String(count),
        `${(count / 20).toFixed(1)}\u00A0%`,
      ]),
    );
  },

  "show pixels before and after normalisation": async (browser) => {
    await using open = await openPage(browser, HTML);
    let [sum, squares] = [0, 0];
    for (const q of images.data) [sum, squares] = [sum + q, squares + q * q];
    const mean = sum / images.data.length;
    const deviation = Math.sqrt(squares / images.data.length - mean * mean);
    assertEquals(await tableOf(open.page, "#normalisation"), [
      ["dark", "0", "0.0000"],
      ["full ink", "255", "1.0000"],
      ["mean", mean.toFixed(2), (mean / 255).toFixed(4)],
      ["standard deviation", deviation.toFixed(2), (deviation / 255).toFixed(4)],
    ]);
  },

  "show mean images to one of 15 shades": async (browser) => {
    await using open = await openPage(browser, HTML);
    const urls = await open.page.locator("#means img").evaluateAll((all) =>
      all.map((image) => image.getAttribute("src")!)
    );
    assertEquals(urls.length, 10);
    const rows = Array.from(labels.data.keys()).filter((i) => labels.data[i] === 3);
    decodePng(urls[3]!).colours.forEach(([grey], d) => {
      const ink = 255 - grey!;
      const mean = rows.reduce((total, i) => total + images.data[i * 784 + d]!, 0) / rows.length;
      assert(Math.abs(ink - mean) <= 255 / 30 + 1, `pixel ${d}: ${ink}, mean ${mean}`);
    });
  },

  "show a gallery of different sevens, and of any class": async (browser) => {
    await using open = await openPage(browser, HTML);
    for (const k of [7, 2]) {
      await open.page.locator("#class-choice select").selectOption(String(k));
      const texts = await open.page.locator("#class-cards .index").allInnerTexts();
      assert(texts.length >= 20, `${texts.length} of class ${k}`);
      for (const text of texts) {
        const index = Number(text.slice(1));
        assertEquals([labels.data[index], ANSWERS[index]], [k, k]);
      }
      assertStringIncludes(await textOf(open.page, "#class-status"), `of class ${k}`);
    }
    await open.page.locator("#class-cards button").first().click();
    assert(await open.page.locator("#panel").isVisible());
  },

  "show the sevens as one picture without scripts": async (browser) => {
    await using open = await openPage(browser, HTML, { javaScriptEnabled: false });
    const alt = await open.page.locator("#class-cards img").getAttribute("alt");
    assertStringIncludes(alt!, "20 test images of class");
    assertEquals(await open.page.locator("#class-choice").isVisible(), false);
  },

  "show the reliability of each bin as counted from the predictions": async (browser) => {
    await using open = await openPage(browser, HTML);
    const rows = await tableOf(open.page, "#reliability");
    const percent = (share: number) => `${(share * 100).toFixed(1)}\u00A0%`;
    const filled = rows.filter(([, answers]) => answers !== "0");
    assertEquals([rows.length, filled.length > 5], [15, true]);
    for (const [i, [range, answers, wrong, confidence, accuracy]] of rows.entries()) {
      assertEquals(range, `${percent(i / 15)} to ${percent((i + 1) / 15)}`);
      const inBin = CONFIDENCES.map((c, row) => ({ c, row }))
        .filter(({ c }) => c > i / 15 && c <= (i + 1) / 15);
      if (inBin.length === 0) {
        assertEquals([answers, wrong, confidence, accuracy], ["0", "0", "–", "–"]);
        continue;
      }
      const right = inBin.filter(({ row }) => ANSWERS[row] === labels.data[row]).length;
      const sum = inBin.reduce((total, { c }) => total + c, 0);
      assertEquals([answers, wrong, confidence, accuracy], [
        String(inBin.length),
        String(inBin.length - right),
        percent(sum / inBin.length),
        percent(right / inBin.length),
      ]);
    }
    assertEquals(await open.page.locator(".reliability .bin").count(), filled.length);
  },

  "show the Brier score as summed from the probabilities": async (browser) => {
    await using open = await openPage(browser, HTML);
    const { probabilities } = INPUTS.predictions;
    const sum = probabilities.data.reduce((total, p, i) => {
      const truth = Number(labels.data[Math.floor(i / 10)] === i % 10);
      return total + (p - truth) * (p - truth);
    }, 0);
    const score = (sum / labels.data.length).toFixed(4);
    assertStringIncludes(await textOf(open.page, "#calibration"), `2 worst) is ${score}.`);
  },

  "show accuracy by coverage as sorted from the predictions": async (browser) => {
    await using open = await openPage(browser, HTML);
    const { data } = INPUTS.predictions.probabilities;
    const sure = (i: number) => data[i * 10 + ANSWERS[i]!]!;
    const sorted = Array.from(labels.data.keys()).sort((a, b) => sure(b) - sure(a) || a - b);
    const rows = await tableOf(open.page, "#coverage");
    assertEquals(rows.length, 8);
    for (const [coverage, answers, least, errors, accuracy] of rows) {
      const count = Math.round(parseFloat(coverage!) / 100 * 2000);
      const wrong = sorted.slice(0, count).filter((i) => labels.data[i] !== ANSWERS[i]).length;
      assertEquals([answers!.replace(",", ""), errors], [String(count), String(wrong)]);
      assertEquals(least, `${(sure(sorted[count - 1]!) * 100).toFixed(1)}\u00A0%`);
      assertEquals(accuracy, `${((1 - wrong / count) * 100).toFixed(2)}\u00A0%`);
    }
  },
});
