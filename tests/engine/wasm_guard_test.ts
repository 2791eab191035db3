import { assertEquals, assertMatch } from "@std/assert";
import { runStage } from "../support/one_stage.ts";
import { codeModule, leb } from "../support/wasm_module.ts";

const VECTOR = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
const ADDRESS = [0x41, 0];

/** Bodies that no stage may compile without threads; those of atomic waits it may with them. */
const RELAXED: Readonly<Record<string, number[]>> = {
  "f32x4.relaxed_madd": [...VECTOR, ...VECTOR, ...VECTOR, 0xfd, ...leb(0x105), 0x1a],
  "the same, padded": [...VECTOR, ...VECTOR, ...VECTOR, 0xfd, ...leb(0x105, 4), 0x1a],
  "i8x16.relaxed_swizzle": [...VECTOR, ...VECTOR, 0xfd, ...leb(0x100), 0x1a],
  "i32x4.relaxed_dot": [...VECTOR, ...VECTOR, ...VECTOR, 0xfd, ...leb(0x113, 3), 0x1a],
  "in a block that is never entered": [
    0x02,
    0x40,
    0x0c,
    0,
    ...VECTOR,
    ...VECTOR,
    0xfd,
    ...leb(0x10d),
    0x1a,
    0x0b,
  ],
};
const WAITS: Readonly<Record<string, number[]>> = {
  "memory.atomic.wait32": [...ADDRESS, 0x41, 0, 0x42, 0, 0xfe, 0x01, 2, 0, 0x1a],
  "memory.atomic.wait64, padded": [...ADDRESS, 0x42, 0, 0x42, 0, 0xfe, ...leb(0x02, 5), 3, 0, 0x1a],
};
/** Bodies that look like those but are not: the numbers stand in constants. */
const HARMLESS: Readonly<Record<string, number[]>> = {
  "bytes of a constant": [
    0xfd,
    0x0c,
    0xfd,
    0x85,
    0x02,
    0xfe,
    0x01,
    2,
    0,
    ...new Array<number>(9).fill(0),
    0x1a,
  ],
  "memory.atomic.notify": [...ADDRESS, 0x41, 0, 0xfe, 0x00, 2, 0, 0x1a],
  "f32x4.add": [...VECTOR, ...VECTOR, 0xfd, ...leb(0xe4), 0x1a],
};

/** Every way from bytes to a module; each gives what it made. */
const WAYS = `
const response = (bytes) => new Response(bytes, { headers: { "content-type": "application/wasm" } });
const ways = {
  "new Module": (bytes) => new WebAssembly.Module(bytes),
  "Reflect.construct": (bytes) => Reflect.construct(WebAssembly.Module, [bytes]),
  "a class of its own": (bytes) => new (class extends WebAssembly.Module {})(bytes),
  "constructor of a module": (bytes) =>
    new (new WebAssembly.Module(Uint8Array.fromHex("0061736d01000000")).constructor)(bytes),
  compile: (bytes) => WebAssembly.compile(bytes),
  instantiate: (bytes) => WebAssembly.instantiate(bytes),
  compileStreaming: (bytes) => WebAssembly.compileStreaming(response(bytes)),
  instantiateStreaming: (bytes) => WebAssembly.instantiateStreaming(Promise.resolve(response(bytes))),
};`;

/** What each way said to each module, `""` where it took it; last, what \`validate\` said. */
async function outcomes(
  modules: readonly Uint8Array[],
  more: object,
): Promise<readonly (readonly string[])[]> {
  const { stage, value } = await runStage(
    `${WAYS}
export const thread = () => {};
export async function run() {
  const found = [];
  for (const hex of ${JSON.stringify(modules.map((bytes) => bytes.toHex()))}) {
    const bytes = Uint8Array.fromHex(hex);
    const said = [];
    for (const way of Object.values(ways)) {
      try { await way(bytes); said.push(""); } catch (error) { said.push(error.message); }
    }
    found.push([...said, String(WebAssembly.validate(bytes))]);
  }
  return { x: found };
}`,
    more,
  );
  if (stage.state !== "ran") throw new Error(JSON.stringify(stage));
  return value as string[][];
}

const shared = (bodies: Readonly<Record<string, number[]>>): Uint8Array[] =>
  Object.values(bodies).map((body) => codeModule(body, { isShared: true }));

const THREADED = { settings: {}, threads: () => 1, thread: () => {} };

Deno.test("relaxed SIMD is refused at every way to a module, in every encoding", async () => {
  for (const more of [{}, THREADED]) {
    for (const said of await outcomes(shared(RELAXED), more)) {
      const refused =
        /may not use a WebAssembly module with relaxed SIMD, instruction 0xfd 0x1[01]/;
      for (const text of said.slice(0, -1)) assertMatch(text, refused);
      assertEquals(said.at(-1), "false");
    }
  }
});

Deno.test("waits on memory are refused without threads, and taken with them", async () => {
  for (const said of await outcomes(shared(WAITS), {})) {
    const refused =
      /memory\.atomic\.wait, instruction 0xfe 0x[12] at byte \d+: .*declare `threads`/;
    for (const text of said.slice(0, -1)) assertMatch(text, refused);
    assertEquals(said.at(-1), "false");
  }
  for (const said of await outcomes(shared(WAITS), THREADED)) {
    assertEquals([...new Set(said)], ["", "true"]);
  }
});

