import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { failureOf, runStage } from "../support/one_stage.ts";

/** The smallest module, and one that exports a function which returns 7. */
const MODULES = `
const empty = Uint8Array.fromHex("0061736d01000000");
const seven = Uint8Array.fromHex("0061736d01000000" + "0105016000017f" + "03020100" + "07050101660000" + "0a0601040041070b");
const wasm = (bytes) => new Response(bytes, { headers: { "content-type": "application/wasm" } });`;

/** Everything of a pure stage that returns a promise. */
const WAITING = `${MODULES}
const stream = (...chunks) => ReadableStream.from(chunks);
const gzip = Uint8Array.fromHex("1f8b080000000000000303000000000000000000");
const waits = {
  "crypto.subtle.digest": () => crypto.subtle.digest("SHA-256", new Uint8Array(1_000_000)),
  "a digest that is refused": () => crypto.subtle.digest("MD5", empty).catch(() => {}),
  "WebAssembly.compile": () => WebAssembly.compile(seven),
  "WebAssembly.compile of no module": () => WebAssembly.compile(new Uint8Array(1)).catch(() => {}),
  "WebAssembly.instantiate": () => WebAssembly.instantiate(seven),
  "WebAssembly.instantiate of a module": () => WebAssembly.instantiate(new WebAssembly.Module(seven)),
  "WebAssembly.compileStreaming": () => WebAssembly.compileStreaming(wasm(seven)),
  "WebAssembly.instantiateStreaming": () => WebAssembly.instantiateStreaming(Promise.resolve(wasm(seven))),
  ...Object.fromEntries(["text", "arrayBuffer", "bytes"].flatMap((key) => [
    ["Blob." + key, () => new Blob(["x".repeat(500_000), "y"])[key]()],
    ["Response." + key, () => new Response("x".repeat(500_000))[key]()],
    ["Response of a blob." + key, () => new Response(new Blob(["x".repeat(500_000)]))[key]()],
    ["Response of a stream." + key, () => new Response(stream(empty, seven))[key]()],
  ])),
  "Response.json": () => new Response("[]").json(),
  "Response.blob": () => new Response("x").blob(),
  "Blob.stream": () => Array.fromAsync(new Blob(["x".repeat(500_000)]).stream()),
  "ReadableStream.tee": () => Promise.all(stream(1, 2).tee().map((branch) => Array.fromAsync(branch))),
  "ReadableStream.pipeTo": () => stream(1, 2).pipeTo(new WritableStream()),
  "TransformStream": () => Array.fromAsync(stream(1, 2).pipeThrough(new TransformStream())),
  "TextDecoderStream": () => Array.fromAsync(stream(seven).pipeThrough(new TextDecoderStream())),
  "TextEncoderStream": () => Array.fromAsync(stream("x").pipeThrough(new TextEncoderStream())),
  "DecompressionStream": () => Array.fromAsync(stream(gzip).pipeThrough(new DecompressionStream("gzip"))),
  "WritableStream.abort": () => new WritableStream().abort("x"),
  "queueMicrotask": () => new Promise((resolve) => queueMicrotask(resolve)),
  "AsyncDisposableStack": () => new AsyncDisposableStack().disposeAsync(),
  "WebAssembly.promising": () => WebAssembly.promising(new WebAssembly.Instance(new WebAssembly.Module(seven)).exports.f)(),
};`;

Deno.test("all that a pure stage can wait for settles before the thread pool or a clock has a say", async () => {
  const { stage, value } = await runStage(`${WAITING}
export async function run() {
  const late = [];
  for (const [name, wait] of Object.entries(waits)) {
    let isSettled = false;
    const waiting = wait().then(() => isSettled = true);
    // Turns of this loop are all that happens: what comes from outside cannot get in.
    for (let turn = 0; turn < 1000 && !isSettled; turn++) await undefined;
    if (!isSettled) late.push(name);
    await waiting;
  }
  return { x: late };
}`);
  assertEquals(value, [], JSON.stringify(stage));
});

Deno.test("operations of one kind and of several end in the order of their calls", async () => {
  const { value } = await runStage(`${MODULES}
export async function run() {
  const order = [];
  const sizes = [9_000_000, 1, 3_000_000, 10, 500_000, 100];
  await Promise.all(sizes.map(async (size, i) => {
    await crypto.subtle.digest("SHA-256", new Uint8Array(size));
    order.push("digest " + i);
    await WebAssembly.compile(i % 2 === 0 ? seven : empty);
    order.push("compile " + i);
    await crypto.subtle.digest("SHA-512", new Uint8Array(size));
    order.push("again " + i);
  }));
  return { x: order };
}`);
  const indices = [0, 1, 2, 3, 4, 5];
  const expected = ["digest", "compile", "again"].flatMap((kind) =>
    indices.map((i) => `${kind} ${i}`)
  );
  assertEquals(value, expected);
});

