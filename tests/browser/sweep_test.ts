import { AxeBuilder } from "@axe-core/playwright";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { sweptFixture } from "../report/sweep_fixture.ts";
import { sweptPage } from "../support/sweep_page.ts";
import { forEach, inChromium } from "./chromium.ts";
import { openPage, tableOf, textOf } from "./open_page.ts";

const HTML = await sweptPage(sweptFixture());

inChromium("the page of a sweep", {
  // These come first, because axe leaves a timer of one second behind.
  ...forEach(["light", "dark"], (colorScheme) =>
    forEach([320, 768, 1440], (width) => ({
      [`axe-core finds nothing and nothing overflows, ${colorScheme}, ${width} px`]: async (
        browser,
      ) => {
        const viewport = { width, height: 800 };
        await using open = await openPage(browser, HTML, { colorScheme, viewport });
        const { violations } = await new AxeBuilder({ page: open.page }).setLegacyMode().analyze();
        assertEquals(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), []);
        assertEquals(await open.page.evaluate("document.documentElement.scrollWidth"), width);
      },
    }))),

  "opens without a request, an error or a warning, and shows every combination": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    assertEquals(open.faults, []);
    const rows = await tableOf(open.page, "#combinations");
    assertEquals(rows.map(([rank, rate, l2, loss]) => [rank, rate, l2, loss]), [
      ["1 best", "1", "0", "0.28000"],
      ["2", "1", "0.0001", "0.29000"],
      ["3", "0.5", "0", "0.30000"],
      ["4", "0.5", "0.0001", "0.31000"],
      ["5", "50", "0", "40"],
      ["6 failed", "50", "0.0001", "–"],
    ]);
    assertEquals(await open.page.locator("#curves canvas").count(), 1);
    assertEquals(await textOf(open.page, "#chosen"), "No combination is followed.");
  },

  "a click on a rank highlights its line, curve and row until the next click": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    const picture = () =>
      open.page.locator("#curves canvas").evaluate((canvas) =>
        (canvas as unknown as { toDataURL(): string }).toDataURL()
      );
    const before = await picture();
    const rank = open.page.locator(".rank").nth(2);
    await rank.click();
    await open.page.mouse.move(0, 0);
    assertEquals(await textOf(open.page, "#chosen"), "Rank 3 of 6: learningRate 0.5, l2 0");
    assertEquals(await rank.getAttribute("aria-pressed"), "true");
    assertEquals(await open.page.locator(".line.followed").getAttribute("data-place"), "2");
    assertEquals(await open.page.locator("tr.followed").getAttribute("data-place"), "2");
    assert(await picture() !== before, "the picture of the curves did not change");
    await rank.click();
    await open.page.mouse.move(0, 0);
    assertEquals(await textOf(open.page, "#chosen"), "No combination is followed.");
    assertEquals(await open.page.locator(".followed").count(), 0);
    assertEquals(await picture(), before);
  },

  "a line under the pointer shows its combination": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator(".line[data-place='4']").dispatchEvent("pointerenter");
    assertEquals(await textOf(open.page, "#chosen"), "Rank 5 of 6: learningRate 50, l2 0");
    await open.page.locator(".line[data-place='4']").dispatchEvent("pointerleave");
    assertEquals(await textOf(open.page, "#chosen"), "No combination is followed.");
  },

  "a curve under the pointer shows its combination": async (browser) => {
    await using open = await openPage(browser, HTML);
    const [left, top, width, height] = await open.page.evaluate(`(() => {
      const over = document.querySelector("#curves .u-over");
      over.scrollIntoView({ block: "center", behavior: "instant" });
      const box = over.getBoundingClientRect();
      return [box.left, box.top, box.width, box.height];
    })()`) as [number, number, number, number];
    const isFollowed = () =>
      open.page.evaluate('document.querySelector(".line.followed") !== null');
    for (let y = 2; y < height && !await isFollowed(); y += 4) {
      await open.page.mouse.move(left + width / 2, top + y);
    }
    assertMatch(await textOf(open.page, "#chosen"), /^Rank \d of 6: learningRate/);
  },

  "arrow keys select the next combination, and Escape selects none": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator("#curves .plot").focus();
    const selectedBy = async (key: string): Promise<string> => {
      await open.page.keyboard.press(key);
      return await textOf(open.page, "#chosen");
    };
    assertStringIncludes(await selectedBy("ArrowDown"), "Rank 1 of 6");
    assertStringIncludes(await selectedBy("ArrowDown"), "Rank 2 of 6");
    assertStringIncludes(await selectedBy("ArrowUp"), "Rank 1 of 6");
    assertStringIncludes(await selectedBy("ArrowUp"), "Rank 1 of 6");
    assertEquals(await selectedBy("Escape"), "No combination is followed.");
  },

  "the curves show the chosen metric, and a click on a column sorts the table": async (browser) => {
    await using open = await openPage(browser, HTML);
    const canvas = open.page.locator("#curves canvas");
    const picture = () =>
      canvas.evaluate((one) => (one as unknown as { toDataURL(): string }).toDataURL());
    const losses = await picture();
    await open.page.locator("#curve-kind").selectOption("validationAccuracy");
    assert(await picture() !== losses);
    await open.page.locator("#combinations .sort").nth(1).click();
    const rates = (await tableOf(open.page, "#combinations")).map((row) => row[1]);
    assertEquals(rates, ["50", "50", "1", "1", "0.5", "0.5"]);
    assertEquals(open.faults, []);
  },

  "without scripts the page shows everything but the curves": async (browser) => {
    await using open = await openPage(browser, HTML, { javaScriptEnabled: false });
    assertEquals((await tableOf(open.page, "#combinations")).length, 6);
    assertEquals(await open.page.locator(".line").count(), 6);
    assertStringIncludes(await textOf(open.page, "#learning"), "drawn by the page's script");
  },

  "the page of a sweep without histories says so": async (browser) => {
    const { facts, learned } = sweptFixture();
    const html = await sweptPage({ facts, learned: learned.map(() => null) });
    await using open = await openPage(browser, html);
    assertStringIncludes(await textOf(open.page, "#learning"), "No combination has an epoch");
    await open.page.locator(".rank").first().click();
    assertStringIncludes(await textOf(open.page, "#chosen"), "Rank 1 of 6");
    assertEquals(open.faults, []);
  },
});
