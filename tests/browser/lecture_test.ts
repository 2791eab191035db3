import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { realInputs } from "../report/real.ts";
import { reportPage } from "../support/report_page.ts";
import { inChromium } from "./chromium.ts";
import { openPage, tableOf, textOf } from "./open_page.ts";

const INPUTS = await realInputs(300);
const HTML = await reportPage(INPUTS);

/** Probabilities as the lecture prints them. */
const SOFTMAX = [
  "0.3792, 0.3104, 0.3104",
  "0.3072, 0.4147, 0.2780",
  "0.4263, 0.2248, 0.3490",
  "0.2668, 0.2978, 0.4354",
];
const LOSSES = ["0.9698", "0.8801", "1.0527", "0.8314"];

async function outputs(page: Page): Promise<string[][]> {
  return (await tableOf(page, "#worked-example")).map((row) => row.slice(5));
}

inChromium("the section on the lecture", {
  "shows the numbers of the lecture's worked example": async (browser) => {
    await using open = await openPage(browser, HTML);
    assertEquals(await outputs(open.page), [
      ["1, 0, 0", SOFTMAX[0]!, LOSSES[0]!, "1"],
      ["0, 1, 0", SOFTMAX[1]!, LOSSES[1]!, "2"],
      ["0, 0, 1", SOFTMAX[2]!, LOSSES[2]!, "1"],
      ["0, 0, 1", SOFTMAX[3]!, LOSSES[3]!, "3"],
    ]);
    assertEquals(
      await textOf(open.page, "#worked-totals"),
      "Sum 3.7340, mean 0.9335. The same examples twice: sum 7.4680, mean 0.9335.",
    );
    const [first] = await tableOf(open.page, "#worked-gradient");
    assertEquals(first![1], "−0.155212, 0.077606, 0.077606");
  },

  "recomputes the example if a net input or a class changes": async (browser) => {
    await using open = await openPage(browser, HTML);
    await open.page.getByLabel("Net input 2 of example 1").fill("1.5");
    await open.page.getByLabel("True class of example 1").selectOption("2");
    const exps = [-0.3, 1.5, -0.5].map(Math.exp);
    const sum = exps[0]! + exps[1]! + exps[2]!;
    const [row] = await outputs(open.page);
    const loss = -Math.log(exps[1]! / sum);
    const shares = exps.map((value) => (value / sum).toFixed(4)).join(", ");
    assertEquals(row, ["0, 1, 0", shares, loss.toFixed(4), "2"]);
    const total = loss + 0.88009895 + 1.05272163 + 0.83138091;
    assertStringIncludes(
      await textOf(open.page, "#worked-totals"),
      `Sum ${total.toFixed(4)}, mean ${(total / 4).toFixed(4)}`,
    );
    const [gradient] = await tableOf(open.page, "#worked-gradient");
    assertStringIncludes(gradient![1]!, ((exps[0]! / sum) / 4).toFixed(6));
    const gap = (await textOf(open.page, "#worked-gap")).match(/at most (\S+)\.$/)!;
    assert(Number(gap[1]) < 1e-9);
    assertEquals(open.faults, []);
  },

  "accepts empty and huge net inputs without NaN": async (browser) => {
    await using open = await openPage(browser, HTML);
    const field = open.page.getByLabel("Net input 1 of example 2");
    for (const text of ["", "1e9", "-1e300"]) {
      await field.fill(text);
      const text2 = (await outputs(open.page)).flat().join();
      assertEquals(text2.match(/NaN|Infinity|undefined/), null, text);
    }
    assertEquals(open.faults, []);
  },

  "computes for the first image the probabilities of evaluate": async (browser) => {
    await using open = await openPage(browser, HTML);
    const rows = await tableOf(open.page, "#way");
    rows.forEach((row, k) => {
      assertAlmostEquals(
        parseFloat(row[2]!) / 100,
        INPUTS.predictions.probabilities.data[k]!,
        6e-5,
      );
    });
    const answer = INPUTS.predictions.predicted.data[0]!;
    assertEquals(rows.map((row) => row[3]).indexOf("largest"), answer);
    assertEquals(await textOf(open.page, ".way-answer"), String(answer));
  },
});
