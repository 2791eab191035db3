import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Fences, raiseFences } from "../../lib/engine/sandbox/fences.ts";
import {
  AMBIENT_MEMBERS,
  NET_GLOBALS,
  PURE_GLOBALS,
  TIMERS,
} from "../../lib/engine/sandbox/globals.ts";
import { workerOptions } from "../../lib/engine/sandbox/worker.ts";
import { failureOf, runStage } from "../support/one_stage.ts";

/** What a stage may replace to get hold of what the sandbox works with; each puts it into `seen`. */
const TRAPS: Readonly<Record<string, string>> = {
  "Array.prototype.map": `
    const { map } = Array.prototype;
    Array.prototype.map = function (f) { seen.push(...this); return Reflect.apply(map, this, [f]); };`,
  "the iterator of lists": `
    const iterate = Array.prototype[Symbol.iterator];
    Array.prototype[Symbol.iterator] = function () { if (isFrame(this[0])) seen.push(this[0]); return Reflect.apply(iterate, this, []); };`,
  "Symbol.toPrimitive": `
    Object.prototype[Symbol.toPrimitive] = function () { seen.push(this); return "x"; };`,
  "Object.prototype.toString": `
    const { toString } = Object.prototype;
    Object.prototype.toString = function () { seen.push(this); return Reflect.apply(toString, this, []); };`,
  "WeakMap.prototype.set": `
    const { set } = WeakMap.prototype;
    WeakMap.prototype.set = function (key, value) { seen.push(value); return Reflect.apply(set, this, [key, value]); };`,
  "Reflect.get and Reflect.apply": `
    const { get, apply } = Reflect;
    Reflect.get = (...given) => { seen.push(...given); return get(...given); };
    Reflect.apply = (...given) => { seen.push(...given); return apply(...given); };`,
  "traps of proxies": `
    Object.prototype.apply = (target, self, given) => { seen.push(target); return target; };
    Object.prototype.get = (target, key) => { seen.push(target); return target[key]; };`,
};

Deno.test("what a stage replaces sees no frame of a stack and no address of the worker", async () => {
  for (const [name, trap] of Object.entries(TRAPS)) {
    const { stage, value } = await runStage(`
const seen = [];
const isFrame = (value) => typeof value?.getFileName === "function";
export async function run() {
  ${trap}
  const stacks = [new Error("made").stack];
  try { null.x } catch (error) { stacks.push(error.stack); }
  try { structuredClone(() => {}) } catch (error) { stacks.push(error.stack); }
  try { new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer } catch (error) { stacks.push(error.stack); }
  await crypto.subtle.digest("SHA-256", new Uint8Array(1));
  try { Response.redirect("/x") } catch (error) { stacks.push(error.message); }
  const frames = [];
  let shared = 0;
  for (let i = 0; i < seen.length; i++) {
    if (isFrame(seen[i])) frames.push(String(seen[i].getFileName()));
    if (typeof seen[i] === "string") stacks.push(seen[i]);
    try { if (Object.getPrototypeOf(seen[i]).constructor.name === "SharedArrayBuffer") shared += 1; } catch {}
  }
  const texts = [];
  for (let i = 0; i < stacks.length; i++) if (/blob:|file:|ext:|stage\\.ts/.test(stacks[i])) texts.push(stacks[i]);
  return { x: [frames, texts, shared] };
}`);
    assertEquals(value, [[], [], 0], `${name}: ${JSON.stringify(stage)}`);
  }
});

Deno.test("what the runtime looks up when it reports an error or calls itself cannot be replaced", async () => {
  const { value } = await runStage(`
const functions = Object.getPrototypeOf(() => {});
export function run() {
  const replaced = [];
  for (const [holder, key] of [[globalThis, "Error"], [globalThis, "dispatchEvent"], [functions, "call"], [functions, "apply"], [functions, "bind"]]) {
    const ways = [
      () => { holder[key] = () => true; },
      () => Object.defineProperty(holder, key, { value: () => true }),
      () => { delete holder[key]; },
    ];
    for (const way of ways) try { way(); replaced.push(key); } catch {}
  }
  return { x: replaced };
}`);
  assertEquals(value, []);
});

