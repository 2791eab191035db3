import { assert, assertEquals } from "@std/assert";
import { tensor } from "../../lib/codec/value.ts";
import { examplesOf, imageAt, selectExamples } from "../../lib/report/client/examples.ts";
import { embedded, LEAST_SURE } from "../../lib/report/embedded.ts";
import { pixelsOf } from "../../lib/report/example.ts";
import { confusedPairs, isMistake } from "../../lib/report/mistakes.ts";
import { payload, payloadElement } from "../../lib/report/payload.ts";
import { reportData } from "../../lib/report/report_data.ts";
import { unpack } from "../../lib/report/unpack.ts";
import { RIGHT_A_CLASS } from "../../lib/report/varied.ts";
import { fixture } from "./fixture.ts";

Deno.test("reportData() ranks every mistake once, the most confident first", () => {
  const { test, predictions, metrics, ranked } = reportData(fixture({ examples: 300 }));
  const mistakes = ranked.filter(isMistake);
  assertEquals(mistakes.length, metrics.errors);
  assertEquals(new Set(mistakes.map(({ row }) => row)).size, metrics.errors);
  for (const { row, label, predicted } of mistakes) {
    assertEquals([test.labels.data[row], predictions.predicted.data[row]], [label, predicted]);
    assert(label !== predicted);
  }
  const confidences = mistakes.map(({ confidence }) => confidence);
  assertEquals(confidences, confidences.toSorted((a, b) => b - a));
});

Deno.test("reportData() ranks equally confident predictions by index", () => {
  const inputs = fixture({ examples: 60 });
  inputs.predictions.probabilities.data.fill(0.5);
  const indices = reportData(inputs).ranked.map(({ index }) => index);
  assertEquals(indices, indices.toSorted((a, b) => a - b));
});

Deno.test("confusedPairs() counts each pair off the diagonal", () => {
  const counts = new Uint32Array([9, 2, 0, 4, 9, 2, 1, 0, 9]);
  assertEquals(
    confusedPairs(tensor("uint32", [3, 3], counts)).map((p) => [p.label, p.predicted, p.count]),
    [[1, 0, 4], [0, 1, 2], [1, 2, 2], [2, 0, 1]],
  );
});

Deno.test("the page contains all mistakes, the 100 least sure, and 20 correct examples of each class", () => {
  const data = reportData(fixture({ examples: 4000 }));
  const { examples } = embedded(data, 1);
  const rows = new Set(examples.map(({ row }) => row));
  for (const { row } of data.answers.filter(isMistake)) assert(rows.has(row));
  const unsure = data.answers.toSorted((a, b) => a.confidence - b.confidence);
  assert(unsure.slice(0, LEAST_SURE - 5).every(({ row }) => rows.has(row)));
  for (let k = 0; k < 10; k++) {
    const correct = examples.filter(({ label, predicted }) => label === k && predicted === k);
    assert(correct.length >= RIGHT_A_CLASS, `${correct.length} correct examples of class ${k}`);
  }
  assertEquals(rows.size, examples.length);
});

Deno.test("the payload contains the pixels, labels and confidences of its examples", async () => {
  const data = reportData(fixture({ examples: 300 }));
  const content = payload(data, 262_000);
  const columns = examplesOf(content, await unpack(content.pack));
  embedded(data, 1).examples.forEach((example, i) => {
    const { row, index, label, predicted, confidence } = example;
    assertEquals([columns.index[i], columns.label[i], columns.predicted[i]], [
      index,
      label,
      predicted,
    ]);
    assertEquals(columns.confidence[i], confidence);
    assertEquals(imageAt(columns, i), pixelsOf(data.test, row));
  });
});

Deno.test("the payload contains fewer of too many examples, the most confident mistakes first", async () => {
  const inputs = fixture({ examples: 1500, wrongEvery: 2 });
  let state = 1; // pixels that cannot be compressed
  inputs.test.images.data.forEach((_, i, pixels) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[i] = state >>> 24;
  });
  const data = reportData(inputs);
  const content = payload(data, 262_000);
  assertEquals(content.mistakeCount, 750);
  assert(content.pack.data.length <= 262_000, `${content.pack.data.length} characters`);
  assert(content.pack.data.length > 220_000, `${content.pack.data.length} characters`);
  const columns = examplesOf(content, await unpack(content.pack));
  const query = { show: "wrong", label: -1, predicted: -1, order: "confident" } as const;
  const shown = selectExamples(columns, query, 0).map((i) => columns.index[i]!);
  const all = data.ranked.filter(isMistake).map((mistake) => mistake.index);
  const part = all.slice(0, Math.floor(shown.length * 0.8));
  assertEquals(shown.slice(0, part.length), part);
});

Deno.test("the payload's element contains nothing that could end it, and parses to the payload", () => {
  const classNames = ["</script><b>", "<!--", "\u2028 ]]>", "&lt;"];
  const content = payload(reportData(fixture({ classNames })), 262_000);
  const element = String(payloadElement(content));
  const json = element.slice(element.indexOf(">") + 1, element.lastIndexOf("</script>"));
  assert(!json.includes("<"));
  assertEquals(JSON.parse(json), content);
});

Deno.test("selectExamples() selects mistakes, least sure or all examples, by class, in three orders", () => {
  const columns = {
    index: new Uint32Array([40, 10, 30, 20, 50]),
    label: new Uint8Array([4, 4, 7, 4, 9]),
    predicted: new Uint8Array([9, 8, 9, 9, 9]),
    confidence: new Float32Array([0.9, 0.8, 0.7, 0.6, 0.65]),
    images: new Uint8Array(5),
  };
  const wrong = { show: "wrong", label: -1, predicted: -1 } as const;
  const select = (query: Parameters<typeof selectExamples>[1]) => selectExamples(columns, query, 2);
  assertEquals(select({ ...wrong, order: "confident" }), [0, 1, 2, 3]);
  assertEquals(select({ ...wrong, order: "unsure" }), [3, 2, 1, 0]);
  assertEquals(select({ ...wrong, order: "index" }), [1, 3, 2, 0]);
  assertEquals(select({ ...wrong, label: 4, predicted: 9, order: "index" }), [3, 0]);
  assertEquals(select({ ...wrong, label: 7, predicted: 8, order: "confident" }), []);
  assertEquals(select({ ...wrong, show: "unsure", order: "unsure" }), [3, 4]);
  assertEquals(select({ ...wrong, show: "all", predicted: 9, order: "confident" }), [0, 2, 4, 3]);
});
