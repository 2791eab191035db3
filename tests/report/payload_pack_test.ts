import { assert, assertEquals } from "@std/assert";
import { tensor } from "../../lib/codec/value.ts";
import { earlierSnapshots, packWithin } from "../../lib/report/payload_pack.ts";
import { type ReportData, reportData } from "../../lib/report/report_data.ts";
import { unpack } from "../../lib/report/unpack.ts";
import { draws } from "../codec/random_value.ts";
import { fixture } from "./fixture.ts";

/** Incompressible images of 256 pixels. A pack of all examples has about 113,000 characters. */
function noisyData(): ReportData {
  const inputs = fixture({ examples: 600, imageShape: [16, 16] });
  const draw = draws(3);
  const images = tensor(
    "uint8",
    [600, 256],
    Uint8Array.from({ length: 600 * 256 }, () => draw(256)),
  );
  const indices = tensor("uint32", [600], Uint32Array.from({ length: 600 }, (_, i) => 3 * i + 7));
  return reportData({ ...inputs, test: { ...inputs.test, images, indices } });
}

const DATA = noisyData();
const ALL = packWithin(DATA, Infinity);
const ALL_BYTES = ALL.pack.data.length;

/** The shapes of the pack's entries, by name. */
function shapes({ pack }: typeof ALL): Record<string, readonly number[]> {
  return Object.fromEntries(pack.entries.map(([name, , shape]) => [name, shape]));
}

Deno.test("packWithin() fills at least 80 % of a budget and never exceeds it", () => {
  let fewer = 0;
  for (const budget of [30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 90_000]) {
    const { chosen, pack } = packWithin(DATA, budget);
    const size = pack.data.length;
    assert(size <= budget && size > 0.8 * budget, `${size} of ${budget}`);
    assert(chosen.examples.length > fewer, `${chosen.examples.length} for ${budget}`);
    fewer = chosen.examples.length;
  }
  assert(fewer < ALL.chosen.examples.length);
});

Deno.test("packWithin() packs all examples if they just fit, and fewer if one byte is missing", () => {
  assertEquals(packWithin(DATA, ALL_BYTES), ALL);
  const { chosen, pack } = packWithin(DATA, ALL_BYTES - 1);
  assert(chosen.examples.length < ALL.chosen.examples.length);
  assert(pack.data.length < ALL_BYTES);
});

Deno.test("packWithin() packs 20,000 bytes of images, however small the budget is", () => {
  const [least, ...others] = [0, -1e6, 10_000, 20_000].map((budget) => packWithin(DATA, budget));
  assert(least !== undefined);
  for (const other of others) assertEquals(other, least);
  const { length } = least.pack.data;
  assert(length > 20_000 && length < 25_000, `${length}`);
  assert(least.chosen.examples.length > 0);
});

Deno.test("packWithin() always packs the complete model and all predictions", () => {
  const few = packWithin(DATA, 0);
  const count = few.chosen.examples.length;
  for (const [name, shape] of Object.entries(shapes(few))) {
    if (name.startsWith("examples.ink")) continue;
    const whole = shapes(ALL)[name];
    assertEquals(shape, name.startsWith("examples.") ? [count] : whole, name);
  }
  assertEquals(shapes(few)["all.label"], [600]);
  assertEquals(shapes(few)["model.weights"], [10, 256]);
});

Deno.test("packWithin() leaves out the less confident mistakes first", () => {
  const { examples } = packWithin(DATA, 40_000).chosen;
  const wrong = (list: typeof examples) =>
    list.filter(({ label, predicted }) => label !== predicted).map(({ index }) => index);
  const [some, all] = [wrong(examples), wrong(ALL.chosen.examples)];
  assert(some.length > 5 && some.length < all.length);
  // The last ones may have been selected because they are least sure.
  assertEquals(some.slice(0, 5), all.slice(0, 5));
});

Deno.test("packWithin() packs predictions as steps of indices, classes and thousandths", async () => {
  const tensors = await unpack(ALL.pack);
  const column = (name: string) => Array.from(tensors.get(name)!.data);
  const { answers } = DATA;
  let index = 0;
  assertEquals(column("all.step").map((step) => index += step), answers.map((a) => a.index));
  assertEquals(column("all.label"), answers.map((a) => a.label));
  assertEquals(
    column("all.away").map((away, i) => (answers[i]!.label + away) % 256),
    answers.map((a) => a.predicted),
  );
  assertEquals(
    column("all.confidence"),
    answers.map((a) => Math.round(a.confidence * 1000)),
  );
  const { examples } = ALL.chosen;
  assertEquals(column("examples.index"), examples.map((example) => example.index));
  assertEquals(column("examples.label"), examples.map((example) => example.label));
  assertEquals(column("examples.predicted"), examples.map((example) => example.predicted));
  assertEquals(
    column("examples.confidence"),
    examples.map((example) => Math.fround(example.confidence)),
  );
});

Deno.test("earlierSnapshots() returns the snapshots before the chosen epoch", () => {
  const inputs = fixture({ epochs: 5 });
  const epochs = (chosenEpoch: number) => {
    const history = { ...inputs.history, chosenEpoch };
    return earlierSnapshots({ ...reportData(inputs), history }).map(({ epoch }) => epoch);
  };
  const all = inputs.history.snapshots.map(({ epoch }) => epoch);
  assertEquals(all, [3, 4, 5]);
  for (const chosen of all) assertEquals(epochs(chosen), all.filter((epoch) => epoch < chosen));
  assertEquals(epochs(all[0]!), []);
});

Deno.test("packWithin() packs a single example in any budget", () => {
  const data = reportData(fixture({ examples: 1 }));
  assertEquals(packWithin(data, 0), packWithin(data, Infinity));
});
