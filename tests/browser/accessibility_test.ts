import { AxeBuilder } from "@axe-core/playwright";
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import type { ReportInputs } from "../../lib/report/report_data.ts";
import { withRunFacts } from "../../lib/report/run_facts.ts";
import { fixture } from "../report/fixture.ts";
import { RUN_FACTS } from "../report/run_facts_sample.ts";
import { reportPage } from "../support/report_page.ts";
import { forEach, inChromium } from "./chromium.ts";
import { openPage } from "./open_page.ts";

/** The colour of every visible text, and of its background. */
async function textColours(
  page: Page,
): Promise<{ text: string; ink: number[]; ground: number[] }[]> {
  return await page.evaluate(`(() => {
    const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      return [...paint.getImageData(0, 0, 1, 1).data];
    };
    const groundOf = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const ground = rgba(getComputedStyle(at).backgroundColor);
        if (ground[3] === 255) return ground;
      }
    };
    return [...document.querySelectorAll("body *")]
      .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
      .map((e) => {
        const style = getComputedStyle(e);
        const ink = e instanceof SVGElement ? style.fill : style.color;
        return { text: e.textContent.slice(0, 40), ink: rgba(ink), ground: groundOf(e) };
      });
  })()`);
}

/** Contrast ratio as WCAG 2.2 defines it. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function luminance(colour: readonly number[]): number {
  const [red, green, blue] = colour.slice(0, 3).map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** A confusion matrix in which all eight shades occur. */
function withEveryShade(): ReportInputs {
  const inputs = fixture({ examples: 10_000, imageShape: [8, 8] });
  inputs.metrics.confusion.data.fill(0).set([980, 1, 2, 3, 4, 5, 6, 7, 8]);
  return inputs;
}

/** Violations of WCAG 2.2 AA and of axe-core's best practices. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

/**
 * Interactive elements that the Tab key has not reached. Elements that arrow keys reach do not count: cells
 * of the matrix, and unchecked radio buttons of a group.
 */
const NOT_REACHED = `[...document.querySelectorAll("a, button, input, select, summary, [tabindex]")]
  .filter((e) => e.checkVisibility() && e.tabIndex >= 0 && !(e.type === "radio" && !e.checked))
  .filter((e) => e.dataset.reached === undefined)
  .map((e) => e.outerHTML.slice(0, 100))`;

const HTML = withRunFacts(await reportPage(withEveryShade()), RUN_FACTS);

inChromium("accessibility of the report", {
  ...forEach(["light", "dark"], (colorScheme) => ({
    [`every text has a contrast of at least 4.5:1 to its background, ${colorScheme}`]: async (
      browser,
    ) => {
      await using open = await openPage(browser, HTML, { colorScheme });
      const colours = await textColours(open.page);
      assert(colours.length > 300);
      const faint = colours
        .map(({ text, ink, ground }) => ({ text, ratio: contrast(ink, ground) }))
        .filter(({ ratio }) => ratio < 4.5);
      assertEquals(faint, []);
    },
  })),

  ...forEach(["light", "dark"], (colorScheme) =>
    forEach([320, 768, 1440], (width) => ({
      [`axe-core finds nothing, ${colorScheme}, ${width} px`]: async (browser) => {
        const viewport = { width, height: 800 };
        await using open = await openPage(browser, HTML, { colorScheme, viewport });
        assertEquals(await violations(open.page), []);
        await open.page.locator("#mistake-cards button").first().click();
        assertEquals(await violations(open.page), [], "with the panel open");
      },
    }))),

  ...forEach([320, 768, 1440], (width) => ({
    [`nothing overflows a page of ${width} px`]: async (browser) => {
      await using open = await openPage(browser, HTML, { viewport: { width, height: 800 } });
      assertEquals(await open.page.evaluate("document.documentElement.scrollWidth"), width);
    },
  })),

  "the keyboard reaches every control, and the focus is visible": async (browser) => {
    await using open = await openPage(browser, HTML);
    for (let stops = 0;; stops++) {
      assert(stops < 500, "the focus never leaves the page");
      await open.page.keyboard.press("Tab");
      const [name, outline] = await open.page.evaluate<[string, string]>(`(() => {
        const { activeElement } = document;
        activeElement.dataset.reached = "";
        return [activeElement.nodeName, getComputedStyle(activeElement).outlineStyle];
      })()`);
      if (name === "BODY") break;
      assert(outline !== "none", `${name} has no outline`);
    }
    assertEquals(await open.page.evaluate(NOT_REACHED), []);
    assert(await open.page.locator("[data-reached]").count() > 60);
  },

  "every table has headers and a caption, every picture a text alternative": async (browser) => {
    await using open = await openPage(browser, HTML);
    const count = (selector: string) => open.page.locator(selector).count();
    assert(await count("table") >= 4);
    assertEquals(await count("table:not(:has(caption))"), 0);
    assertEquals(await count("th:not([scope])"), 0);
    assertEquals(await count("img:not([alt]), img[alt='']"), 0);
    assertEquals(await count("svg:not([aria-label]):not([aria-hidden='true'])"), 0);
    assertEquals(await count("h1"), 1);
  },
});