Deno.test("a stage cannot notice when a report of progress is passed on: that would be a clock", async () => {
  const { stage, value } = await runStage(`
const define = Object.defineProperty;
const without = (fields) => Object.assign(Object.create(null), fields);
const reached = new Set();
const queue = [globalThis, [].values(), new Map().entries(), new Uint8Array(1), (function* () {})(), Promise.resolve()];
while (queue.length > 0) {
  const found = queue.pop();
  if (found === null || !["object", "function"].includes(typeof found) || reached.has(found)) continue;
  reached.add(found);
  queue.push(Object.getPrototypeOf(found));
  for (const key of Reflect.ownKeys(found)) {
    const { value, get, set } = Object.getOwnPropertyDescriptor(found, key);
    queue.push(value, get, set);
  }
}
export function run({ progress }) {
  const seen = [];
  let isOn = false;
  const undo = [];
  const watch = (holder, key, given) => {
    const get = () => { if (isOn) seen[seen.length] = String(key); return given; };
    const set = function (value) { define(this, key, without({ value, writable: true, configurable: true })); };
    const before = Object.getOwnPropertyDescriptor(holder, key);
    undo.push(() => before === undefined ? delete holder[key] : define(holder, key, before));
    define(holder, key, without({ get, set, configurable: true }));
  };
  const symbols = [Symbol.for("Deno.core.hostObject"), Symbol.for("Deno.core.hostObjectBrand")];
  for (const holder of reached) {
    for (const key of holder === globalThis ? [] : Reflect.ownKeys(holder)) {
      const { value, configurable } = Object.getOwnPropertyDescriptor(holder, key);
      if (typeof value === "function" && configurable) watch(holder, key, value);
      if (typeof key === "symbol") symbols.push(key);
    }
  }
  const names = ["transfer", "then", "toJSON", "type", "note", "hostObjects", "transferredArrayBuffers", "forStorage"];
  for (const key of new Set([...symbols, ...names])) {
    if (!Object.hasOwn(Object.prototype, key)) watch(Object.prototype, key, undefined);
  }
  const watched = undo.length;
  const report = without({ done: 1, total: 2, unit: "row", note: "x" });
  isOn = true;
  progress(report); // the first one is always passed on
  isOn = false;
  for (let i = watched - 1; i >= 0; i--) undo[i]();
  return { x: [watched > 300, seen] };
}`);
  assertEquals(value, [true, []], JSON.stringify(stage));
});

Deno.test("a stage gets hold of the engine's listeners, and can neither change nor use them", async () => {
  const { stage, value } = await runStage(`
let runs = 0;
export async function run({ params, settings, files }) {
  runs += 1;
  const held = Object.getOwnPropertySymbols(globalThis).find((key) => globalThis[key]?.listeners);
  const { listeners } = globalThis[held];
  const changes = [
    () => { globalThis[held] = { listeners: {} }; },
    () => { delete globalThis[held]; },
    () => { listeners.error = []; },
    () => { delete listeners.unhandledrejection; },
    () => { listeners.unhandledrejection.pop(); },
    () => { listeners.message.push({ callback() {}, options: {} }); },
    () => { listeners.message[0].callback = () => {}; },
    () => { listeners.message[0].options.once = true; },
  ];
  const made = [];
  changes.forEach((change, i) => { try { change(); made.push(i); } catch {} });
  const start = { role: "stage", inputs: {}, params, settings, files, threads: 0, cancel: new Int32Array(1) };
  if (runs === 1) listeners.message[0].callback({ data: start });
  for (let turn = 0; turn < 100; turn++) await undefined;
  return { x: [made, runs] };
}`);
  assertEquals(value, [[], 1], JSON.stringify(stage));
});

Deno.test("a rejection that a stage tries to hide from the engine fails it all the same", async () => {
  const { stage } = await runStage(`
export function run() {
  const held = Object.getOwnPropertySymbols(globalThis).find((key) => globalThis[key]?.listeners);
  try { globalThis[held].listeners.unhandledrejection[0].callback = (event) => event.preventDefault(); } catch {}
  Promise.reject(new Error("nobody handles this"));
  return { x: 1 };
}`);
  assertStringIncludes(failureOf(stage), "nobody handles this");
});

