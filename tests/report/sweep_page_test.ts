import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { metricAxis, paramAxis, sweptParams } from "../../lib/report/sweep/axes.ts";
import { MOST_SHOWN, sweepData } from "../../lib/report/sweep/data.ts";
import { renderSweep } from "../../lib/report/sweep/page.ts";
import { sweepPayload } from "../../lib/report/sweep/payload.ts";
import { numbersOf, unpack } from "../../lib/report/unpack.ts";
import { combination, learnedIn, sweptFixture } from "./sweep_fixture.ts";

const ASSETS = { script: "let x = 1;", styles: ["p { margin: 0 }"], chartLicence: "<MIT>" };

async function page(more: Parameters<typeof sweptFixture>[0] = {}): Promise<string> {
  const { facts, learned } = sweptFixture(more);
  return await renderSweep(sweepData(facts, learned), ASSETS);
}

Deno.test("the page names the best combination, its metrics, failures and commands", async () => {
  const text = await page();
  assertStringIncludes(text, "<h1>6 combinations, best validation.loss 0.28000</h1>");
  assertStringIncludes(text, "(cross-entropy, lower is better) is learningRate 1, l2 0: 0.28000");
  assertStringIncludes(text, "1 of them failed.");
  assertStringIncludes(text, "<bdi>the loss is &lt;NaN&gt;</bdi>");
  assertStringIncludes(text, "deno task pipeline --set train.learningRate=1 --set train.l2=0");
  assert(!text.includes("there to judge"));
  assertStringIncludes(await page({ by: "test.loss" }), "test.loss is there to judge");
});

Deno.test("the table has a row and the picture a line for each combination", async () => {
  const text = await page();
  assertEquals(text.match(/<tr data-place=/g)?.length, 6);
  assertEquals(text.match(/<path class="line/g)?.length, 6);
  assertStringIncludes(text, '<path class="line best" data-place="0"');
});

Deno.test("values of a param have equal distances on their axis, with the largest number on top", () => {
  const all = [10, 2, 0.1, 2].map((rate) => combination({ rate }));
  const swept = sweptParams(all);
  const axis = paramAxis(swept[0]!, swept);
  assertEquals(axis.marks, [{ at: 1, text: "0.1" }, { at: 0.5, text: "2" }, { at: 0, text: "10" }]);
  assertEquals(all.map(axis.placeOf), [0, 0.5, 1, 0.5]);
  assertEquals(axis.placeOf(combination({})), null);
});

Deno.test("a diverged training does not compress the axis of all others", () => {
  const all = [0.3, 0.31, 0.34, 2217].map((loss) => combination({ rate: 1 }, { loss }));
  const axis = metricAxis({ name: "loss", description: "", better: "lower" }, all);
  assertEquals(all.map(axis.placeOf).map((at) => Number(at!.toFixed(3))), [0, 0.25, 1, 1]);
  assertEquals(axis.marks.at(-1)?.text, "0.34 or worse");
});

Deno.test("the curves have the values of the histories, and NaN for missing epochs", async () => {
  const { facts, learned } = sweptFixture();
  const { names, epochs, kinds, pack } = sweepPayload(sweepData(facts, learned));
  assertEquals([names.length, names[1], epochs], [6, "learningRate 1, l2 0.0001", 5]);
  assertEquals(kinds.map(({ name }) => name), [
    "validationLoss",
    "validationAccuracy",
    "trainLoss",
  ]);
  const losses = numbersOf(await unpack(pack), "validationLoss", "float32");
  assertEquals(losses.slice(0, 5), Float32Array.from(learnedIn(5, 0.28).validationLoss, Number));
  assertEquals([...losses.slice(5, 10)].map(Number.isNaN), [false, false, false, true, true]);
  assertEquals(losses.slice(25).every(Number.isNaN), true);
});

Deno.test("the page shows the best of very many combinations, and says so", async () => {
  const combinations = Array.from(
    { length: MOST_SHOWN + 200 },
    (_, i) => combination({ seed: i }, { "validation.loss": i }, { best: i === 0 }),
  );
  const learned = combinations.map(() => learnedIn(30, 0.3));
  const { facts } = sweptFixture({ combinations });
  const text = await renderSweep(sweepData(facts, learned), ASSETS);
  assertEquals(text.match(/<tr data-place=/g)?.length, MOST_SHOWN);
  assertStringIncludes(text, `This page shows the best ${MOST_SHOWN}`);
  assert(text.length < 600_000, `${text.length} characters`);
});

Deno.test("the page of an unusual sweep shows no NaN, undefined or Infinity", async () => {
  const one = combination({ seed: 1 }, { "validation.loss": 1 });
  const cases = {
    "nothing measured": { combinations: [combination({ seed: 1 }), combination({ seed: 2 })] },
    "one combination": { combinations: [one] },
    "equal figures": { combinations: [one, { ...one, params: { train: { seed: 2 } } }] },
    "without a metric": { by: null, bestCommand: null },
    "stopped": {
      combinations: [combination({ a: true }, {}, { outcome: "cancelled", run: null })],
    },
    "only texts": { combinations: ["b", "a"].map((text) => combination({ text })) },
  } as const;
  for (const [name, more] of Object.entries(cases)) {
    const { facts } = sweptFixture(more);
    const learned = facts.combinations.map(() => null);
    const text = await renderSweep(sweepData(facts, learned), ASSETS);
    const found = text.replaceAll("&lt;NaN&gt;", "").match(/NaN|undefined|Infinity|\[object/);
    assertEquals(found?.[0], undefined, name);
  }
});

Deno.test("hostile values add no markup", async () => {
  const hostile = [
    `"><img src=x onerror=alert(1)>`,
    "</script><script>alert(2)</script>",
    "\u202E",
  ];
  const tags = (text: string): string[] => [...text.matchAll(/<\w+/g)].map(([tag]) => tag);
  const pageOf = async (values: readonly string[]): Promise<string> => {
    const combinations = values.map((value) =>
      combination({ name: value }, { "validation.loss": 1 }, { error: { message: value } })
    );
    const { facts } = sweptFixture({ combinations, command: values[0]! });
    return await renderSweep(sweepData(facts, combinations.map(() => null)), ASSETS);
  };
  assertEquals(tags(await pageOf(hostile)), tags(await pageOf(["a", "b", "c"])));
});
