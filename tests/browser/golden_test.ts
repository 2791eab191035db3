import { AssertionError, assertRejects } from "@std/assert";
import { withRunFacts } from "../../lib/report/run_facts.ts";
import { realInputs } from "../report/real.ts";
import { RUN_FACTS } from "../report/run_facts_sample.ts";
import { reportPage } from "../support/report_page.ts";
import { forEach, inChromium } from "./chromium.ts";
import { assertLooksAsIn } from "./golden.ts";
import { openPage } from "./open_page.ts";

const HTML = withRunFacts(await reportPage(await realInputs(600)), RUN_FACTS);

/** Scripts that damage the page's appearance, by the damage. */
const DAMAGES: Readonly<Record<string, string>> = {
  "a section is missing": `document.querySelector("#weights").remove()`,
  "a colour changes": `document.documentElement.style.setProperty("--surface", "#e0d8c8")`,
  "a column is wider": `document.querySelector("#confusion-matrix").style.zoom = 1.1`,
  "pictures are missing":
    `document.querySelectorAll("main img").forEach((img) => img.src = "data:,")`,
};

inChromium("the report's appearance", {
  ...forEach(["light", "dark"], (colorScheme) =>
    forEach([320, 768, 1440], (width) => ({
      [`matches the reference picture: ${width} px, ${colorScheme}`]: async (
        browser,
      ) => {
        const viewport = { width, height: 800 };
        await using open = await openPage(browser, HTML, { colorScheme, viewport });
        await assertLooksAsIn(`${width}-${colorScheme}`, open.page, browser);
      },
    }))),

  ...forEach(Object.entries(DAMAGES), ([damage, script]) => ({
    [`fails the comparison if ${damage}`]: async (browser) => {
      if (Deno.args.includes("--update")) return;
      const viewport = { width: 1440, height: 800 };
      await using open = await openPage(browser, HTML, { colorScheme: "light", viewport });
      await open.page.evaluate(script);
      await assertRejects(
        () => assertLooksAsIn("1440-light", open.page, browser),
        AssertionError,
        "does not look like",
      );
    },
  })),
});
