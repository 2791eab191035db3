/**
 * The whole pipeline on data sets of a few images: from a folder, from a real local server through the
 * sandbox, and its report in a real browser.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { HAS_CHROMIUM, withBrowser } from "../browser/chromium.ts";
import { openPage } from "../browser/open_page.ts";
import { gzipped, NAMES, ROLES, tinyFiles } from "../data/idx_bytes.ts";
import { type TestServer, withServer } from "../data/servers.ts";
import { type Finished, REPOSITORY, type StageJson } from "../support/project.ts";
import { runPipeline, taskFlags } from "../support/task.ts";

/** Params that a data set of six images needs. */
const TINY = [
  "--set=fetch.dataset=tiny",
  "--set=fetch.classNames=one,<b>two</b>,three",
  "--set=preprocess.validation=0",
];
const SHORT = "--set=train.epochs=3";

interface RunJson {
  readonly stages: readonly (StageJson & { readonly error?: { readonly message: string } })[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly report: string;
}

/** A folder inside `artifacts/`, where the task may write, gone afterwards. */
async function withStore(use: (store: string) => Promise<void>): Promise<void> {
  const store = `artifacts/test-${crypto.randomUUID()}`;
  await Deno.mkdir(`${REPOSITORY}/${store}`, { recursive: true });
  try {
    await use(store);
  } finally {
    await Deno.remove(`${REPOSITORY}/${store}`, { recursive: true });
  }
}

function succeeded({ code, stdout, stderr }: Finished): RunJson {
  assertEquals(code, 0, stderr + stdout);
  return JSON.parse(stdout);
}

Deno.test("a small data set from a folder, raw or gzipped, goes through all five stages", async () => {
  await withStore(async (store) => {
    const files = tinyFiles();
    await Deno.mkdir(`${REPOSITORY}/${store}/data`);
    for (const role of ROLES) {
      const isRaw = role.startsWith("train");
      const bytes = isRaw ? files[role] : await gzipped(files[role]);
      await Deno.writeFile(
        `${REPOSITORY}/${store}/data/${NAMES[role]}${isRaw ? "" : ".gz"}`,
        bytes,
      );
    }
    const from = ["--set=fetch.source=directory", `--set=fetch.directory=${store}/data`];
    const args = ["run", "--json", "--artifacts", store, ...TINY, SHORT, ...from];
    const { stages, metrics, report } = succeeded(await runPipeline(await taskFlags(), args));
    assertEquals(stages.map(({ state }) => state), Array(5).fill("ran"));
    assert(Object.values(metrics).every(Number.isFinite));
    const page = await Deno.readTextFile(`${REPOSITORY}/${report}`);
    assertStringIncludes(page, "&lt;b&gt;two&lt;/b&gt;");
    if (HAS_CHROMIUM) await showsItsFigures(page, metrics);
  });
});

async function showsItsFigures(
  html: string,
  metrics: Readonly<Record<string, number>>,
): Promise<void> {
  await withBrowser(async (browser) => {
    await using open = await openPage(browser, html);
    assertEquals(open.faults, []);
    const errors = await open.page.locator('[data-metric="errors"]').getAttribute("value");
    assertEquals(Number(errors), metrics["test.errors"]);
  });
}

Deno.test("a training that blows up exits 1, says where and why, and leaves no model", async () => {
  await withStore(async (store) => {
    const files = tinyFiles();
    await Deno.mkdir(`${REPOSITORY}/${store}/data`);
    for (const role of ROLES) {
      await Deno.writeFile(`${REPOSITORY}/${store}/data/${NAMES[role]}`, files[role]);
    }
    const from = ["--set=fetch.source=directory", `--set=fetch.directory=${store}/data`];
    const wild = ["--set=train.learningRate=1000", "--set=train.l2=1000", "--set=train.epochs=100"];
    const args = ["run", "--json", "--artifacts", store, ...TINY, ...from, ...wild];
    for (const backend of ["kernel", "twin"]) {
      const set = `--set=train.backend=${backend}`;
      const { code, stdout } = await runPipeline(await taskFlags(), [...args, set]);
      assertEquals(code, 1);
      const trained = (JSON.parse(stdout) as RunJson).stages.find(({ name }) => name === "train")!;
      assertEquals([trained.state, trained.outputs], ["failed", {}]);
      assertMatch(
        trained.error!.message,
        /^Cannot continue training: the loss after epoch 7, step 1 is NaN, .* the learning rate of 991 is too high/,
      );
    }
  });
});

Deno.test("a download through the sandbox gives what was served, or exits 4 and keeps nothing", async () => {
  const files = tinyFiles();
  const served = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const role of ROLES) served.set(`${NAMES[role]}.gz`, await gzipped(files[role]));
  const answer = (path: string): Response => {
    const bytes = served.get(path);
    return bytes === undefined ? new Response("", { status: 404 }) : new Response(bytes);
  };
  await withServer(answer, (server: TestServer) =>
    withStore(async (store) => {
      const { host } = server.url;
      const flags = (await taskFlags()).map((flag) =>
        flag.startsWith("--allow-net") ? `--allow-net=${host}` : flag
      );
      const from = ["--set=fetch.source=mirror", `--set=fetch.mirrors=http://${host}/`];
      const args = ["run", "--json", "--artifacts", store, ...TINY, SHORT, ...from];
      const { stages } = succeeded(await runPipeline(flags, args));
      assertEquals(stages.map(({ state }) => state), Array(5).fill("ran"));

      served.set(`${NAMES.testLabels}.gz`, new TextEncoder().encode("<html>please log in</html>"));
      const wrong = await runPipeline(flags, [...args, "--force"]);
      assertEquals(wrong.code, 4, wrong.stderr);
      const [fetched, ...others] = (JSON.parse(wrong.stdout) as RunJson).stages;
      assertStringIncludes(fetched!.error!.message, host);
      assertEquals(others.map(({ state }) => state), Array(4).fill("blocked"));
    }));
});
