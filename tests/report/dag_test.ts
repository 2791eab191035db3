import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { dagPicture, type DagStage } from "../../lib/report/dag.ts";
import { timeline } from "../../lib/report/timeline.ts";

const stage = (name: string, ...needs: string[]): DagStage => ({
  name,
  needs,
  state: "ran",
  elapsedMs: 1500,
  reasons: ["first run"],
});

const positions = (markup: string) =>
  [...markup.matchAll(/<rect class="node[^"]*" x="(\d+)" y="(\d+)"/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);

Deno.test("dagPicture() draws a stage to the right of every stage that it needs", () => {
  const stages = [
    stage("a"),
    stage("b", "a"),
    stage("c", "a"),
    stage("d", "a", "b"),
    stage("e", "c", "d"),
  ];
  const markup = String(dagPicture(stages));
  const found = positions(markup);
  stages.forEach(({ needs }, i) => {
    for (const need of needs) {
      const from = stages.findIndex(({ name }) => name === need);
      assert(found[from]![0]! < found[i]![0]!, `${need} before ${stages[i]!.name}`);
    }
  });
  assertEquals(new Set(found.map(String)).size, stages.length);
  assertEquals([...markup.matchAll(/class="edge"/g)].length, 6);
});

Deno.test("dagPicture() writes state, time and first reason into a stage's box", () => {
  const markup = String(
    dagPicture([{ ...stage("train"), reasons: ["param <b> changed", "more"] }]),
  );
  assertStringIncludes(markup, "ran, 1.50\u00A0s");
  assertStringIncludes(markup, "param &lt;b&gt; changed");
});

Deno.test("dagPicture() describes the edges in its label, and accepts a graph without edges", () => {
  assertStringIncludes(
    String(dagPicture([stage("fetch"), stage("train", "fetch")])),
    `aria-label="fetch feeds train"`,
  );
  assertEquals(positions(String(dagPicture([]))), []);
  assertEquals(positions(String(dagPicture([stage("a", "unknown")]))), [[0, 0]]);
});

Deno.test("timeline() draws bars at their start time, as long as the stage took", () => {
  const markup = String(timeline([
    { name: "fetch", startMs: 0, elapsedMs: 250 },
    { name: "train", startMs: 250, elapsedMs: 900 },
  ], 1000));
  assertStringIncludes(markup, `x="0.00%" y="21" width="25.00%"`);
  assertStringIncludes(markup, `x="25.00%" y="65" width="90.00%"`);
  assertStringIncludes(markup, "from 250\u00A0ms for 900\u00A0ms");
});
