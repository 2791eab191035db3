/**
 * Opens a page as a person would: from a file. Keeps everything that must not happen.
 *
 * @module
 */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A hundred times what the page needs. */
const READY_TIMEOUT_MS = 20_000;

/** A page in a browser; disposing closes it and removes its file. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, dialogs, and requests but for the page's own file. */
  readonly faults: readonly string[];
}

/** Opens `html` and, where scripts may run, waits until the page's own has done its work. */
export async function openPage(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const folder = await Deno.makeTempDir();
  const url = `file://${folder}/report.html`;
  await Deno.writeTextFile(`${folder}/report.html`, html);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = watch(page, url);
  await page.goto(url);
  if (options.javaScriptEnabled !== false) {
    await page.locator("html[data-ready]").waitFor({ timeout: READY_TIMEOUT_MS }).catch((cause) => {
      throw new Error(`The page's script did not finish: ${faults.join("; ")}`, { cause });
    });
  }
  return {
    page,
    faults,
    async [Symbol.asyncDispose]() {
      await context.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function watch(page: Page, url: string): string[] {
  const faults: string[] = [];
  page.on("console", (message) => faults.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on(
    "request",
    (request) => request.url() !== url && faults.push(`request: ${request.url()}`),
  );
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  return faults;
}

/** Waits until what has just been asked for is drawn: two frames, as the first may have begun before. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))",
  );
}

/** Text of an element as a person reads it: spaces as one, and plain ones. */
export async function textOf(page: Page, selector: string): Promise<string> {
  const text = await page.locator(selector).innerText();
  return text.replace(/\s+/g, " ").trim();
}

/** The cells of a table's body, row by row, as they are shown. */
export async function tableOf(page: Page, selector: string): Promise<string[][]> {
  const rows = await page.locator(`${selector} tbody tr`).all();
  return await Promise.all(
    rows.map(async (row) =>
      (await row.locator("th, td").allInnerTexts()).map((cell) => cell.trim())
    ),
  );
}
