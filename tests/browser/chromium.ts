/**
 * A real Chromium for tests, out of an npm package: Linux on x64 only. It is unpacked once, into
 * `node_modules`, with the shared libraries that a bare machine lacks.
 *
 * @module
 */
import { type Browser, chromium } from "playwright-core";
import packed from "../../node_modules/@sparticuz/chromium/package.json" with { type: "json" };

/** Where the packaged browser runs. */
export const HAS_CHROMIUM = Deno.build.os === "linux" && Deno.build.arch === "x86_64";

/** Variables that the package reads or sets while it unpacks. */
const VARIABLES = ["AWS_LAMBDA_JS_RUNTIME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "HOME"];

/** What is claimed, and the test of it. */
export type Claims = Readonly<Record<string, (browser: Browser) => Promise<void>>>;

/** The same claims for each of several cases. */
export function forEach<const T>(cases: readonly T[], claimsOf: (value: T) => Claims): Claims {
  return Object.assign({}, ...cases.map(claimsOf));
}

/** One test of `subject` with one browser, and a step for each claim; skipped where none runs. */
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
 * Runs `test` with a fresh browser and closes it afterwards. Its processes are gone when this ends,
 * so that Deno's sanitizers may watch the test.
 */
export async function withBrowser(test: (browser: Browser) => Promise<void>): Promise<void> {
  const folder = await unpackedChromium();
  // None of the package's own arguments: they switch off web security, and its single process dies
  // with the first page that is closed.
  const browser = await chromium.launch({
    executablePath: `${folder}/chromium`,
    args: ["--font-render-hinting=none"],
    env: {
      ...Deno.env.toObject(),
      LD_LIBRARY_PATH: `${folder}/al2023/lib`,
      FONTCONFIG_PATH: `${folder}/fonts`,
    },
  });
  try {
    await test(browser);
  } finally {
    await browser.close();
  }
}

/** The folder with the browser; unpacked beside and then renamed, so that half of one is never used. */
async function unpackedChromium(): Promise<string> {
  const parent = new URL("../../node_modules/.chromium/", import.meta.url).pathname;
  const folder = parent + packed.version;
  if (await exists(folder)) return folder;
  await Deno.mkdir(parent, { recursive: true });
  const beside = await Deno.makeTempDir({ dir: parent });
  await unpackInto(beside);
  // Whoever comes second finds the folder there and takes it.
  await Deno.rename(beside, folder).catch(() => Deno.remove(beside, { recursive: true }));
  return folder;
}

/** The package is steered by variables; they are put back, because other tests start programs too. */
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
