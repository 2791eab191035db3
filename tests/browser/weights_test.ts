import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { fixture } from "../report/fixture.ts";
import { reportPage } from "../support/report_page.ts";
import { inChromium } from "./chromium.ts";
import { openPage, textOf } from "./open_page.ts";

const INPUTS = fixture({ examples: 60, epochs: 5 });
const HTML = await reportPage(INPUTS);
const FEATURES = 784;

/** Red, green, blue and opacity of each pixel of the canvas of class `k`; opacity 0 has no colour. */
async function canvasOf(page: Page, k: number): Promise<number[][]> {
  return await page.evaluate(`(() => {
    const canvas = document.querySelectorAll("#weight-pictures canvas")[${k}];
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
  })()`);
}

/** The absolute value that one in a hundred of the model's weights exceeds. */
const SIZES = INPUTS.model.weights.data.map(Math.abs).sort();
const LIMIT = SIZES[Math.floor((SIZES.length - 1) * 0.99)]!;

const isDark = (d: number) =>
  !Array.from({ length: 60 }).some((_, i) => INPUTS.test.images.data[i * FEATURES + d]! > 0);

inChromium("the section on weights", {
  "shows the weights after earlier epochs, positive and negative in different colours": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    const slider = open.page.getByRole("slider");
    await slider.focus();
    await open.page.keyboard.press("Home");
    const [first] = INPUTS.history.snapshots;
    assertEquals(await textOf(open.page, "#weights-scrubber output"), `epoch ${first!.epoch}`);
    for (const k of [0, 7]) {
      const pixels = await canvasOf(open.page, k);
      for (let d = 0; d < FEATURES; d++) {
        if (isDark(d)) continue;
        const w = first!.weights.data[k * FEATURES + d]! * first!.scale;
        const [red, , blue, opacity] = pixels[d]!;
        const expected = Math.min(1, Math.abs(w) / LIMIT) * 255;
        assert(
          Math.abs(opacity! - expected) <= 255 / 30 + 1,
          `${k}, ${d}: ${opacity}, ${expected}`,
        );
        if (opacity! > 60) assertEquals(blue! > red!, w > 0);
      }
    }
    assertEquals(await open.page.locator("#weight-pictures img").first().isVisible(), false);
  },

  "shows the model at the slider's last position": async (browser) => {
    await using open = await openPage(browser, HTML);
    const slider = open.page.getByRole("slider");
    assertEquals(await textOf(open.page, "#weights-scrubber output"), "epoch 5, this model");
    await slider.focus();
    await open.page.keyboard.press("ArrowLeft");
    assertEquals(await textOf(open.page, "#weights-scrubber output"), "epoch 4");
    assertEquals(await slider.getAttribute("aria-valuetext"), "epoch 4");
    await open.page.keyboard.press("End");
    assert(await open.page.locator("#weight-pictures img").first().isVisible());
    assertEquals(open.faults, []);
  },

  "shows pixels that are 0 in all test images in grey": async (browser) => {
    await using open = await openPage(browser, HTML);
    const dark = Array.from({ length: FEATURES }, (_, d) => d).filter(isDark);
    assert(dark.length > 100);
    assertStringIncludes(
      await textOf(open.page, "#weights > p:first-of-type"),
      `the ${dark.length} pixels`,
    );
    await open.page.getByRole("slider").fill("0");
    const pixels = await canvasOf(open.page, 0);
    for (const d of dark) {
      const [red, green, blue] = pixels[d]!;
      assert(Math.abs(red! - green!) < 4 && Math.abs(green! - blue!) < 4);
    }
  },

  "has no slider for a model of one epoch": async (browser) => {
    const html = await reportPage(fixture({ examples: 30, epochs: 1 }));
    await using open = await openPage(browser, html);
    assertEquals(await open.page.getByRole("slider").count(), 0);
  },
});
