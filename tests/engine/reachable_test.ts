import { assert, assertEquals } from "@std/assert";
import { NET_GLOBALS, PURE_GLOBALS } from "../../lib/engine/sandbox/globals.ts";
import { workerSource } from "../../lib/engine/sandbox/worker_source.ts";
import { runStage } from "../support/one_stage.ts";

/** Walks all that a stage can get hold of: from the globals, and from an instance of what they make. */
const WALK = `
async function* instances() {
  let controller, signal;
  new WritableStream({ start: (made) => { controller = made; signal = made.signal; } });
  yield* [controller, signal, new Response("x"), new Response("x").body, new Blob(["x"]).stream()];
  yield* [new ReadableStream(), new WritableStream(), new TransformStream(), new TextEncoderStream()];
  yield* [new DecompressionStream("gzip"), new URL("x:y"), new URLSearchParams("a=b").entries()];
  yield* [new Headers().entries(), new WebAssembly.Memory({ initial: 1 }), new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }), new DOMException("x")];
  yield* [(function* () {})(), (async function* () {})(), (function () { return arguments; })()];
  yield* [[].values(), [].values().map((x) => x), Iterator.from({ next() {} }), "a"[Symbol.iterator]()];
  yield* ["a".matchAll(/a/g), new Map().entries(), new Set().values(), Promise.resolve(), async () => {}];
  yield* [/a/.exec("a"), Promise.withResolvers(), Proxy.revocable({}, {}), Object.getOwnPropertyDescriptor({ get a() {} }, "a")];
  if (isNet) yield* [new Request("http://localhost:1/x"), new AbortController(), AbortSignal.abort()];
  try { Response.redirect("x") } catch (error) { yield error; }
  try { null.x } catch (error) { yield error; }
  try { structuredClone(() => {}) } catch (error) { yield error; }
  try { await new Response("x").json() } catch (error) { yield error; }
  try { await WebAssembly.compile(new Uint8Array(1)) } catch (error) { yield error; }
}

const { toString } = Object.getPrototypeOf(() => {});
const toText = (made) => Reflect.apply(toString, made, []);

export async function run(context) {
  const seen = new Map();
  const members = new Set();
  const refused = new Set();
  const texts = [];
  const queue = [["globalThis", globalThis], ["context", context]];
  for await (const made of instances()) queue.push(["instance", made]);
  const isObject = (value) => value !== null && (typeof value === "object" || typeof value === "function");
  while (queue.length > 0) {
    const [path, value] = queue.pop();
    if (!isObject(value) || seen.has(value)) continue;
    if (value instanceof Promise) value.catch(() => {});
    seen.set(value, path);
    queue.push([path + ".__proto__", Object.getPrototypeOf(value)]);
    for (const key of Reflect.ownKeys(value)) {
      const name = path + "." + String(key);
      const { get } = Object.getOwnPropertyDescriptor(value, key);
      queue.push([name, get]);
      try {
        const found = value[key];
        queue.push([name, found]);
        if (typeof found === "string") texts.push(found);
        members.add(String(key));
      } catch (error) {
        if (/may not use/.test(error.message)) refused.add(String(key));
        else { members.add(String(key)); texts.push(error.message); }
      }
    }
  }
  const constructors = [...seen.keys()].filter((value) =>
    typeof value === "function" && isObject(value.prototype) && Object.hasOwn(value.prototype, "constructor"));
  return { x: {
    constructors: [...new Set(constructors.map(({ name }) => name))].sort(),
    members: [...members].sort(),
    refused: [...refused].sort(),
    texts,
    sources: [...seen.keys()].filter((value) => typeof value === "function").map((made) => toText(made)),
  } };
}
`;

/** Constructors that have no global name; none of them knows anything of the machine or the time. */
const NAMELESS = [
  ..."TypedArray AbstractModuleSource EventTarget WorkerGlobalScope DedicatedWorkerGlobalScope"
    .split(" "),
  ..."AbortSignal WritableStreamDefaultController".split(" "),
  // members of WebAssembly
  ..."Module Instance Memory Table Global Tag Exception Suspending SuspendError".split(" "),
  ..."CompileError LinkError RuntimeError".split(" "),
  // the runtime's own, inside streams
  ..."Deferred LazyDeferred Queue".split(" "),
];

