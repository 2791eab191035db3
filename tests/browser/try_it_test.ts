import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { fixture } from "../report/fixture.ts";
import { realInputs } from "../report/real.ts";
import { reportPage } from "../support/report_page.ts";
import { inChromium } from "./chromium.ts";
import { openPage, textOf } from "./open_page.ts";

const INPUTS = await realInputs(2000);
const HTML = await reportPage(INPUTS);

/** The pixels that the page shows as the model's input. */
async function inputPixels(page: Page): Promise<number[]> {
  return await page.evaluate(`(() => {
    const canvas = document.querySelector("#try-it .ink");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return [...data].filter((_, i) => i % 4 === 3);
  })()`);
}

async function shares(page: Page): Promise<number[]> {
  const rows = await page.locator("#try-it .probabilities tbody tr").all();
  return await Promise.all(rows.map(async (row) => Number(await row.getAttribute("data-value"))));
}

/** Softmax of W x + b, computed from the artifact without code of the page. */
function expected(pixels: readonly number[]): number[] {
  const { weights, bias } = INPUTS.model;
  const z = Array.from(
    bias.data,
    (b, k) => pixels.reduce((sum, q, d) => sum + weights.data[k * 784 + d]! * q / 255, b),
  );
  const largest = Math.max(...z);
  const exps = z.map((value) => Math.exp(value - largest));
  const sum = exps.reduce((total, value) => total + value, 0);
  return exps.map((value) => value / sum);
}

/** Asserts that the shown probabilities are the model's for the shown pixels. Returns the pixels. */
async function assertConsistent(page: Page): Promise<number[]> {
  const pixels = await inputPixels(page);
  const shown = await shares(page);
  expected(pixels).forEach((share, k) => assertAlmostEquals(shown[k]!, share, 1e-6));
  return pixels;
}

async function padBox(page: Page) {
  await page.locator("#pad").scrollIntoViewIfNeeded();
  return (await page.locator("#pad").boundingBox())!;
}

async function drawLine(page: Page, points: readonly (readonly [number, number])[]) {
  const { x, y, width, height } = await padBox(page);
  const at = ([px, py]: readonly [number, number]) => [x + px * width, y + py * height] as const;
  await page.mouse.move(...at(points[0]!));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 5 });
  await page.mouse.up();
}

const litRows = (pixels: readonly number[]) =>
  Array.from({ length: 28 }, (_, y) => pixels.slice(y * 28, y * 28 + 28).some((q) => q > 0))
    .filter(Boolean).length;