/** What a worker says whose source is this. */
async function saidBy(source: string, options: WorkerOptions): Promise<unknown> {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const worker = new Worker(url, options);
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
  try {
    return await promise;
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
}

Deno.test("every ambient member is refused where it stands, also where no global leads to it", async () => {
  const ambient = [...AMBIENT_MEMBERS, ...TIMERS];
  const allowed = [...PURE_GLOBALS, ...NET_GLOBALS];
  const members = [
    ...["URL.createObjectURL", "URL.revokeObjectURL", "Response.formData", "Request.formData"],
    ...["Event.timeStamp", "AbortSignal.timeout"],
  ];
  const fences: Fences = { allowed, ambient, exactMath: [], advice: {} };
  const source = `
const post = postMessage.bind(globalThis);
const places = ${JSON.stringify(members)}.flatMap((full) => {
  const [name, key] = full.split(".");
  const owner = globalThis[name];
  return [owner, owner.prototype].filter((holder) => Object.hasOwn(holder, key)).map((holder) => [holder, key, full]);
});
const forbid = (holder, key, name) => Reflect.defineProperty(holder, key, { get() { throw new Error("refused " + name); } });
(${raiseFences})(${JSON.stringify(fences)}, forbid);
post(places.map(([holder, key, full]) => {
  try { holder[key]; return full + " is there"; } catch (error) { return error.message; }
}));`;
  const said = await saidBy(source, { type: "module" });
  assertEquals(said, members.map((name) => `refused ${name}`));
});

Deno.test("an event tells a stage no time", async () => {
  const { value } = await runStage(`
export async function run() {
  let signal;
  const stream = new WritableStream({ start: (controller) => { signal = controller.signal; } });
  const told = [];
  const listen = (name, value) => { try { signal[name] = value; } catch (error) { told.push(error.message); } };
  listen("onabort", (event) => told.push(event.timeStamp));
  await stream.abort("x");
  return { x: told };
}`);
  assertEquals(Array.isArray(value) && value.filter((text) => typeof text !== "string"), []);
});

Deno.test("messages of errors hold nothing that is drawn at random", async () => {
  const code = `
const tries = {
  redirect: () => Response.redirect("/x"),
  redirectEmpty: () => Response.redirect(""),
  url: () => new URL("/x"),
  pattern: () => new URLPattern("/x"),
  request: () => new Request("/x"),
  again: () => new Request.prototype.constructor("x"),
  fetch: () => fetch("./x"),
};
export async function run() {
  const messages = [];
  for (const attempt of Object.values(tries)) {
    try { await attempt(); messages.push("nothing was thrown"); } catch (error) { messages.push(error.message); }
  }
  return { x: messages };
}`;
  const messages = async (more: object): Promise<unknown> => (await runStage(code, more)).value;
  const pure = await messages({});
  assertEquals(pure, await messages({}));
  const net = await messages({ net: () => ["localhost:1"] });
  assertEquals(net, await messages({ net: () => ["localhost:1"] }));
  const all = JSON.stringify([pure, net]);
  assertEquals(/blob:|nothing was thrown/.test(all), false, all);
  assertStringIncludes(all, "Invalid URL: '/x'");
});

Deno.test("whole URLs are taken as ever", async () => {
  const { value } = await runStage(
    `export function run() {
      const request = new Request("http://localhost:1/x", { method: "POST" });
      const again = new Request(request, { headers: { a: "b" } });
      class Own extends Request {}
      const own = new Own(new URL("http://localhost:1/y"));
      const redirected = Response.redirect("http://localhost:1/z", 303);
      return { x: [again.url, again.method, again.headers.get("a"), own.url, own instanceof Own,
        request instanceof Request, redirected.status, redirected.headers.get("location")] };
    }`,
    { net: () => ["localhost:1"] },
  );
  const at = (path: string): string => `http://localhost:1/${path}`;
  assertEquals(value, [at("x"), "POST", "b", at("y"), true, true, 303, at("z")]);
});

Deno.test("beneath the fences, a stage's worker has no permission but the hosts that are declared", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // No prelude: only what the runtime itself refuses.
    const attempts = {
      read: `Deno.readTextFileSync("/etc/hosts")`,
      readFolder: `[...Deno.readDirSync(${JSON.stringify(folder)})]`,
      write: `Deno.writeTextFileSync(${JSON.stringify(folder)} + "/x", "x")`,
      env: `Deno.env.get("HOME")`,
      run: `new Deno.Command(Deno.execPath()).outputSync()`,
      ffi: `Deno.dlopen("libc.so.6", {})`,
      sys: `Deno.hostname()`,
      net: `await Deno.connect({ hostname: "127.0.0.1", port: 2 })`,
      import: `await import(["https://127.0.0.1:2", "x.ts"].join("/"))`,
      file: `await import(${JSON.stringify(import.meta.url)} + "#again")`,
      declared: `await Deno.connect({ hostname: "127.0.0.1", port: 1 })`,
    };
    const code = Object.entries(attempts).map(([name, attempt]) =>
      `try { ${attempt}; found.${name} = "done"; } catch (error) { found.${name} = error.name + ": " + error.message; }`
    );
    const source = `const found = {}; ${code.join("\n")} postMessage(found);`;
    const found = async (hosts: readonly string[]) =>
      await saidBy(source, workerOptions("stage", hosts)) as Readonly<Record<string, string>>;
    const pure = await found([]);
    for (const [name, outcome] of Object.entries(pure)) {
      assertMatch(outcome, /^NotCapable: |Requires (import|read) access/, name);
    }
    const net = await found(["127.0.0.1:1"]);
    assertEquals(Object.keys(net).filter((name) => net[name] !== pure[name]), ["declared"]);
    assertMatch(net["declared"]!, /^ConnectionRefused/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
