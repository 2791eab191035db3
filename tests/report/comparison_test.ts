import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { tensor } from "../../lib/codec/value.ts";
import { mcnemarTest } from "../../lib/ml/mcnemar.ts";
import { comparisonData } from "../../lib/report/comparison/data.ts";
import { renderComparison } from "../../lib/report/comparison/page.ts";
import { pairing } from "../../lib/report/comparison/pairing.ts";
import { comparisonPayload, MOST_FLIPS } from "../../lib/report/comparison/payload.ts";
import { compared, type ComparedFixture, FACTS } from "./comparison_fixture.ts";
import { fixture, type FixtureOptions } from "./fixture.ts";

const ASSETS = { script: "let x = 1;", styles: ["p { margin: 0 }"], chartLicence: "<MIT>" };

function page({ before, after, facts }: ComparedFixture): Promise<string> {
  return renderComparison(comparisonData(before, after, facts), ASSETS);
}

Deno.test("pairing() counts like a plain loop, and sorts flips by the confidence of the mistake", () => {
  const { before, after } = compared({ examples: 400 });
  const counts = { both: 0, a: 0, b: 0, none: 0 };
  before.test.labels.data.forEach((label, i) => {
    const a = before.predictions.predicted.data[i] === label;
    const b = after.predictions.predicted.data[i] === label;
    counts[a && b ? "both" : a ? "a" : b ? "b" : "none"] += 1;
  });
  const { bothRight, bothWrong, lost, gained } = pairing(before, after)!;
  assertEquals(counts, { both: bothRight, a: lost.length, b: gained.length, none: bothWrong });
  assert(lost.length > 10 && gained.length > 10 && bothWrong > 0);
  for (const [flips, wrong] of [[lost, "b"], [gained, "a"]] as const) {
    const confidences = flips.map((flip) => flip[wrong].confidence);
    assertEquals(confidences, confidences.toSorted((x, y) => y - x));
    assert(flips.every((flip) => flip[wrong].predicted !== flip[wrong].label));
  }
});

Deno.test("pairing() returns null if images, labels or their number differ", () => {
  const { before, after } = compared({});
  const images = tensor("uint8", after.test.images.shape, after.test.images.data.slice());
  images.data[500]! ^= 1;
  assertEquals(pairing(before, { ...after, test: { ...after.test, images } }), null);
  assertEquals(pairing(before, fixture({ examples: 199 })), null);
  assertEquals(pairing(before, fixture({ oneClassOnly: true })), null);
});

Deno.test("the page shows McNemar's p-value for the images that flipped", async () => {
  const runs = compared({ examples: 4000 }, { wrongEvery: 6 });
  const { lost, gained } = pairing(runs.before, runs.after)!;
  const p = mcnemarTest(lost.length, gained.length);
  assert(p < 0.05 && p > 0.001, `${p}`);
  const text = await page(runs);
  assertStringIncludes(text, `p = ${Number(p.toPrecision(2))}</strong>`);
  assertStringIncludes(text, "that is evidence that A is better.");
});

Deno.test("the page of two equal runs has no flipped images and no verdict", async () => {
  const text = await page(compared({}, {}));
  assertStringIncludes(text, "Both runs name the very same images correctly.");
  assertEquals(text.match(/role="status">None</g)?.length, 2);
});

Deno.test("the page of runs on different images compares everything but predictions", async () => {
  const text = await page(compared({}, { examples: 100 }));
  assertEquals(text.match(/measured on different test images/g)?.length, 2);
  assertStringIncludes(text, '<h2 id="learning-title">');
});

Deno.test("the page of degenerate runs shows no NaN, undefined or Infinity", async () => {
  const cases: readonly (readonly [FixtureOptions, FixtureOptions])[] = [
    [{ epochs: 0 }, {}],
    [{ epochs: 1, validation: false }, { epochs: 3 }],
    [{ examples: 1, classes: 1 }, {}],
    [{ wrongEvery: 0 }, { wrongEvery: 1 }],
    [{ imageShape: [1, 1] }, {}],
    [{ classes: 3 }, { classes: 4 }],
  ];
  for (const [before, after] of cases) {
    const text = await page({ before: fixture(before), after: fixture(after), facts: FACTS });
    assertEquals(text.match(/NaN|undefined|Infinity|\[object/)?.[0], undefined);
  }
});

Deno.test("names from outside are escaped everywhere in the page", async () => {
  const hostile = `<img src=x onerror=alert(1)>"'`;
  const runs = compared({ classNames: [hostile, "b", "c"] });
  const name = { name: hostile, before: hostile, after: null };
  const facts = {
    ...FACTS,
    before: { ...FACTS.before, name: hostile, command: hostile },
    params: [name],
    files: [{ ...name, before: "f".repeat(64) }],
    code: [{ ...name, change: "removed", stages: [hostile], inBundle: false } as const],
    hosts: [{ name: hostile, before: [hostile], after: [] }],
  };
  const text = await page({ ...runs, facts });
  assert(!text.includes("<img src=x"), text.slice(text.indexOf("<img src=x"), 80));
  assertMatch(text, /&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;/);
});

Deno.test("the page contains at most MOST_FLIPS flipped images, and says how many there are", async () => {
  const runs = compared({ examples: 8000, imageShape: [2, 2] }, { wrongEvery: 0 });
  const data = comparisonData(runs.before, runs.after, runs.facts);
  assert(data.pairing!.gained.length > MOST_FLIPS);
  assertEquals(comparisonPayload(data).gained, MOST_FLIPS);
  assertStringIncludes(await page(runs), "The page has room for 600 of the 1,143.");
});

Deno.test("equal runs are rendered to equal bytes", async () => {
  assertEquals(await page(compared({})), await page(compared({})));
});

Deno.test("comparisonData() refuses artifacts of different shapes, and names the run", () => {
  const { before, after, facts } = compared({});
  const { predictions } = fixture({ examples: 20 });
  assertThrows(
    () => comparisonData(before, { ...after, predictions }, facts),
    RangeError,
    "Cannot compare run 20261018T080100-b2b2b2: predictions.predicted has shape [20], expected [200]",
  );
});
