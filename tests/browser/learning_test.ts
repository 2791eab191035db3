import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { fixture } from "../report/fixture.ts";
import { reportPage } from "../support/report_page.ts";
import { inChromium } from "./chromium.ts";
import { drawn, openPage, textOf } from "./open_page.ts";

const MADE = fixture({ examples: 60, imageShape: [8, 8], epochs: 12 });
const INPUTS = { ...MADE, history: { ...MADE.history, chosenEpoch: 9 } };
const { epochs } = INPUTS.history;
const HTML = await reportPage(INPUTS);

const chart = (page: Page, name: string) => page.locator(`[data-chart="${name}"]`);

/** A chart's picture, as a data URL. */
async function drawing(page: Page, name: string): Promise<string> {
  await drawn(page);
  return await page.evaluate(
    `document.querySelector('[data-chart="${name}"] canvas').toDataURL()`,
  );
}

/** The epoch at a position of the plot, from 0 (left) to 1 (right). */
async function epochAt(page: Page, name: string, share: number): Promise<number> {
  const area = chart(page, name).locator(".u-over");
  const { width } = (await area.boundingBox())!;
  await area.hover({ position: { x: 1 + share * (width - 2), y: 40 } });
  const text = await textOf(page, `[data-chart="${name}"] .legend`);
  return Number(text.match(/^Epoch (\d+)/)![1]);
}

inChromium("the section on learning", {
  "has charts of learning rate and gradient norm with the artifact's values": async (browser) => {
    await using open = await openPage(browser, HTML);
    for (const [name, key] of [["rate", "learningRate"], ["gradient", "gradientNorm"]] as const) {
      await chart(open.page, name).locator(".plot").focus();
      await open.page.keyboard.press("Home");
      await open.page.keyboard.press("ArrowRight");
      assertStringIncludes(
        await textOf(open.page, `[data-chart="${name}"] output`),
        epochs[1]![key].toFixed(4),
      );
    }
  },

  "switches to a log scale and back, and remembers hidden curves": async (browser) => {
    await using open = await openPage(browser, HTML);
    const linear = await drawing(open.page, "loss");
    const log = chart(open.page, "loss").getByLabel("log scale");
    await log.check();
    const logarithmic = await drawing(open.page, "loss");
    assert(logarithmic !== linear);
    await log.uncheck();
    assertEquals(await drawing(open.page, "loss"), linear);
    await chart(open.page, "loss").getByLabel("validation").uncheck();
    const less = await drawing(open.page, "loss");
    await log.check();
    await log.uncheck();
    assertEquals(await drawing(open.page, "loss"), less);
    assertEquals(await chart(open.page, "accuracy").getByLabel("log scale").count(), 0);
    assertEquals(open.faults, []);
  },

  "zooms in with one button and shows all epochs with another": async (browser) => {
    await using open = await openPage(browser, HTML);
    const all = await drawing(open.page, "loss");
    await chart(open.page, "loss").getByRole("button", { name: "Zoom in" }).press("Enter");
    await drawn(open.page);
    const [first, last] = [
      await epochAt(open.page, "loss", 0),
      await epochAt(open.page, "loss", 1),
    ];
    assert(first > 1 && last < 12 && last - first <= 6, `${first} to ${last}`);
    await chart(open.page, "loss").getByRole("button", { name: "Show all" }).press("Enter");
    await open.page.mouse.move(0, 0);
    assertEquals(await drawing(open.page, "loss"), all);
    assertEquals(await epochAt(open.page, "loss", 0), 1);
    assertEquals(await epochAt(open.page, "loss", 1), 12);
  },

  "zooms in on dragging, and shows all epochs on a double click": async (browser) => {
    await using open = await openPage(browser, HTML);
    const area = chart(open.page, "loss").locator(".u-over");
    await area.scrollIntoViewIfNeeded();
    const { x, y, width } = (await area.boundingBox())!;
    await open.page.mouse.move(x + width * 0.5, y + 60);
    await open.page.mouse.down();
    await open.page.mouse.move(x + width * 0.95, y + 60, { steps: 6 });
    await open.page.mouse.up();
    assert(await epochAt(open.page, "loss", 0) >= 6);
    await area.dblclick();
    assertEquals(await epochAt(open.page, "loss", 0), 1);
  },

  "marks the chosen epoch in the text and with a line": async (browser) => {
    await using open = await openPage(browser, HTML);
    assertStringIncludes(
      await textOf(open.page, "#learning > p"),
      "The model has the weights of epoch 9.",
    );
    const marked = await drawing(open.page, "accuracy");
    const other = { ...INPUTS, history: { ...INPUTS.history, chosenEpoch: 4 } };
    await using second = await openPage(browser, await reportPage(other));
    assert(await drawing(second.page, "accuracy") !== marked);
  },

  "draws a loss of 0 on a log scale without an error": async (browser) => {
    const perfect = fixture({ examples: 60, imageShape: [8, 8], wrongEvery: 0 });
    await using open = await openPage(browser, await reportPage(perfect));
    await chart(open.page, "loss").getByLabel("log scale").check();
    await drawn(open.page);
    assertEquals(open.faults, []);
  },
});
