import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { type RunFacts, withRunFacts } from "../../lib/report/run_facts.ts";
import { realInputs } from "../report/real.ts";
import { reportPage } from "../support/report_page.ts";
import { inChromium } from "./chromium.ts";
import { openPage } from "./open_page.ts";

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

inChromium("where the figures come from", {
  "metrics can be saved as JSON and as CSV": async (browser) => {
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

  "predictions of all test images can be saved as CSV": async (browser) => {
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

  "weights can be saved as npy and as JSON, bit for bit": async (browser) => {
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

  "the graph and the timeline of a run are drawn, and hold to the policy": async (browser) => {
    await using open = await openPage(browser, withRunFacts(HTML, FACTS));
    const graph = open.page.getByRole("img", { name: "fetch feeds train" });
    assertStringIncludes((await graph.textContent())!, "ran, 1.20\u00A0s");
    const bar = open.page.locator(".timeline rect").nth(1);
    const all = (await open.page.locator(".timeline").boundingBox())!;
    const box = (await bar.boundingBox())!;
    assertAlmostEquals((box.x - all.x) / all.width, 300 / 1500, 0.01);
    assertAlmostEquals(box.width / all.width, 1200 / 1500, 0.01);
    assertEquals(open.faults, []);
  },
});

const STAGE = { key: "ab".repeat(32), params: {}, outputs: [], reasons: ["first run"] };

const FACTS: RunFacts = {
  run: "1",
  finishedAt: "2026-01-31T12:00:00.000Z",
  elapsedMs: 1500,
  command: "deno task pipeline",
  versions: { deno: "2.9.6", v8: "14.0", typescript: "5.9" },
  machine: { os: "linux", arch: "x86_64", cores: 2 },
  stages: [
    { ...STAGE, name: "fetch", state: "ran", elapsedMs: 300, startMs: 0, needs: [] },
    { ...STAGE, name: "train", state: "ran", elapsedMs: 1200, startMs: 300, needs: ["fetch"] },
  ],
};
