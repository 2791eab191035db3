/**
 * The SIMD kernel as a backend: its memory, and the images packed into it. The sparse form is made
 * once; pixels stay what they are, and the affine map that makes them features is algebra.
 *
 * @module
 */
import type { Backend } from "./backend.ts";
import { KERNEL } from "./binary.ts";
import { checkSize, countExamples, type Examples, initialize, strideOf } from "./examples.ts";

/** What `assembly/index.ts` exports. */
interface Exports {
  place(
    D: number,
    rowBytes: number,
    parameters: number,
    velocity: number,
    base: number,
    starts: number,
    labels: number,
  ): void;
  stand(scale: number, offset: number): void;
  pack(images: number, count: number, first: number, out: number): number;
  prepare(): void;
  chunk(rows: number, count: number, gradient: number, scratch: number): number;
  add(gradient: number, more: number): void;
  step(gradient: number, count: number, rate: number, momentum: number, l2: number): void;
}

const PAGE = 0x1_0000;
const MOST_PAGES = 0x1_0000;
const LINE = 64;
/** The 256 pixel values. */
const TABLE_BYTES = 1024;
/** As in `assembly/chunk.ts`. */
const GROUP = 8;
/** How far behind the last entry the kernel may read, to no effect. */
const READ_AHEAD = 256;
const STAGING_BYTES = 0x10_0000;

/** Where everything lies, in bytes. Entries come last: how many there are shows while packing. */
type Layout = ReturnType<typeof layoutOf>;

function layoutOf(examples: Examples, rows: number) {
  const { D, K } = examples;
  const rowBytes = strideOf(K) * 4;
  const N = countExamples(examples);
  let end = TABLE_BYTES;
  const take = (bytes: number): number => {
    const at = end;
    end = Math.ceil((end + bytes) / LINE) * LINE;
    return at;
  };
  const matrix = (D + 1) * rowBytes;
  return {
    rowBytes,
    matrix,
    parameters: take(matrix),
    velocity: take(matrix),
    gradient: take(matrix),
    part: take(matrix),
    base: take(rowBytes),
    scratch: take(GROUP * rowBytes),
    starts: take(4 * (N + 1)),
    labels: take(N),
    rows: take(4 * rows),
    staging: take(Math.max(STAGING_BYTES, D)),
    entries: end,
  };
}

/**
 * The kernel, made ready for these examples.
 *
 * @param rows how many numbers of examples there is room for
 *
 * @throws {RangeError} if it cannot hold them.
 */
export function kernelBackend(examples: Examples, rows: number): Backend {
  checkSize(examples);
  const at = layoutOf(examples, rows);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  reach(memory, at.entries);
  const kernel = instantiate(memory);
  kernel.place(
    examples.D,
    at.rowBytes,
    at.parameters,
    at.velocity,
    at.base,
    at.starts,
    at.labels,
  );
  kernel.stand(examples.scale, examples.offset);
  pack(kernel, memory, at, examples);

  const matrix = (place: number) => new Float32Array(memory.buffer, place, at.matrix / 4);
  const parameters = matrix(at.parameters);
  initialize(parameters, examples.K);
  const right = new Uint32Array(memory.buffer, at.scratch, 1);
  const gradients = { none: 0, first: at.gradient, next: at.part };
  return {
    parameters,
    velocity: matrix(at.velocity),
    gradient: matrix(at.gradient),
    rows: new Uint32Array(memory.buffer, at.rows, rows),
    prepare: kernel.prepare,
    chunk: (from, count, gradient) => {
      const loss = kernel.chunk(at.rows + 4 * from, count, gradients[gradient], at.scratch);
      return { loss, right: right[0]! };
    },
    add: () => kernel.add(at.gradient, at.part),
    step: (count, rate, momentum, l2) => kernel.step(at.gradient, count, rate, momentum, l2),
  };
}

function instantiate(memory: WebAssembly.Memory): Exports {
  const binary = Uint8Array.from(atob(KERNEL.replaceAll("\n", "")), (c) => c.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  return exports as unknown as Exports;
}

/** Copies and packs the images, about a megabyte at a time. */
function pack(kernel: Exports, memory: WebAssembly.Memory, at: Layout, examples: Examples): void {
  const { D } = examples;
  const block = Math.max(1, Math.floor(STAGING_BYTES / D));
  let first = 0;
  let out = at.entries;
  for (const { q, labels } of examples.parts) {
    new Uint8Array(memory.buffer).set(labels, at.labels + first);
    for (let i = 0; i < labels.length; i += block) {
      const count = Math.min(block, labels.length - i);
      // An entry a pixel at most, three more to fill up, one that is written and not kept.
      reach(memory, out + 4 * (count * (D + 3) + 1) + READ_AHEAD);
      new Uint8Array(memory.buffer).set(q.subarray(i * D, (i + count) * D), at.staging);
      out = kernel.pack(at.staging, count, first + i, out);
    }
    first += labels.length;
  }
}

/** Lets the memory reach up to a byte. */
function reach(memory: WebAssembly.Memory, end: number): void {
  const missing = Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE;
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch (cause) {
    throw new RangeError(
      `Cannot train: the images take more than ${Math.floor(end / 1e6)} MB of memory; ` +
        "use fewer or smaller ones",
      { cause },
    );
  }
}
