/**
 * Runs tests in a real Chromium from an npm package, on Linux x64 only. The browser is unpacked once, into
 * `node_modules`, with the shared libraries that a minimal system lacks.
 *
 * @module
 */
import { type Browser, chromium } from "playwright-core";
import packed from "../../node_modules/@sparticuz/chromium/package.json" with { type: "json" };

/** Whether the packaged browser runs on this system. */
export const HAS_CHROMIUM = Deno.build.os === "linux" && Deno.build.arch === "x86_64";

/** Environment variables that the package reads or sets while it unpacks. */
const VARIABLES = ["AWS_LAMBDA_JS_RUNTIME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "HOME"];

/** Tests by the claim that each verifies. */
export type Claims = Readonly<Record<string, (browser: Browser) => Promise<void>>>;

/** The same claims for each of several cases. */
export function forEach<const T>(cases: readonly T[], claimsOf: (value: T) => Claims): Claims {
  return Object.assign({}, ...cases.map(claimsOf));
}

/** Registers a test of `subject` in one browser, with a step for each claim; skipped without a browser. */
export function inChromium(subject: string, claims: Claims): void {
  Deno.test({
    name: `${subject} in a real Chromium`,
    ignore: !HAS_CHROMIUM,
    fn: (t) =>
      withBrowser(async (browser) => {
        for (const [claim, test] of Object.entries(claims)) {
          await t.step(claim, () => test(browser));
        }
      }),
  });
}

/**
 * Runs `test` with a new browser and closes it afterwards. The browser's processes have ended when this
 * returns, so that Deno's sanitizers pass.
 */
export async function withBrowser(test: (browser: Browser) => Promise<void>): Promise<void> {
  const folder = await unpackedChromium();
  // Do not use the package's own arguments: they disable web security, and a single-process browser exits
  // with the first page that is closed.
  const browser = await chromium.launch({
    executablePath: `${folder}/chromium`,
    args: ["--font-render-hinting=none"],
    env: {
      ...Deno.env.toObject(),
      LD_LIBRARY_PATH: `${folder}/al2023/lib`,
      FONTCONFIG_FILE: await fontConfiguration(folder),
    },
  });
  try {
    await test(browser);
  } finally {
    await browser.close();
  }
}

/**
 * Returns the folder with the browser. It is unpacked into another folder and then renamed, so that no
 * test uses a partly unpacked browser.
 */
async function unpackedChromium(): Promise<string> {
  const parent = new URL("../../node_modules/.chromium/", import.meta.url).pathname;
  const folder = parent + packed.version;
  if (await exists(folder)) return folder;
  await Deno.mkdir(parent, { recursive: true });
  const temporary = await Deno.makeTempDir({ dir: parent });
  await unpackInto(temporary);
  // If another process was faster, the rename fails and its folder is used.
  await Deno.rename(temporary, folder).catch(() => Deno.remove(temporary, { recursive: true }));
  return folder;
}

/**
 * Writes the configuration that finds the package's own fonts, and returns its path. The package's file
 * names folders outside, and Chromium crashes if it finds no font at all.
 */
async function fontConfiguration(folder: string): Promise<string> {
  const path = `${folder}/fonts/own_fonts.conf`;
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <cachedir>${folder}/fonts/cache</cachedir>
</fontconfig>
`;
  if (await Deno.readTextFile(path).catch(() => "") === text) return path;
  const temporary = await Deno.makeTempFile({ dir: folder });
  await Deno.writeTextFile(temporary, text);
  await Deno.rename(temporary, path);
  return path;
}

/** Environment variables control the package. They are restored, because other tests start programs. */
async function unpackInto(folder: string): Promise<void> {
  const before = VARIABLES.map((name) => [name, Deno.env.get(name)] as const);
  Deno.env.set("AWS_LAMBDA_JS_RUNTIME", "nodejs22.x");
  Deno.env.set("TMPDIR", folder);
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    await packaged.executablePath();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
