/**
 * Measures the page's response times in a real Chromium.
 *
 * @module
 */
import type { Browser, Page } from "playwright-core";

/** Times of one opening of the page, in milliseconds since the navigation started. */
export interface OpeningTimes {
  readonly firstPaint: number;
  /** When the page's script has finished. */
  readonly ready: number;
}

/** CSS pixels, as on a small laptop. */
const VIEWPORT = { width: 1440, height: 900 };

/** Pointer events in a stroke, as from a fast mouse. */
const MOVES = 200;

const RECORD_READY = `new MutationObserver((_, watch) => {
  if (document.documentElement?.dataset.ready === undefined) return;
  window.readyAt = performance.now();
  watch.disconnect();
}).observe(document, { attributes: true, subtree: true })`;

const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
  for (const entry of list.getEntriesByName("first-contentful-paint")) resolve(entry.startTime);
}).observe({ type: "paint", buffered: true }))`;

/** Records the time from each pointer event to the update of the page's probabilities. */
const RECORD_MOVES = `(() => {
  window.moves = [];
  let startedAt = 0;
  addEventListener("pointermove", () => startedAt = performance.now(), true);
  addEventListener("pointermove", () => {
    document.querySelector("#try-it .probabilities").getBoundingClientRect();
    moves.push(performance.now() - startedAt);
  });
})()`;

/** Opens the page at `url` once, without a cache. */
export async function openOnce(browser: Browser, url: string): Promise<OpeningTimes> {
  return await withPage(browser, async (page) => {
    await page.addInitScript(RECORD_READY);
    await openReady(page, url);
    const [firstPaint, ready] = await page.evaluate<[number, number]>(
      `${FIRST_PAINT}.then((firstPaint) => [firstPaint, readyAt])`,
    );
    return { firstPaint, ready };
  });
}

/** Draws a stroke. Returns the milliseconds that the page took for each pointer event. */
export async function drawOnce(browser: Browser, url: string): Promise<number[]> {
  return await withPage(browser, async (page) => {
    await openReady(page, url);
    await page.evaluate(RECORD_MOVES);
    const pad = page.locator("#pad");
    await pad.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await pad.boundingBox())!;
    await page.mouse.move(x + width * 0.3, y + height * 0.2);
    await page.mouse.down();
    for (let i = 0; i < MOVES; i++) {
      const turn = (i / MOVES) * 4 * Math.PI;
      const [across, down] = [0.5 + 0.25 * Math.sin(turn), 0.2 + (0.6 * i) / MOVES];
      await page.mouse.move(x + width * across, y + height * down);
    }
    await page.mouse.up();
    // The first event only moved the pointer to the pad.
    return (await page.evaluate<number[]>("moves")).slice(1);
  });
}

async function openReady(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator("html[data-ready]").waitFor();
}

async function withPage<T>(browser: Browser, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}
