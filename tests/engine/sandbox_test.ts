import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { PURE_GLOBALS } from "../../lib/engine/sandbox/globals.ts";
import { failureOf, nodeOf, runStage, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Expressions that reach something ambient, and the name by which it must be refused. */
const AMBIENT: readonly (readonly [expression: string, name: string])[] = [
  ["Date.now()", "Date"],
  ["new Date().getTime()", "Date"],
  ["performance.now()", "performance"],
  ["Math.random()", "Math.random"],
  ["Math.exp(1)", "Math.exp"],
  ["Math.pow(2, 0.5)", "Math.pow"],
  ["Temporal.Now.instant()", "Temporal"],
  ["new Intl.DateTimeFormat().format()", "Intl"],
  ["(1e6).toLocaleString()", "Number.toLocaleString"],
  ["'a'.localeCompare('b')", "String.localeCompare"],
  ["[1].toLocaleString()", "Array.toLocaleString"],
  ["navigator.userAgent", "navigator"],
  ["Deno.readTextFileSync('/etc/hostname')", "Deno"],
  ["Deno.env.get('HOME')", "Deno"],
  ["process.env.HOME", "process"],
  ["fetch('https://example.com')", "fetch"],
  ["new WebSocket('wss://example.com')", "WebSocket"],
  ["new Worker('data:,')", "Worker"],
  ["setTimeout(() => {}, 1)", "setTimeout"],
  ["setInterval(() => {}, 1)", "setInterval"],
  ["new SharedArrayBuffer(4)", "SharedArrayBuffer"],
  ["Atomics", "Atomics"],
  ["new WeakRef({})", "WeakRef"],
  ["new CompressionStream('gzip')", "CompressionStream"],
  ["close()", "close"],
  ["postMessage(1)", "postMessage"],
  ["addEventListener('message', () => {})", "addEventListener"],
  ["Error.prepareStackTrace = () => 1", "Error.prepareStackTrace"],
  ["URL.createObjectURL(new Blob())", "URL.createObjectURL"],
  ["new Response('').formData()", "Response.formData"],
  ["new File([], 'a').lastModified", "File"],
  ["signalOfAStream().constructor.timeout(1)", "AbortSignal.timeout"],
  ["AbortSignal.timeout(1)", "AbortSignal"],
  ["caches", "caches"],
  ["crypto.randomUUID()", "crypto.randomUUID"],
  ["crypto.getRandomValues(new Uint8Array(4))", "crypto.getRandomValues"],
  ["eval('1')", "eval"],
  ["new Function('return 1')()", "Function"],
  ["(() => {}).constructor('return 1')()", "Function"],
  ["(async () => {}).constructor('return 1')()", "Function"],
  ["(function* () {}).constructor('return 1')()", "Function"],
];

Deno.test("everything ambient is refused by name, with what to do instead", async (t) => {
  for (const [expression, name] of AMBIENT) {
    await t.step(expression, async () => {
      const { stage } = await runStage(
        `const signalOfAStream = () => {
          let signal;
          new WritableStream({ start: (controller) => { signal = controller.signal } });
          return signal;
        };
        export const run = () => ({ x: String(${expression}) });`,
      );
      assertStringIncludes(failureOf(stage), `Stage "stage" may not use ${name}: `);
    });
  }
});

Deno.test("a fence cannot be defined anew or deleted", async () => {
  const { value } = await runStage(`export function run() {
    const places = [
      [globalThis, "crypto"], [crypto, "subtle"], [crypto.subtle, "digest"],
      [Error, "prepareStackTrace"], [WebAssembly.Memory.prototype, "buffer"],
    ];
    const mine = () => "mine";
    const tries = {
      define: (holder, key) => Reflect.defineProperty(holder, key, { value: mine }),
      get: (holder, key) => Reflect.defineProperty(holder, key, { get: mine }),
      delete: (holder, key) => Reflect.deleteProperty(holder, key),
    };
    return {
      x: places.flatMap(([holder, key]) =>
        Object.entries(tries).map(([name, attempt]) => [name, key, attempt(holder, key)])
      ),
    };
  }`);
  const keys = ["crypto", "subtle", "digest", "prepareStackTrace", "buffer"];
  assertEquals(
    value,
    keys.flatMap((key) => ["define", "get", "delete"].map((name) => [name, key, false])),
  );
});

Deno.test("crypto has no source of random numbers, but digests", async () => {
  const { value } = await runStage(`export async function run() {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array()));
    return { x: [Object.keys(crypto), Object.keys(crypto.subtle), bytes[0]] };
  }`);
  assertEquals(value, [["subtle"], ["digest"], 0xe3]);
});

Deno.test("a package is fenced like our own code", async () => {
  const { stage } = await runStage(
    `import { now } from "./node_modules/.deno/clock@1.0.0/node_modules/clock/index.js";
     export const run = () => ({ x: now() });`,
    {},
    {},
    {
      "node_modules/.deno/clock@1.0.0/node_modules/clock/index.js":
        "export function now() { return Date.now(); }",
    },
  );
  assertStringIncludes(failureOf(stage), "may not use Date: it is a clock");
});

Deno.test("every global that is neither allowed nor harmless throws", async () => {
  const { value } = await runStage(`export function run() {
    const seen = [];
    for (let o = globalThis; o !== Object.prototype; o = Object.getPrototypeOf(o)) {
      for (const key of Object.getOwnPropertyNames(o)) {
        if (key === "constructor") continue;
        try { void o[key]; seen.push(key); } catch (error) { if (!/may not use/.test(error.message)) throw error; }
      }
    }
    return { x: [...new Set(seen)].sort() };
  }`);
  assert(Array.isArray(value));
  assertEquals(value.filter((name) => !PURE_GLOBALS.includes(String(name))), []);
});

Deno.test("an error in a stage names our file and line, and its cause", async () => {
  const { stage } = await runStage(
    `import { helper } from "./deep/helper.ts";
export const run = () => ({ x: helper(3) });`,
    {},
    {},
    {
      "deep/helper.ts": `type Unused = { a: number };

/** Throws. */
export function helper(n: number): number {
  // a comment
  throw new RangeError("no " + n, { cause: new Error("the cause") });
}`,
    },
  );
  assertEquals(stage.state === "failed" && stage.error, {
    kind: "stage",
    message: "no 3",
    at: "deep/helper.ts:6",
    cause: "the cause",
  });
});

Deno.test("errors named IntegrityError and EnvironmentError keep their kind", async () => {
  const kinds = { IntegrityError: "integrity", EnvironmentError: "environment" } as const;
  for (const [name, kind] of Object.entries(kinds)) {
    const { stage } = await runStage(
      `export function run() { const e = new Error("wrong"); e.name = "${name}"; throw e; }`,
    );
    assertEquals(stage.state === "failed" && stage.error.kind, kind);
  }
});

Deno.test("throwing what is no Error is reported as such", async () => {
  const { stage } = await runStage(`export function run() { throw "a text"; }`);
  assertStringIncludes(failureOf(stage), "threw a text, not an Error");
});

Deno.test("console and log lines and metrics stay with the record", async () => {
  const { stage } = await runStage(`export function run({ log, metric }) {
    log("first"); console.log("second", 2); metric("loss", 0.25);
    return { x: 1 };
  }`);
  assertEquals(stage.state === "ran" && stage.log, ["first", "second 2"]);
  assertEquals(stage.state === "ran" && stage.metrics, { loss: 0.25 });
});

Deno.test(
  "a metric that is no finite number, or has no name of its own, fails its stage",
  async () => {
    const wrong = {
      "'loss', NaN": "loss is NaN",
      "'a', 1 / 0": "a is Infinity",
      "'a', '1'": "a is 1",
      "'__proto__', 1": "__proto__ is 1",
      "1, 1": "1 is 1",
    };
    for (const [given, found] of Object.entries(wrong)) {
      const code = `export function run({ metric }) { metric(${given}); return { x: 1 }; }`;
      const { stage } = await runStage(code);
      assertEquals(
        failureOf(stage),
        `Metric ${found}, expected a finite number under a name of 1 to 200 printable characters; leave it out where there is none`,
      );
    }
  },
);

Deno.test("outputs on memory of WebAssembly are stored, beside others", async () => {
  const { value } = await runStage(`export function run() {
    const { buffer } = new WebAssembly.Memory({ initial: 1 });
    const wasm = new Uint8Array(buffer, 2, 3).fill(7);
    return { x: [wasm, new Uint8Array([1, 2]), new Uint8Array(new ArrayBuffer(2, { maxByteLength: 9 }))] };
  }`);
  assertEquals(value, [new Uint8Array([7, 7, 7]), new Uint8Array([1, 2]), new Uint8Array(2)]);
});

Deno.test("progress is told while the stage runs, its end always", async () => {
  const notes: unknown[] = [];
  await runStage(
    `export function run({ progress }) {
      for (let done = 1; done <= 5; done++) progress({ done, total: 5, unit: "step" });
      return { x: 1 };
    }`,
    {},
    { observe: (event) => event.type === "stage-progress" && notes.push(event.progress.done) },
  );
  assertEquals(notes.at(-1), 5);
});

Deno.test("outputs that do not fit the declaration fail the stage, all named", async () => {
  const { stage } = await runStage(`export const run = () => ({ y: 1 });`);
  const message = failureOf(stage);
  assertStringIncludes(message, `"x" is declared but was not returned`);
  assertStringIncludes(message, `"y" was returned but is not declared`);
  assertEquals(stage.state === "failed" && stage.error.at, null);
  assertStringIncludes(
    failureOf((await runStage(`export const run = () => 5;`)).stage),
    "returned 5",
  );
});

Deno.test("an output that does not encode fails the stage and names the path", async () => {
  const { stage } = await runStage(`export const run = () => ({ x: { a: [1, NaN] } });`);
  assertStringIncludes(failureOf(stage), `Output "x" of stage "stage" cannot be stored`);
  assertStringIncludes(failureOf(stage), "a[1]");
});

Deno.test("a computed import is refused before anything runs", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": "export const run = (c) => import(c.params.name);" });
  using engine = openEngine({
    pipeline: definePipeline([nodeOf(folder.path, "stage")]),
    root: folder.path,
  });
  const error = await engine.plan().then(() => null, (error: Error) => error);
  assertStringIncludes(error?.message ?? "", "import");
});

Deno.test(
  "a stage that takes too long fails, and is tried again as often as it says",
  async () => {
    const retries: number[] = [];
    const { stage } = await runStage(
      `export async function run({ log }) { log("try"); await new Promise(() => {}); }`,
      { timeoutMs: 150, retries: 2 },
      { observe: (event) => event.type === "stage-retry" && retries.push(event.attempt) },
    );
    assertStringIncludes(failureOf(stage), "took longer than its 150 ms");
    assertEquals(stage.state === "failed" && stage.error.at, null);
    assertEquals(retries, [2, 3]);
  },
);

Deno.test("a cancelled stage stops where it reports progress, and leaves no record", async () => {
  const controller = new AbortController();
  const { run, stage } = await runStage(
    `export function run({ progress }) { for (;;) progress({ done: 0, total: 1, unit: "step" }); }`,
    {},
    {
      signal: controller.signal,
      observe: (event) => event.type === "stage-progress" && controller.abort(),
    },
  );
  assertEquals(run.outcome, "cancelled");
  assertEquals(stage.state === "failed" && stage.error, {
    kind: "stage",
    message: 'Stage "stage" was cancelled',
    at: null,
    cause: null,
  });
});