/** Names that sound of a clock, of chance or of the machine. */
const AMBIENT =
  /time|date|now|random|uuid|locale|lang|zone|modified|cpu|hardware|memory|env|host|user|gc/i;

/** Those that are none of it. */
const HARMLESS = [
  ..."RuntimeError Memory validate username host hostname hasRegExpGroups".split(" "),
  // these throw when they are called, see `sandbox_test.ts`
  ..."getRandomValues randomUUID".split(" "),
  // fields of the runtime that hold no more than a handle
  ..."TIMEOUT_ERR Symbol([[timerId]]) hasActivationBehavior Symbol(Deno.core.hostObject) Symbol(updateUrlSearch)"
    .split(" "),
];

interface Reached {
  readonly constructors: readonly string[];
  readonly members: readonly string[];
  readonly refused: readonly string[];
  readonly texts: readonly string[];
  /** Of functions. */
  readonly sources: readonly string[];
}

const isLowerCase = (name: string): boolean => /^[a-z_$]|^$/.test(name);

for (const kind of ["pure", "net"] as const) {
  Deno.test(`all that a ${kind} stage can reach is on the allow-list`, async () => {
    const more = kind === "net" ? { net: () => ["localhost:1"] } : {};
    const { stage, value } = await runStage(`const isNet = ${kind === "net"};${WALK}`, more);
    assertEquals(stage.state, "ran", JSON.stringify(stage));
    const { constructors, members, refused, texts, sources } = value as unknown as Reached;
    assert(members.length > 500, `only ${members.length} members were reached`);
    assert(refused.length > 100, `only ${refused.length} members were refused`);

    const allowed = [...PURE_GLOBALS, ...NAMELESS, ...(kind === "net" ? NET_GLOBALS : [])];
    const classes = constructors.filter((name) => !isLowerCase(name));
    assertEquals(classes.filter((name) => !allowed.includes(name)), []);
    const suspects = members.filter((name) => AMBIENT.test(name));
    const harmless = [
      ...HARMLESS,
      ...(kind === "net" ? ["setTimeout", "clearTimeout", "timeout"] : []),
    ];
    assertEquals(suspects.filter((name) => !harmless.includes(name)), []);
    assert(texts.length > 300, `only ${texts.length} texts were read`);
    // The engine's own functions: no key holds their text.
    const around = workerSource({
      ...{ stage: "stage", code: "", root: "/", hosts: [], mayShareMemory: false },
      map: JSON.stringify({ version: 3, sources: [], names: [], mappings: "" }),
    });
    assert(sources.length > 500, `only ${sources.length} functions were reached`);
    assertEquals(sources.filter((text) => text.length > 20 && around.includes(text)), []);
    assertEquals(texts.filter((text) => /file:|blob:|\/tmp|\/home|[A-Z]:\\/.test(text)), []);
  });
}

Deno.test("an error tells a stage neither file nor line, and the engine both", async () => {
  const { value } = await runStage(`export function run() {
    const stacks = [new Error("made").stack, new DOMException("dom", "DataError").stack];
    try { null.x } catch (error) { stacks.push(error.stack); }
    try { structuredClone(() => {}) } catch (error) { stacks.push(error.stack); }
    const tag = new WebAssembly.Tag({ parameters: [] });
    stacks.push(new WebAssembly.Exception(tag, [], { traceStack: true }).stack);
    const target = {};
    Error.captureStackTrace(target);
    return { x: [...stacks, target.stack] };
  }`);
  assertEquals(value, [
    "Error: made",
    "DataError: dom",
    "TypeError: Cannot read properties of null (reading 'x')",
    "DataCloneError: ()=>{} could not be cloned.",
    "[object WebAssembly.Exception]",
    "[object Object]",
  ]);
});
