import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { withRunFacts } from "../../lib/report/run_facts.ts";
import { realInputs } from "../report/real.ts";
import { RUN_FACTS } from "../report/run_facts_sample.ts";
import { reportPage } from "../support/report_page.ts";
import { inChromium } from "./chromium.ts";
import { openPage, tableOf, textOf } from "./open_page.ts";

const INPUTS = await realInputs(600);
const HTML = await reportPage(INPUTS);

async function download(page: Page, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#downloads").getByRole("button", { name }).click(),
  ]);
  assertEquals(file.suggestedFilename(), name);
  return await Deno.readFile(await file.path());
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

inChromium("the section on provenance", {
  "saves metrics as JSON and as CSV": async (browser) => {
    await using open = await openPage(browser, HTML);
    const metrics = JSON.parse(text(await download(open.page, "metrics.json")));
    const { confusion, ...others } = INPUTS.metrics;
    assertEquals(metrics.confusion.flat(), [...confusion.data]);
    assertEquals({ ...metrics, confusion: null }, { ...others, confusion: null });
    const lines = text(await download(open.page, "metrics.csv")).split("\r\n");
    assertEquals(lines[0], "metric,class,value");
    assert(lines.includes(`accuracy,,${INPUTS.metrics.accuracy}`));
    assert(lines.includes(`recall,4,${INPUTS.metrics.perClass[4]!.recall}`));
    assertEquals(open.faults, []);
  },

  "saves the predictions of all test images as CSV": async (browser) => {
    await using open = await openPage(browser, HTML);
    const [head, ...rows] = text(await download(open.page, "predictions.csv")).trim().split("\r\n");
    assertEquals(head, "index,label,predicted,confidence");
    assertEquals(rows.length, 600);
    rows.forEach((row, i) => {
      const [index, label, predicted, confidence] = row.split(",").map(Number);
      const answer = INPUTS.predictions.predicted.data[i]!;
      assertEquals([index, label, predicted], [i, INPUTS.test.labels.data[i], answer]);
      const share = INPUTS.predictions.probabilities.data[i * 10 + answer]!;
      assertAlmostEquals(confidence!, share, 0.0005 + 1e-7);
    });
  },

  "saves weights as npy and as JSON, bit for bit": async (browser) => {
    await using open = await openPage(browser, HTML);
    const { weights, bias } = INPUTS.model;
    for (const [name, data] of [["weights.npy", weights.data], ["bias.npy", bias.data]] as const) {
      const bytes = await download(open.page, name);
      const start = 10 + new DataView(bytes.buffer).getUint16(8, true);
      const shape = name === "weights.npy" ? "(10, 784)" : "(10,)";
      assertStringIncludes(text(bytes.subarray(0, start)), `'descr': '<f4'`);
      assertStringIncludes(text(bytes.subarray(0, start)), `'shape': ${shape}`);
      assertEquals(new Float32Array(bytes.buffer.slice(start)), data);
    }
    const model = JSON.parse(text(await download(open.page, "model.json")));
    assertEquals(Float32Array.from(model.weights.flat()), weights.data);
    assertEquals(Float32Array.from(model.bias), bias.data);
    assertEquals(model.normalization, INPUTS.normalization);
    assertEquals(open.faults, []);
  },

  "draws the graph and the timeline of a run within the content security policy": async (
    browser,
  ) => {
    await using open = await openPage(browser, withRunFacts(HTML, RUN_FACTS));
    const graph = open.page.getByRole("img", { name: "fetch feeds preprocess" });
    assertStringIncludes((await graph.textContent())!, "ran, 1.10\u00A0s");
    const bars = await open.page.locator(".timeline rect").all();
    const all = (await open.page.locator(".timeline").boundingBox())!;
    const ran = RUN_FACTS.stages.filter(({ state }) => state === "ran");
    assertEquals(bars.length, ran.length);
    for (const [i, { startMs, elapsedMs }] of ran.entries()) {
      const box = (await bars[i]!.boundingBox())!;
      assertAlmostEquals((box.x - all.x) / all.width, startMs! / RUN_FACTS.elapsedMs, 0.01);
      assertAlmostEquals(box.width / all.width, elapsedMs / RUN_FACTS.elapsedMs, 0.01);
    }
    assertEquals(open.faults, []);
  },

  "shows the state, time, reasons, params and digests of each stage": async (
    browser,
  ) => {
    await using open = await openPage(browser, withRunFacts(HTML, RUN_FACTS));
    assertEquals(await tableOf(open.page, "#run-stages"), [
      ["fetch", "hit", "–", ""],
      ["preprocess", "ran", "300\u00A0ms", "first run"],
      ["train", "ran", "1.10\u00A0s", "first run"],
      ["evaluate", "ran", "100\u00A0ms", "first run"],
    ]);
    await open.page.getByText("train: params, key and digests").click();
    const details = await textOf(open.page, "details[open]");
    for (const text of ["learningRate 0.5", "seed 1", "cd".repeat(32), "31.5 kB"]) {
      assertStringIncludes(details, text);
    }
    assertStringIncludes(await textOf(open.page, ".command"), RUN_FACTS.command);
  },
});
