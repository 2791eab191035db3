/**
 * The memory that the instances of the kernel share: where everything lies in it.
 *
 * Letters: N examples, D pixels, K classes.
 *
 * @module
 */
import { countExamples, type Examples, type Room, strideOf } from "./examples.ts";

/** What an instance of the kernel needs to know. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly at: Layout;
  readonly D: number;
  readonly scale: number;
  readonly offset: number;
}

/** Places in bytes. Entries come last: how many there are shows while packing. */
export interface Layout {
  readonly rowBytes: number;
  /** Bytes of a matrix. */
  readonly matrix: number;
  readonly parameters: number;
  readonly velocity: number;
  /** One matrix after the other. */
  readonly gradients: number;
  readonly base: number;
  /** One of `scratchBytes` for each thread. */
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly starts: number;
  readonly labels: number;
  readonly rows: number;
  readonly staging: number;
  readonly entries: number;
}

/** How many bytes of images are packed at a time. */
export const STAGING_BYTES = 0x10_0000;

const PAGE = 0x1_0000;
const MOST_PAGES = 0x1_0000;
/** Of the processor's cache: no two threads write into the same one. */
const LINE = 64;
/** The 256 pixel values. */
const TABLE_BYTES = 1024;
/** As in `assembly/chunk.ts`. */
const GROUP = 8;

/**
 * Memory for these examples, up to where their entries begin.
 *
 * @throws {RangeError} if there is not so much memory.
 */
export function openKernelMemory(examples: Examples, room: Room): KernelMemory {
  const { D, scale, offset } = examples;
  const at = layoutOf(examples, room);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  reach(memory, at.entries);
  return { memory, at, D, scale, offset };
}

function layoutOf(examples: Examples, { rows, gradients, threads }: Room): Layout {
  const { D, K } = examples;
  const rowBytes = strideOf(K) * 4;
  const N = countExamples(examples);
  let end = TABLE_BYTES;
  const take = (bytes: number): number => {
    const at = end;
    end += wholeLines(bytes);
    return at;
  };
  const matrix = wholeLines((D + 1) * rowBytes);
  const scratchBytes = wholeLines(GROUP * rowBytes);
  return {
    rowBytes,
    matrix,
    parameters: take(matrix),
    velocity: take(matrix),
    gradients: take(gradients * matrix),
    base: take(rowBytes),
    scratch: take(threads * scratchBytes),
    scratchBytes,
    starts: take(4 * (N + 1)),
    labels: take(N),
    rows: take(4 * rows),
    staging: take(Math.max(STAGING_BYTES, D)),
    entries: end,
  };
}

function wholeLines(bytes: number): number {
  return Math.ceil(bytes / LINE) * LINE;
}

/**
 * Lets the memory reach up to a byte.
 *
 * @throws {RangeError} if there is not so much memory.
 */
export function reach(memory: WebAssembly.Memory, end: number): void {
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