Deno.test("digests are those of WebCrypto, and what it refuses is refused", async () => {
  const { value } = await runStage(`
const hex = async (algorithm, data) => new Uint8Array(await crypto.subtle.digest(algorithm, data)).toHex();
const abc = new TextEncoder().encode("abc");
const failure = (promise) => promise.then(() => "none", (error) => error.name);
export async function run() {
  const padded = new Uint8Array([0, ...abc, 0]);
  const digest = crypto.subtle.digest("SHA-1", abc);
  abc[0] = 0; // after the call, so it does not count
  const first = new Uint8Array(await digest).toHex();
  abc[0] = 97;
  return { x: [
    first,
    await hex({ name: "sha-256" }, new DataView(padded.buffer, 1, 3)),
    (await hex("SHA-384", abc)).slice(0, 16), (await hex("SHA-512", abc.buffer)).slice(0, 16),
    (await hex("SHA3-256", padded.subarray(1, 4))).slice(0, 16),
    (await crypto.subtle.digest("SHA-256", abc)) instanceof ArrayBuffer,
    await failure(crypto.subtle.digest("MD5", abc)), await failure(crypto.subtle.digest("SHA-1", "abc")),
    await failure(crypto.subtle.digest("SHA-1")), await failure(crypto.subtle.digest(undefined, abc)),
  ] };
}`);
  // The examples of FIPS 180-4 and FIPS 202.
  assertEquals(value, [
    "a9993e364706816aba3e25717850c26c9cd0d89d",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "cb00753f45a35e8b",
    "ddaf35a193617aba",
    "3a985da74fe225b2",
    true,
    ...["NotSupportedError", "TypeError", "TypeError", "NotSupportedError"],
  ]);
});

Deno.test("what is not awaited fails the stage by name", async () => {
  const cases = {
    "crypto.subtle.digest": `crypto.subtle.digest("SHA-256", empty).then(() => out.push(1))`,
    "WebAssembly.compile": `void WebAssembly.compile(empty)`,
    "WebAssembly.instantiate": `void WebAssembly.instantiate(empty)`,
  };
  for (const [name, call] of Object.entries(cases)) {
    for (const kind of ["", "async "]) {
      const { stage } = await runStage(`${MODULES}
export ${kind}function run() { const out = []; ${call}; return { x: out }; }`);
      assertStringIncludes(
        failureOf(stage),
        `${name} was still pending when \`run\` returned: await it`,
      );
    }
  }
});

Deno.test("a request or a body that is still read when the stage ends fails it", async () => {
  const answered = Promise.withResolvers<void>();
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => {
      if (request.url.endsWith("/whole")) return new Response("whole");
      const body = new ReadableStream<Uint8Array>({
        async start(controller) {
          controller.enqueue(new Uint8Array(1));
          await answered.promise;
          try {
            controller.close();
          } catch {
            // The reader has gone.
          }
        },
      });
      return new Response(body);
    },
  );
  const host = `127.0.0.1:${server.addr.port}`;
  const run = (code: string) =>
    runStage(`export async function run() { ${code} }`, { net: () => [host] });
  const whole = await run(
    `const r = await fetch("http://${host}/whole"); return { x: await r.text() };`,
  );
  assertEquals(whole.value, "whole");
  const request = await run(`void fetch("http://${host}/whole").catch(() => {}); return { x: 1 };`);
  assertStringIncludes(failureOf(request.stage), "fetch was still pending when `run` returned");
  const body = await run(
    `const r = await fetch("http://${host}/slow"); r.text().catch(() => {}); return { x: 1 };`,
  );
  assertStringIncludes(failureOf(body.stage), "Response.text was still pending");
  answered.resolve();
});

Deno.test("outputs are those that `run` returned: what happens afterwards changes nothing", async () => {
  const { value } = await runStage(`
export async function run() {
  const out = [1];
  const later = async () => { for (let turn = 0; turn < 50; turn++) await undefined; out.push(2); };
  void later();
  return { x: out };
}`);
  assertEquals(value, [1]);
});

Deno.test("a report of progress is read once at every call, however often one is passed on", async () => {
  let told = 0;
  const { value } = await runStage(
    `export function run({ progress }) {
      let reads = 0;
      const report = { total: 1e9, unit: "step", get done() { return ++reads; }, get note() { reads += 1; return "n"; } };
      for (let call = 0; call < 5000; call++) progress(report);
      return { x: reads };
    }`,
    {},
    { observe: (event) => event.type === "stage-progress" && (told += 1) },
  );
  assertEquals(value, 10_000);
  assert(told < 5000);
});
