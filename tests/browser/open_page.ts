/**
 * Opens a page from a file, as a user does, and records errors, warnings and requests.
 *
 * @module
 */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Milliseconds: a hundred times what the page needs. */
const READY_TIMEOUT_MS = 20_000;

/** A page in a browser. Disposing of it closes the page and removes its file. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Console messages, uncaught errors, dialogs, and requests other than for the page's own file. */
  readonly faults: readonly string[];
}

/** Opens `html`. If scripts may run, waits until the page's script has finished. */
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
  const faults = recordFaults(page, url);
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

function recordFaults(page: Page, url: string): string[] {
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

/** Waits until pending changes are drawn: two frames, because the first may have begun before. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))",
  );
}

/** Visible text of an element, with each sequence of white space as one space. */
export async function textOf(page: Page, selector: string): Promise<string> {
  const text = await page.locator(selector).innerText();
  return text.replace(/\s+/g, " ").trim();
}

/** Visible texts of the cells of a table's body, row by row. */
export async function tableOf(page: Page, selector: string): Promise<string[][]> {
  const rows = await page.locator(`${selector} tbody tr`).all();
  return await Promise.all(
    rows.map(async (row) =>
      (await row.locator("th, td").allInnerTexts()).map((cell) => cell.trim())
    ),
  );
}