inChromium("the drawing pad", {
  "scales a 1 drawn with the mouse to 20 pixels and predicts it": async (browser) => {
    await using open = await openPage(browser, HTML);
    await drawLine(open.page, [[0.7, 0.3], [0.69, 0.6]]);
    const pixels = await assertConsistent(open.page);
    assertEquals(litRows(pixels), 20);
    const best = expected(pixels).indexOf(Math.max(...expected(pixels)));
    assertEquals(best, 1);
    const sure = (expected(pixels)[1]! * 100).toFixed(1);
    assertEquals(await textOf(open.page, ".verdict"), `Your drawing: 1, ${sure} % sure`);
    assertEquals(open.faults, []);
  },

  "updates probabilities while the pen is down, and the verdict when it is lifted": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    const { x, y, width, height } = await padBox(open.page);
    const before = await textOf(open.page, ".verdict");
    await open.page.mouse.move(x + width * 0.3, y + height * 0.2);
    await open.page.mouse.down();
    await open.page.mouse.move(x + width * 0.7, y + height * 0.2, { steps: 8 });
    const first = await assertConsistent(open.page);
    await open.page.mouse.move(x + width * 0.4, y + height * 0.8, { steps: 8 });
    const second = await assertConsistent(open.page);
    assert(first.some((q, i) => q !== second[i]));
    assertEquals(await textOf(open.page, ".verdict"), before);
    await open.page.mouse.up();
    assertStringIncludes(await textOf(open.page, ".verdict"), "Your drawing:");
    assertEquals(await open.page.locator(".verdict").getAttribute("aria-live"), "polite");
  },

  "draws by keyboard: arrow keys move the pen, Space lowers or lifts it, Delete clears": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator("#pad").focus();
    await open.page.keyboard.press("Delete");
    assertEquals(await textOf(open.page, ".verdict"), "The pad is empty.");
    await open.page.keyboard.press("Space");
    for (let i = 0; i < 20; i++) await open.page.keyboard.press("ArrowDown");
    await open.page.keyboard.press("Space");
    const upright = await assertConsistent(open.page);
    assertEquals(litRows(upright), 20);
    for (let i = 0; i < 8; i++) await open.page.keyboard.press("ArrowRight");
    assertEquals(await inputPixels(open.page), upright);
    await open.page.keyboard.press("Delete");
    assertEquals((await inputPixels(open.page)).some((q) => q > 0), false);
  },

  "draws by touch, and the page does not scroll": async (browser) => {
    await using open = await openPage(browser, HTML, { hasTouch: true });
    const { x, y, width, height } = await padBox(open.page);
    const before = await open.page.evaluate("scrollY");
    const devtools = await open.page.context().newCDPSession(open.page);
    const touch = (type: "touchStart" | "touchMove", py: number) =>
      devtools.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: [{ x: x + width / 2, y: y + height * py }],
      });
    await touch("touchStart", 0.2);
    for (const py of [0.3, 0.5, 0.7, 0.8]) await touch("touchMove", py);
    await devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    assertEquals(litRows(await assertConsistent(open.page)), 20);
    assertEquals(await open.page.evaluate("scrollY"), before);
    assertStringIncludes(await textOf(open.page, ".verdict"), "Your drawing: 1");
  },

  "draws preset digits, which the model predicts": async (browser) => {
    await using open = await openPage(browser, HTML);
    for (const name of ["0", "1", "1 with serif and foot", "3", "7", "7 with a bar"]) {
      const drawings = open.page.getByRole("group", { name: "Drawings" });
      await drawings.getByRole("button", { name, exact: true }).click();
      await assertConsistent(open.page);
      assertStringIncludes(await textOf(open.page, ".verdict"), "Your drawing:");
    }
    await open.page.getByRole("button", { name: "Clear" }).click();
    assertEquals(await textOf(open.page, ".verdict"), "The pad is empty.");
  },

  "loads test images with all pixels, and evaluate's probabilities to 1e-6": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    for (const k of [-1, 5, 8]) {
      await open.page.locator("#try-it").getByLabel("Test images of class").selectOption(String(k));
      for (let i = 0; i < 25; i++) {
        const verdict = await textOf(open.page, ".verdict");
        const index = Number(verdict.match(/^Test image (\d+):/)![1]);
        const { probabilities } = INPUTS.predictions;
        (await shares(open.page)).forEach((share, c) =>
          assertAlmostEquals(share, probabilities.data[index * 10 + c]!, 1e-6)
        );
        const pixels = INPUTS.test.images.data.subarray(index * 784, (index + 1) * 784);
        assertEquals(await inputPixels(open.page), [...pixels]);
        if (k !== -1) assertEquals(INPUTS.test.labels.data[index], k);
        await open.page.getByRole("button", { name: "Another one" }).click();
      }
    }
  },

  "loads a digit from the gallery": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator("#mistake-cards button").nth(3).click();
    const title = await textOf(open.page, "#panel-title");
    await open.page.getByRole("button", { name: "Load into" }).click();
    assertEquals(await open.page.locator("#panel").isVisible(), false);
    assertStringIncludes(await textOf(open.page, ".verdict"), `${title}:`);
    assertEquals(await open.page.evaluate("document.activeElement.id"), "pad");
  },

  "has no preset digits if the classes are not digits": async (browser) => {
    const names = ["Coat", "Bag", "Shirt"];
    const html = await reportPage(fixture({ classNames: names, imageShape: [14, 14] }));
    await using open = await openPage(browser, html);
    assertEquals(await open.page.getByRole("group", { name: "Drawings" }).count(), 0);
    await drawLine(open.page, [[0.3, 0.2], [0.6, 0.8]]);
    assertStringIncludes(await textOf(open.page, ".verdict"), "Your drawing:");
    assertEquals(open.faults, []);
  },
});
