import { AssertionError, assertRejects } from "@std/assert";
import { withRunFacts } from "../../lib/report/run_facts.ts";
import { realInputs } from "../report/real.ts";
import { RUN_FACTS } from "../report/run_facts_sample.ts";
import { reportPage } from "../support/report_page.ts";
import { forEach, inChromium } from "./chromium.ts";
import { assertLooksAsIn } from "./golden.ts";
import { openPage } from "./open_page.ts";

const HTML = withRunFacts(await reportPage(await realInputs(600)), RUN_FACTS);

/** What somebody may do to the page by mistake. */
const SPOILT: Readonly<Record<string, string>> = {
  "a section is missing": `document.querySelector("#weights").remove()`,
  "a colour is another one": `document.documentElement.style.setProperty("--surface", "#e0d8c8")`,
  "a column is wider": `document.querySelector("#confusion-matrix").style.zoom = 1.1`,
  "pictures are gone": `document.querySelectorAll("main img").forEach((img) => img.src = "data:,")`,
};

inChromium("what the report looks like", {
  ...forEach(["light", "dark"], (colorScheme) =>
    forEach([320, 768, 1440], (width) => ({
      [`it looks as it did when it was looked at: ${width} px, ${colorScheme}`]: async (
        browser,
      ) => {
        const viewport = { width, height: 800 };
        await using open = await openPage(browser, HTML, { colorScheme, viewport });
        await assertLooksAsIn(`${width}-${colorScheme}`, open.page, browser);
      },
    }))),

  ...forEach(Object.entries(SPOILT), ([what, script]) => ({
    [`it is seen if ${what}`]: async (browser) => {
      if (Deno.args.includes("--update")) return;
      const viewport = { width: 1440, height: 800 };
      await using open = await openPage(browser, HTML, { colorScheme: "light", viewport });
      await open.page.evaluate(script);
      await assertRejects(
        () => assertLooksAsIn("1440-light", open.page, browser),
        AssertionError,
        "does not look as in",
      );
    },
  })),
});
