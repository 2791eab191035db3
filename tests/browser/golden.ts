/**
 * Compares screenshots of pages with reference pictures that a person has checked. Whole pages are
 * shrunk, so that layout and colours matter but not the edges of letters. With `-- --update` the test
 * writes the pictures instead; check them then.
 *
 * @module
 */
import { assert } from "@std/assert";
import { fromFileUrl } from "../../lib/engine/paths.ts";
import type { Browser, Page } from "playwright-core";

/** Size of the page divided by the size of its picture. */
const SHRINK = 6;

/** Largest difference of a colour channel, of 255, at which a pixel counts as equal. */
const CHANNEL_TOLERANCE = 40;

/** Largest share of pixels that may differ. */
const TOLERANCE = 0.005;

const FOLDER = fromFileUrl(new URL("golden/", import.meta.url));

/** Runs in an empty page: shrinks a screenshot, and counts the pixels that differ from another picture. */
const COMPARE = `async ({ shot, golden, shrink, channel }) => {
  const load = async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  };
  const draw = (image, width, height) => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    return { canvas, pixels: context.getImageData(0, 0, width, height).data };
  };
  const image = await load(shot);
  const [width, height] = [image.width, image.height].map((size) => Math.round(size / shrink));
  const found = draw(image, width, height);
  const url = found.canvas.toDataURL("image/webp", 0.7);
  if (golden === null) return { url, height };
  const kept = await load(golden);
  const expected = draw(kept, width, height);
  let others = 0;
  for (let i = 0; i < found.pixels.length; i += 4) {
    const off = [0, 1, 2].map((c) => Math.abs(found.pixels[i + c] - expected.pixels[i + c]));
    if (Math.max(...off) > channel) others++;
  }
  return { url, height, expectedHeight: kept.height, share: others / (width * height) };
}`;

/** The result of `COMPARE`. */
interface Comparison {
  /** The shrunk screenshot, as the data URL of a WebP. */
  readonly url: string;
  readonly height: number;
  readonly expectedHeight?: number;
  /** Share of the pixels that differ. */
  readonly share?: number;
}

/**
 * Asserts that the whole page looks like the picture `name`.
 *
 * @throws {AssertionError} if it does not; the message has the path of the present screenshot.
 */
export async function assertLooksAsIn(name: string, page: Page, browser: Browser): Promise<void> {
  const path = `${FOLDER}${name}.webp`;
  const png = await page.screenshot({ fullPage: true, animations: "disabled" });
  if (Deno.args.includes("--update")) {
    const { url } = await compare(browser, dataUrl("png", png), null);
    await Deno.writeFile(path, bytesOf(url));
    return;
  }
  const golden = dataUrl("webp", await Deno.readFile(path));
  const { url, height, expectedHeight, share } = await compare(
    browser,
    dataUrl("png", png),
    golden,
  );
  if (height === expectedHeight && share! <= TOLERANCE) return;
  const screenshot = await Deno.makeTempFile({ prefix: `${name}-`, suffix: ".webp" });
  await Deno.writeFile(screenshot, bytesOf(url));
  const found = height === expectedHeight
    ? `${(share! * 100).toFixed(2)} % of its pixels differ`
    : `it is ${height} pixels high, expected ${expectedHeight}`;
  assert(
    false,
    `The page does not look like "${path}": ${found}. Its screenshot is "${screenshot}". ` +
      "If that is right, run this test with -- --update",
  );
}

async function compare(
  browser: Browser,
  shot: string,
  golden: string | null,
): Promise<Comparison> {
  const page = await browser.newPage();
  try {
    const argument = JSON.stringify({ shot, golden, shrink: SHRINK, channel: CHANNEL_TOLERANCE });
    return await page.evaluate(`(${COMPARE})(${argument})`);
  } finally {
    await page.close();
  }
}

function dataUrl(type: "png" | "webp", bytes: Uint8Array): string {
  return `data:image/${type};base64,${bytes.toBase64()}`;
}

function bytesOf(url: string): Uint8Array {
  return Uint8Array.fromBase64(url.slice(url.indexOf(",") + 1));
}
