/**
 * Holds what a page looks like against pictures that a person has looked at: whole pages, shrunk, so
 * that layout and colours count and the edges of letters do not. With `-- --update` the pictures are
 * made anew instead; look at them then.
 *
 * @module
 */
import { assert } from "@std/assert";
import { fromFileUrl } from "../../lib/engine/paths.ts";
import type { Browser, Page } from "playwright-core";

/** A picture that is kept is so many times smaller than the page. */
const SHRINK = 6;

/** A pixel is another one if a channel is off by more than this, of 255. */
const CHANNEL = 40;

/** So large a share of the pixels may be other ones. */
const TOLERANCE = 0.005;

const FOLDER = fromFileUrl(new URL("golden/", import.meta.url));

/** Runs in an empty page: shrinks the picture, and counts the pixels in which it differs from another. */
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

/** What comes out of the comparison. */
interface Comparison {
  /** The shrunk picture, as a WebP. */
  readonly url: string;
  readonly height: number;
  readonly expectedHeight?: number;
  /** Of the pixels that differ. */
  readonly share?: number;
}

/**
 * Asserts that the whole of `page` looks as in the picture `name`.
 *
 * @throws {AssertionError} saying where the page's own picture is.
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
  const beside = await Deno.makeTempFile({ prefix: `${name}-`, suffix: ".webp" });
  await Deno.writeFile(beside, bytesOf(url));
  const found = height === expectedHeight
    ? `${(share! * 100).toFixed(2)} % of its pixels differ`
    : `it is ${height} pixels high, and not ${expectedHeight}`;
  assert(
    false,
    `The page does not look as in "${path}": ${found}. How it looks now is in "${beside}". ` +
      "If that is as it should be, run this test with -- --update",
  );
}

async function compare(
  browser: Browser,
  shot: string,
  golden: string | null,
): Promise<Comparison> {
  const page = await browser.newPage();
  try {
    const argument = JSON.stringify({ shot, golden, shrink: SHRINK, channel: CHANNEL });
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
