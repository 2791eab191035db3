import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { intervalStrip } from "../../lib/report/interval_strip.ts";
import { reliabilityDiagram } from "../../lib/report/reliability_diagram.ts";
import { reportData, type ReportInputs } from "../../lib/report/report_data.ts";
import { calibration } from "../../lib/report/sections/calibration.ts";
import { classes } from "../../lib/report/sections/classes.ts";
import { confusion } from "../../lib/report/sections/confusion.ts";
import { headline } from "../../lib/report/sections/headline.ts";
import { learning } from "../../lib/report/sections/learning.ts";
import { mistakes } from "../../lib/report/sections/mistakes.ts";
import { provenance } from "../../lib/report/sections/provenance.ts";
import { weights } from "../../lib/report/sections/weights.ts";
import { fixture } from "./fixture.ts";

const text = (markup: { toString(): string }) =>
  String(markup).replace(/<[^>]*>/g, " ").replace(/[\s\u00A0]+/g, " ");

/** Texts of the cells of a table's body, row by row. */
function cells(markup: { toString(): string }): string[][] {
  const body = String(markup).match(/<tbody>([^]*?)<\/tbody>/)![1]!;
  return body.split("</tr>").slice(0, -1).map((row) =>
    [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map((cell) => text(cell[1]!).trim())
  );
}

function lectureSized(): ReportInputs {
  return fixture({ examples: 10_000, imageShape: [2, 2] });
}

Deno.test("the headline shows the lecture's figures only for MNIST's test images", () => {
  const shown = text(headline(reportData(lectureSized())));
  assertStringIncludes(shown, "Lecture: 92.16 % and 92.21 %");
  assertStringIncludes(shown, "Lecture: 784 and 779");
  assertStringIncludes(shown, "Lecture: 0.278 to 0.279");
  assertStringIncludes(shown, "Lecture: 0.025");
  const other = { ...lectureSized(), catalogue: { dataset: "kmnist", classNames: [] } };
  assert(!text(headline(reportData(other))).includes("Lecture"));
  assert(!text(headline(reportData(fixture({ examples: 500 })))).includes("Lecture"));
});

Deno.test("the headline states the number of correct images and the error rate in words", () => {
  const data = reportData(fixture({ examples: 140, wrongEvery: 7, epochs: 1 }));
  assertStringIncludes(
    text(headline(data)),
    "After 1 pass over the training images the model correctly names 120 of 140 images that it has " +
      "never seen, and errs on about one in 7.",
  );
  assertStringIncludes(
    text(headline(reportData(fixture({ wrongEvery: 0 })))),
    "never seen: all of them.",
  );
});

Deno.test("intervalStrip() puts the accuracy between the ends of its interval", () => {
  const markup = String(intervalStrip(0.925, [0.92, 0.93]));
  const [, x1, x2] = markup.match(/class="interval" x1="([\d.]*)%" x2="([\d.]*)%"/)!;
  const [, cx] = markup.match(/cx="([\d.]*)%"/)!;
  assertEquals(Number(cx), (Number(x1) + Number(x2)) / 2);
  assert(Number(x1) > 0 && Number(x2) < 100);
});

Deno.test("the table of epochs has one row per epoch, and no validation columns without validation", () => {
  const rows = cells(learning.render(reportData(fixture({ epochs: 3 }))));
  assertEquals(rows.length, 3);
  assertEquals(rows[1], ["2", "0.5", "0.0500", "0.5000", "88.00 %", "0.4950", "88.50 %"]);
  const without = learning.render(reportData(fixture({ epochs: 3, validation: false })));
  assertEquals(cells(without)[1], ["2", "0.5", "0.0500", "0.5000", "88.00 %"]);
  assertStringIncludes(text(without), "No images were held out for validation.");
});

Deno.test("the confusion matrix shows every count, and the strongest shade on the largest confusion", () => {
  const data = reportData(fixture({ examples: 900 }));
  const counts = data.metrics.confusion.data;
  const markup = confusion.render(data);
  assertEquals(
    cells(markup).map((row) => row.slice(1).map(Number)),
    Array.from({ length: 10 }, (_, k) => [...counts.subarray(k * 10, k * 10 + 10)]),
  );
  const largest = Math.max(...counts.filter((_, i) => i % 11 !== 0));
  const shaded = [...String(markup).matchAll(/class="shade-8">(\d+)</g)].map(([, n]) => Number(n));
  assert(shaded.includes(largest));
});

Deno.test("the table of classes shows 0 / 0 as a dash and explains it", () => {
  const markup = classes.render(reportData(fixture({ oneClassOnly: true, wrongEvery: 0 })));
  assertEquals(cells(markup)[0], ["0", "1.000", "1.000", "1.000", "200", "0"]);
  assertEquals(cells(markup)[9], ["9", "–", "–", "–", "0", "0"]);
  assertStringIncludes(text(markup), "nothing to divide by");
});

Deno.test("the gallery's markup has 24 mistakes, each with a text alternative", () => {
  const markup = String(mistakes.render(reportData(fixture({ examples: 700 }))));
  const alternatives = [...markup.matchAll(/<img [^>]*alt="([^"]*)"/g)].map((match) => match[1]!);
  assertEquals(alternatives.length, 24);
  for (const alternative of alternatives) {
    assertMatch(alternative, /^Test image \d+: .+ read as .+$/);
  }
});

Deno.test("the pictures of weights name the largest and the smallest weight, counted from 1", () => {
  const inputs = fixture({ classes: 2, imageShape: [2, 3] });
  inputs.model.weights.data.set([0, 0, 5, 0, -4, 0]);
  assertStringIncludes(
    String(weights.render(reportData(inputs))),
    "the largest, 5.00, at row 1, column 3; the smallest, −4.00, at row 2, column 2",
  );
});

Deno.test("the section on calibration says whether the model is too sure or too cautious", () => {
  const verdict = (confidence: number) => {
    const inputs = fixture({ wrongEvery: 5 });
    const bin = { lower: 0, upper: 1, count: 200, meanConfidence: confidence, accuracy: 0.8 };
    const metrics = { ...inputs.metrics.calibration, bins: [bin] };
    return text(
      calibration.render(
        reportData({ ...inputs, metrics: { ...inputs.metrics, calibration: metrics } }),
      ),
    );
  };
  assertStringIncludes(verdict(0.7), "too cautious: mean confidence 70.0 %, accuracy 80.0 %");
  assertStringIncludes(verdict(0.9), "too sure of itself: mean confidence 90.0 %");
  assertStringIncludes(verdict(0.801), "neither too sure nor too cautious");
});

Deno.test("the reliability diagram draws a dot for each bin that has predictions", () => {
  const { bins } = fixture({}).metrics.calibration;
  const dots = [...String(reliabilityDiagram(bins)).matchAll(/<circle/g)].length;
  assertEquals(dots, bins.filter(({ count }) => count > 0).length);
});

Deno.test("the section on provenance shows the normalisation as a formula", () => {
  const shown = (scale: number, offset: number) =>
    text(provenance.render(reportData({
      ...fixture({}),
      normalization: { method: "centered", scale, offset },
    })));
  assertStringIncludes(shown(1 / 255, -0.5), "centered: x = q × 0.00392157 − 0.5 for a pixel q");
  assertStringIncludes(shown(0.5, 0), "x = q × 0.5 for a pixel q");
});