Deno.test("modules that compute the same everywhere are taken, and V8 refuses what is no module", async () => {
  for (const said of await outcomes(shared(HARMLESS), {})) {
    assertEquals([...new Set(said)], ["", "true"]);
  }
  const invalid = codeModule([0x6a, 0xfd, ...leb(0x105)], { isShared: false });
  for (const said of await outcomes([invalid, new Uint8Array(3)], {})) {
    for (const text of said.slice(0, -1)) assertMatch(text, /^WebAssembly\.Module\(\)/);
    assertEquals(said.at(-1), "false");
  }
});

Deno.test("what is looked into is what is compiled, whatever the stage does to its bytes meanwhile", async () => {
  const hex = codeModule(RELAXED["f32x4.relaxed_madd"]!, { isShared: false }).toHex();
  const { value } = await runStage(
    `export const thread = () => {};
export function run() {
  const bad = Uint8Array.fromHex("${hex}");
  const empty = Uint8Array.fromHex("0061736d01000000");
  const lying = (key, value) => Object.defineProperty(bad.slice(), key, { get: () => value });
  const resizable = (length, maxByteLength) => {
    const view = new Uint8Array(new ArrayBuffer(length, { maxByteLength }));
    view.set(bad.subarray(0, length));
    return view;
  };
  const shared = new Uint8Array(new SharedArrayBuffer(bad.length));
  shared.set(bad);
  const views = {
    "own buffer": lying("buffer", empty.buffer),
    "own length": lying("byteLength", 8),
    "own elements": lying("length", 8),
    "a shared buffer": shared,
    "a resizable buffer": resizable(bad.length, bad.length * 2),
    "a plain buffer": bad.buffer,
    "a view of data": new DataView(bad.buffer),
    "a part of a buffer": new Uint8Array([0, ...bad, 0]).subarray(1, -1),
    "other prototypes": Object.setPrototypeOf(bad.slice(), Array.prototype),
  };
  const prototype = Object.getPrototypeOf(Uint8Array.prototype);
  for (const key of ["buffer", "byteOffset", "byteLength", "length"]) {
    Object.defineProperty(prototype, key, { get: () => key === "buffer" ? empty.buffer : key === "byteOffset" ? 0 : 8 });
  }
  prototype.set = () => {};
  Math.floor = () => 0;
  Array.prototype[0x1d] = "";
  WebAssembly.validate = () => false;
  const taken = [];
  for (const name in views) {
    try { new WebAssembly.Module(views[name]); taken.push(name); } catch (error) {
      if (!/relaxed SIMD/.test(error.message)) taken.push(name + ": " + error.message);
    }
  }
  return { x: taken };
}`,
    THREADED,
  );
  assertEquals(value, []);
});

Deno.test("modules and instances work as ever", async () => {
  const { value } = await runStage(`
const bytes = Uint8Array.fromHex("0061736d01000000" + "0105016000017f" + "03020100" + "07050101660000" + "0a0601040041070b");
export async function run() {
  const module = new WebAssembly.Module(bytes);
  const both = await WebAssembly.instantiate(bytes, {});
  const instance = await WebAssembly.instantiate(module);
  const refusal = (make) => { try { make(); return "none"; } catch (error) { return error.name; } };
  return { x: [
    module instanceof WebAssembly.Module, both.module instanceof WebAssembly.Module,
    both.instance.exports.f(), instance.exports.f(), new WebAssembly.Instance(module).exports.f(),
    WebAssembly.Module.exports(module)[0].name, WebAssembly.Module.name, WebAssembly.Module.length,
    refusal(() => WebAssembly.Module(bytes)), refusal(() => new WebAssembly.Module("x")), refusal(() => new WebAssembly.Module()),
    await WebAssembly.compileStreaming(new Response(bytes)).catch((error) => error.name),
    await WebAssembly.compile(5).catch((error) => error.name),
  ] };
}`);
  assertEquals(value, [
    ...[true, true, 7, 7, 7, "f", "Module", 1],
    ...["TypeError", "TypeError", "TypeError", "TypeError", "TypeError"],
  ]);
});

Deno.test("no member of a memory gives a stage without threads a shared buffer", async () => {
  const { value } = await runStage(`export function run() {
    const memory = () => new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    const kind = (value) => { try { return Object.prototype.toString.call(value); } catch { return ""; } };
    const ways = [], shared = [];
    for (const made of [memory(), structuredClone(memory())]) {
      for (const key of Reflect.ownKeys(WebAssembly.Memory.prototype)) {
        if (key === "constructor") continue;
        const { get, value } = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, key);
        for (const way of [get, value].filter((way) => typeof way === "function")) {
          try { if (/Shared/.test(kind(way.call(made, 0)))) shared.push(String(key)); ways.push(String(key)); }
          catch (error) { if (/may not use SharedArrayBuffer/.test(error.message)) ways.push(String(key)); else throw error; }
        }
      }
    }
    return { x: [shared, ["buffer", "grow", "toFixedLengthBuffer", "toResizableBuffer"].filter((key) => !ways.includes(key))] };
  }`);
  assertEquals(value, [[], []]);
});
