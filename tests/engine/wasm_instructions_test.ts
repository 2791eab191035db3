import { assert, assertEquals, assertMatch } from "@std/assert";
import { instructionReader } from "../../lib/engine/sandbox/wasm_instructions.ts";
import { binaryFor } from "../../lib/ml/kernel/kernel_instance.ts";
import { codeModule, leb } from "../support/wasm_module.ts";

const PREFIXES = [0xfb, 0xfc, 0xfd, 0xfe];

/** Numbers from a seed, each from 0 up to below `limit`. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * limit);
  };
}

/** Where the instructions of a module begin. */
function places(module: Uint8Array): number[] {
  const found: number[] = [];
  const problem = instructionReader()(module, (_prefix, _code, at) => {
    found.push(at);
    return null;
  });
  assertEquals(problem, null);
  return found;
}

/** Bytes that are likely immediates: small indices, types, and the void block type. */
const IMMEDIATES = [0, 1, 2, 3, 4, 5, 6, 0x40, 0x70, 0x6f, 0x7f, 0x64, 0x63, 0x6e];
/** None, one, two, and three small ones. */
const SHORT: readonly number[][] = [
  [],
  ...IMMEDIATES.map((a) => [a]),
  ...IMMEDIATES.flatMap((a) => IMMEDIATES.map((b) => [a, b])),
  ...[0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].flatMap((b) => [0, 1].map((c) => [a, b, c]))),
];
/** `i32.const` 1 in five bytes, `drop`: an instruction read too short or too long misses its start. */
const MARK = [0x41, 0x81, 0x80, 0x80, 0x80, 0x00, 0x1a];
const UNREACHABLE = 0;

/**
 * Whether V8 takes this instruction with some immediates. Each time it does, the reader must read the
 * module to its end, and at least once with the mark behind it: some immediates reach into the mark.
 */
function isTaken(instruction: readonly number[], next: (limit: number) => number): boolean {
  let taken = 0;
  let marked = 0;
  const long = Array.from({ length: 100 }, () => {
    return Array.from({ length: next(20) }, () => IMMEDIATES[next(IMMEDIATES.length)]!);
  });
  for (const [attempt, immediates] of [...SHORT, ...long].entries()) {
    if (marked === 8) break;
    const before = [UNREACHABLE, ...instruction, ...immediates];
    const module = codeModule([...before, ...MARK, UNREACHABLE], { isShared: attempt % 2 === 0 });
    if (!WebAssembly.validate(module)) continue;
    taken += 1;
    const mark = module.length - codeModule.tail - MARK.length - 1;
    if (places(module).includes(mark)) marked += 1;
  }
  assertEquals(marked > 0, taken > 0, `${instruction} is read wrongly`);
  return taken > 0;
}

Deno.test("every instruction that V8 takes is read with its immediates", () => {
  const next = numbers(12345);
  let taken = 0;
  for (let code = 0; code < 0x100; code++) {
    if (!PREFIXES.includes(code) && isTaken([code], next)) taken += 1;
  }
  for (const prefix of PREFIXES) {
    for (let code = 0; code < 0x150; code++) {
      // Longer encodings of the same number are legal.
      if (isTaken([prefix, ...leb(code, next(2) === 0 ? 1 : 5)], next)) taken += 1;
    }
  }
  // V8 of Deno 2.9 takes 565; those with a body or many lanes stand below.
  assert(taken > 530, `V8 took ${taken} instructions`);
});

