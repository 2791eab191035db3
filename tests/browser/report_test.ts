import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { type RunFacts, withRunFacts } from "../../lib/report/run_facts.ts";
import { fixture } from "../report/fixture.ts";
import { reportPage } from "../support/report_page.ts";
import { forEach, inChromium } from "./chromium.ts";
import { drawn, openPage, tableOf, textOf } from "./open_page.ts";

const INPUTS = fixture({ examples: 10_000, wrongEvery: 13, imageShape: [14, 14], epochs: 12 });

/** The number of pixels on the chart's canvas that have the colour of a series. */
async function drawnPixels(page: Page, chart: string, series: number): Promise<number> {
  return await page.evaluate(`(() => {
    const canvas = document.querySelector('[data-chart="${chart}"] canvas');
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--series-${series}");
    const [red, green, blue] = colour.match(/\\w\\w/g).map((hex) => parseInt(hex, 16));
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255) count++;
    }
    return count;
  })()`);
}

const HTML = await reportPage(INPUTS);

inChromium("the report", {
  "opens from a file without an error, a warning or a request": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.getByRole("button", { name: "Show more" }).click();
    assertEquals(open.faults, []);
  },

  "shows the metrics of the artifacts in the headline": async (browser) => {
    await using open = await openPage(browser, HTML);
    const { accuracy, errors, loss, calibration } = INPUTS.metrics;
    const shown = async (name: string) => {
      const figure = open.page.locator(`[data-metric="${name}"]`);
      return [Number(await figure.getAttribute("value")), await figure.innerText()];
    };
    const wrong = INPUTS.predictions.predicted.data
      .filter((answer, i) => answer !== INPUTS.test.labels.data[i]).length;
    assertEquals(await shown("errors"), [wrong, String(errors)]);
    assertEquals(await shown("accuracy"), [accuracy, `${(accuracy * 100).toFixed(2)}\u00A0%`]);
    assertEquals(await shown("loss"), [loss, loss.toFixed(4)]);
    const { expectedCalibrationError: error } = calibration;
    assertEquals(await shown("calibration-error"), [error, error.toFixed(4)]);
  },

  "shows every count of the confusion matrix": async (browser) => {
    await using open = await openPage(browser, HTML);
    const counts = INPUTS.metrics.confusion.data;
    const rows = await tableOf(open.page, "#confusion-matrix");
    assertEquals(rows.flatMap((row) => row.slice(1).map(Number)), [...counts]);
  },

  ...forEach(["light", "dark"], (colorScheme) => ({
    [`draws both curves of both charts, ${colorScheme}`]: async (browser) => {
      await using open = await openPage(browser, HTML, { colorScheme });
      for (const chart of ["loss", "accuracy"]) {
        for (const series of [1, 2]) {
          const pixels = await drawnPixels(open.page, chart, series);
          assert(pixels > 200, `${chart}, curve ${series}: ${pixels} pixels`);
        }
      }
    },
  })),

  "uses the new colours if the theme changes while the page is open": async (browser) => {
    await using open = await openPage(browser, HTML, { colorScheme: "light" });
    await open.page.emulateMedia({ colorScheme: "dark" });
    await drawn(open.page);
    assert(await drawnPixels(open.page, "loss", 1) > 200);
  },

  "hides a curve and shows it again": async (browser) => {
    await using open = await openPage(browser, HTML);
    const box = open.page.locator('[data-chart="loss"]').getByLabel("validation");
    await box.uncheck();
    await drawn(open.page);
    assertEquals(await drawnPixels(open.page, "loss", 2), 0);
    await box.check();
    await drawn(open.page);
    assert(await drawnPixels(open.page, "loss", 2) > 200);
  },

  "shows an epoch's values in both charts at once by keyboard": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.locator('[data-chart="loss"] .plot').focus();
    await open.page.keyboard.press("Home");
    await open.page.keyboard.press("ArrowRight");
    const { trainLoss, validationLoss, trainAccuracy } = INPUTS.history.epochs[1]!;
    const spoken = await textOf(open.page, '[data-chart="loss"] output');
    assertEquals(
      spoken,
      `Epoch 2: training ${trainLoss.toFixed(4)}, validation ${validationLoss!.toFixed(4)}`,
    );
    const beside = await textOf(open.page, '[data-chart="accuracy"] .legend');
    assertStringIncludes(beside, `Epoch 2 training ${(trainAccuracy * 100).toFixed(2)} %`);
  },

  "shows the values under the mouse, and the last epoch's after the mouse has left": async (
    browser,
  ) => {
    await using open = await openPage(browser, HTML);
    const legend = '[data-chart="loss"] .legend';
    const area = open.page.locator('[data-chart="loss"] .u-over');
    await area.hover({ position: { x: 2, y: 50 } });
    assertStringIncludes(await textOf(open.page, legend), "Epoch 1 ");
    await open.page.mouse.move(0, 0);
    assertStringIncludes(await textOf(open.page, legend), "Epoch 12 ");
  },

  "complies with its content security policy if it contains facts of a run": async (browser) => {
    await using open = await openPage(browser, withRunFacts(HTML, FACTS));
    assertEquals(open.faults, []);
    assertEquals(await tableOf(open.page, "#run-stages"), [[
      "train",
      "ran",
      "1.50\u00A0s",
      HOSTILE,
    ]]);
    await open.page.getByText("params, key and digests").click();
    assertStringIncludes(await textOf(open.page, "#provenance details"), `note ${HOSTILE}`);
  },

  "neither runs an injected script nor loads an injected picture": async (browser) => {
    const intruder = `<script>document.title = "taken over"</script><img src="leak.png">`;
    await using open = await openPage(browser, HTML.replace("</main>", `${intruder}</main>`));
    assertStringIncludes(await open.page.title(), "softmax regression");
    const refused = open.faults.filter((fault) => fault.includes("Content Security Policy"));
    assertEquals(refused.length, 2, open.faults.join());
  },

  "shows headline, tables, weights and the first mistakes without scripts": async (browser) => {
    await using open = await openPage(browser, HTML, { javaScriptEnabled: false });
    assertStringIncludes(await textOf(open.page, "h1"), "Softmax regression on MNIST");
    assertEquals((await tableOf(open.page, "#per-class")).length, 10);
    assertEquals(await open.page.locator("#weights img").count(), 10);
    assertEquals(await open.page.locator("#mistake-cards li").count(), 24);
    assertEquals(await open.page.locator("#mistake-filters").isVisible(), false);
    await open.page.getByText("Every epoch as a table").click();
    assertEquals((await tableOf(open.page, "#epochs")).length, 12);
    assertEquals(open.faults, []);
  },

  "prints in light colours, with all details open": async (browser) => {
    await using open = await openPage(browser, HTML, { colorScheme: "dark" });
    await open.page.evaluate(`addEventListener("beforeprint", () => {
      const { color } = getComputedStyle(document.body);
      const folded = document.querySelectorAll("main details:not([open])").length;
      document.title = color + ", folded: " + folded;
    })`);
    await open.page.pdf();
    assertEquals(await open.page.title(), "rgb(26, 30, 36), folded: 0");
    assertEquals(await open.page.locator("main details[open]").count(), 0);
  },
});

const HOSTILE = `"><img src=x onerror=alert(1)>`;

const FACTS: RunFacts = {
  run: "1",
  finishedAt: "2026-01-31T12:00:00.000Z",
  elapsedMs: 1500,
  command: "deno task pipeline",
  versions: { deno: "2.9.6", v8: "14.0", typescript: "5.9" },
  machine: { os: "linux", arch: "x86_64", cores: 2 },
  stages: [{
    name: "train",
    state: "ran",
    key: "ab".repeat(32),
    elapsedMs: 1500,
    reasons: [HOSTILE],
    params: { note: HOSTILE },
    outputs: [{ name: "model", digest: "cd".repeat(32), sizeBytes: 31_480 }],
  }],
};
