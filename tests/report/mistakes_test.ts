import { assert, assertEquals } from "@std/assert";
import { tensor } from "../../lib/codec/value.ts";
import { mistakeColumns, selectMistakes } from "../../lib/report/client/mistake_list.ts";
import { confusedPairs, findMistakes } from "../../lib/report/mistakes.ts";
import { payload, payloadElement } from "../../lib/report/payload.ts";
import { reportData } from "../../lib/report/report_data.ts";
import { unpack } from "../../lib/report/unpack.ts";
import { fixture } from "./fixture.ts";

Deno.test("findMistakes() gives every wrong answer once, the most confident first", () => {
  const { test, predictions, metrics } = fixture({ examples: 300 });
  const mistakes = findMistakes(test, predictions);
  assertEquals(mistakes.length, metrics.errors);
  assertEquals(new Set(mistakes.map(({ row }) => row)).size, metrics.errors);
  for (const { row, label, predicted } of mistakes) {
    assertEquals([test.labels.data[row], predictions.predicted.data[row]], [label, predicted]);
    assert(label !== predicted);
  }
  const confidences = mistakes.map(({ confidence }) => confidence);
  assertEquals(confidences, confidences.toSorted((a, b) => b - a));
});

Deno.test("findMistakes() puts equally confident ones in the order of the file", () => {
  const { test, predictions } = fixture({ examples: 60 });
  predictions.probabilities.data.fill(0.5);
  const indices = findMistakes(test, predictions).map(({ index }) => index);
  assertEquals(indices, indices.toSorted((a, b) => a - b));
});

Deno.test("confusedPairs() counts each pair off the diagonal that occurs", () => {
  const counts = new Uint32Array([9, 2, 0, 4, 9, 2, 1, 0, 9]);
  assertEquals(
    confusedPairs(tensor("uint32", [3, 3], counts)).map((p) => [p.label, p.predicted, p.count]),
    [[1, 0, 4], [0, 1, 2], [1, 2, 2], [2, 0, 1]],
  );
});

Deno.test("the payload holds the pixels, labels and confidences of the mistakes", async () => {
  const data = reportData(fixture({ examples: 300 }));
  const content = payload(data);
  const columns = mistakeColumns(await unpack(content.pack));
  findMistakes(data.test, data.predictions).forEach((mistake, i) => {
    const { row, index, label, predicted, confidence } = mistake;
    assertEquals([columns.index[i], columns.label[i], columns.predicted[i]], [
      index,
      label,
      predicted,
    ]);
    assertEquals(columns.confidence[i], confidence);
    assertEquals(
      columns.images.subarray(i * 784, (i + 1) * 784),
      data.test.images.data.subarray(row * 784, (row + 1) * 784),
    );
  });
});

Deno.test("the payload leaves out the least confident of too many mistakes", async () => {
  const inputs = fixture({ examples: 1500, wrongEvery: 2 });
  let state = 1; // pixels that cannot be compressed
  inputs.test.images.data.forEach((_, i, pixels) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[i] = state >>> 24;
  });
  const data = reportData(inputs);
  const content = payload(data);
  assertEquals(content.mistakeCount, 750);
  assert(content.pack.data.length <= 260_000, `${content.pack.data.length} characters`);
  assert(content.pack.data.length > 200_000, `${content.pack.data.length} characters`);
  const { index } = mistakeColumns(await unpack(content.pack));
  const all = findMistakes(data.test, data.predictions).map((mistake) => mistake.index);
  assertEquals([...index], all.slice(0, index.length));
});

Deno.test("the payload's element holds nothing that could end it, and parses to what went in", () => {
  const classNames = ["</script><b>", "<!--", "\u2028 ]]>", "&lt;"];
  const content = payload(reportData(fixture({ classNames })));
  const element = String(payloadElement(content));
  const json = element.slice(element.indexOf(">") + 1, element.lastIndexOf("</script>"));
  assert(!json.includes("<"));
  assertEquals(JSON.parse(json), content);
});

Deno.test("selectMistakes() filters by either class and orders in three ways", () => {
  const columns = {
    index: new Uint32Array([40, 10, 30, 20]),
    label: new Uint8Array([4, 4, 7, 4]),
    predicted: new Uint8Array([9, 8, 9, 9]),
    confidence: new Float32Array([0.9, 0.8, 0.7, 0.6]),
    images: new Uint8Array(4),
  };
  const any = { label: -1, predicted: -1 };
  assertEquals(selectMistakes(columns, { ...any, order: "confident" }), [0, 1, 2, 3]);
  assertEquals(selectMistakes(columns, { ...any, order: "unsure" }), [3, 2, 1, 0]);
  assertEquals(selectMistakes(columns, { ...any, order: "index" }), [1, 3, 2, 0]);
  assertEquals(selectMistakes(columns, { label: 4, predicted: 9, order: "index" }), [3, 0]);
  assertEquals(selectMistakes(columns, { label: 7, predicted: 8, order: "confident" }), []);
});