Deno.test("blocks, labels, lanes and long immediates are read to their end", () => {
  const bytes = (count: number): number[] => new Array<number>(count).fill(1);
  const bodies: Readonly<Record<string, number[]>> = {
    "block with a type by index": [0x02, 0x00, 0x0b],
    "block with a padded index": [0x02, 0x80, 0x80, 0x00, 0x0b],
    "block with a padded void type": [0x02, 0xc0, 0x7f, 0x0b],
    "loop with a reference type": [0x03, 0x63, 0x70, 0xd0, 0x70, 0x0b, 0x1a],
    "if, else": [0x41, 1, 0x04, 0x40, 0x01, 0x05, 0x01, 0x0b],
    "br_table": [0x41, 1, 0x0e, 3, 0, 0, 0x80, 0, 0],
    "select with a type": [0x41, 1, 0x41, 2, 0x41, 3, 0x1c, 1, 0x7f, 0x1a],
    "try, catch": [0x06, 0x40, 0x01, 0x07, 0, 0x01, 0x19, 0x01, 0x0b],
    "try, delegate": [0x06, 0x40, 0x01, 0x18, 0],
    "try_table": [0x02, 0x40, 0x1f, 0x40, 2, 0, 0, 0, 2, 0, 0x01, 0x0b, 0x0b],
    "f32.const": [0x43, 0x1a, 0x1a, 0x1a, 0x1a, 0x1a],
    "f64.const": [0x44, ...bytes(8), 0x1a],
    "v128.const": [0xfd, 0x0c, ...bytes(16), 0x1a],
    "i8x16.shuffle": [0x00, 0xfd, 0x0d, ...bytes(16), 0x1a],
    "v128.load8_lane": [0x00, 0xfd, 0x54, 0, 0, 3, 0x1a],
    "load from a memory by index": [0x41, 0, 0x28, 0x42, 1, 0, 0x1a],
    "store with a padded offset": [0x00, 0x36, 2, 0x80, 0x80, 0x00],
    "br_on_cast": [0x02, 0x6e, 0x00, 0xfb, 0x18, 3, 0, 0x6e, 0x6c, 0x0b, 0x1a],
  };
  for (const [name, body] of Object.entries(bodies)) {
    const module = codeModule([...body, ...MARK, UNREACHABLE], { isShared: false });
    assert(WebAssembly.validate(module), `V8 refuses ${name}`);
    const mark = module.length - codeModule.tail - MARK.length - 1;
    assert(places(module).includes(mark), `${name} is read wrongly`);
  }
});

Deno.test("a block whose type is a reference by index is one instruction, its index no other", () => {
  // Index 1 read as an instruction would be a nop.
  const body = [0x02, 0x64, 0x01, UNREACHABLE, 0x0b, 0x1a];
  const module = codeModule(body, { isShared: false });
  assert(WebAssembly.validate(module));
  const start = module.length - codeModule.tail - body.length;
  // block, unreachable, end, drop, and the end of the function
  assertEquals(places(module).map((at) => at - start), [0, 3, 4, 5, 6]);
});

Deno.test("modules that compilers made are read to their end", async () => {
  const { default: asc } = await import("assemblyscript/asc");
  const source = `
    export function sum(n: i32): f64 { let s: f64 = 0; for (let i = 0; i < n; i++) s += sqrt<f64>(i); return s }
    export function text(n: i32): string { return n.toString() + "!" }
    export function lanes(p: usize): i32 { return i32x4.extract_lane(v128.load(p), 3) }`;
  const { binary, error } = await asc.compileString(source, { enable: ["simd"], optimizeLevel: 3 });
  assert(binary !== null, String(error));
  const esbuild = await Deno.readFile(new URL(import.meta.resolve("esbuild-wasm/esbuild.wasm")));
  for (
    const [module, least] of [[binary, 500], [binaryFor(17), 1000], [esbuild, 1_000_000]] as const
  ) {
    assert(WebAssembly.validate(new Uint8Array(module)));
    const found = places(module);
    assert(found.length > least, `only ${found.length} instructions`);
  }
});

Deno.test("what is not known or does not fit is named", () => {
  const read = instructionReader();
  const problem = (body: number[]): string | null =>
    read(codeModule(body, { isShared: false }), () => null);
  assertMatch(problem([0xfd, ...leb(0x114, 4)]) ?? "", /not known, 0xfd 0x114 at byte \d+/);
  assertMatch(problem([0xe0]) ?? "", /not known, 0xe0 at byte \d+/);
  assertMatch(problem([0xfb, ...leb(0xffffffff, 5)]) ?? "", /not known, 0xfb 0xffffffff/);
  assertMatch(problem([0x44]) ?? "", /cannot be read at byte \d+: a function does not end/);
  const whole = codeModule([0x01], { isShared: false });
  assertMatch(
    read(whole.subarray(0, whole.length - codeModule.tail - 1), () => null) ?? "",
    /cannot be read at byte \d+: it ends too early/,
  );
  assertEquals(read(whole, (prefix, code) => prefix === 0 && code === 1 ? "a nop" : null), "a nop");
});

Deno.test("V8 takes no arithmetic of vectors and no access to memory as a constant expression", () => {
  const vector = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
  const global = (value: readonly number[]): Uint8Array<ArrayBuffer> =>
    new Uint8Array([
      0,
      0x61,
      0x73,
      0x6d,
      1,
      0,
      0,
      0,
      6,
      value.length + 4,
      1,
      0x7b,
      0,
      ...value,
      0x0b,
    ]);
  assert(WebAssembly.validate(global(vector)));
  const relaxed = [...vector, ...vector, ...vector, 0xfd, ...leb(0x105, 1)];
  assertEquals(WebAssembly.validate(global(relaxed)), false);
  assert(WebAssembly.validate(codeModule([...relaxed, 0x1a], { isShared: false })));
});
