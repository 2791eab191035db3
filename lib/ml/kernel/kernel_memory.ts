/**
 * The memory that the instances of the kernel share, and its layout.
 *
 * Letters: N examples, D pixels, K classes.
 *
 * @module
 */
import { type Capacity, countExamples, type Examples, strideOf } from "./examples.ts";

/** The memory, and the numbers that an instance of the kernel needs beside it. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  readonly D: number;
  readonly scale: number;
  readonly offset: number;
}

/** Addresses and sizes in bytes. `assembly/layout.ts` explains the contents. */
export interface Layout {
  readonly rowBytes: number;
  readonly matrixBytes: number;
  readonly parameters: number;
  readonly velocity: number;
  /** One matrix after the other. */
  readonly gradients: number;
  readonly base: number;
  /** `scratchBytes` for each thread. */
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly starts: number;
  readonly labels: number;
  readonly rows: number;
  /** Images before they are packed. */
  readonly staging: number;
  /** Last: up to the end of the memory. */
  readonly entries: number;
}

/** Bytes of images that are packed at a time. */
export const STAGING_BYTES = 0x10_0000;

/** Bytes in a page of WebAssembly memory. */
export const PAGE = 0x1_0000;
/** Bytes that 32-bit addresses reach: 4 GiB. */
const MAX_BYTES = 0x1_0000 * PAGE;
/** Bytes of a cache line. Areas are aligned to it, so that no two threads write to the same line. */
const CACHE_LINE = 64;
/** Examples that the kernel computes together, as in `assembly/chunk.ts`. */
export const GROUP = 8;
/** Bytes of an entry. */
const ENTRY_BYTES = 4;
/** The number of entries of an image is a multiple of this. */
const ENTRIES_ALIGNMENT = 4;
/** Bytes behind the last entry that the kernel may read without effect, as in `assembly/chunk.ts`. */
export const READ_AHEAD = 256;

/**
 * Allocates memory that suffices for these examples even if no pixel is black. The memory never grows,
 * so that the kernel need not load its size again after each store. Pages that are never written to are
 * not taken from the system.
 *
 * @throws {RangeError} if the examples do not fit into 4 GiB or into the system's memory.
 */
export function openKernelMemory(examples: Examples, capacity: Capacity): KernelMemory {
  const { D, scale, offset } = examples;
  const layout = layoutOf(examples, capacity);
  if (layout.entries > MAX_BYTES) throw tooLarge(MAX_BYTES);
  const end = layout.entries + maxEntryBytes(countExamples(examples), D);
  const pages = Math.ceil(Math.min(end, MAX_BYTES) / PAGE);
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    return { memory, layout, D, scale, offset };
  } catch (cause) {
    throw tooLarge(pages * PAGE, { cause });
  }
}

/** Bytes that the entries of `count` images take at most, with the bytes that may be read behind them. */
export function maxEntryBytes(count: number, D: number): number {
  const perImage = ENTRIES_ALIGNMENT * Math.ceil(D / ENTRIES_ALIGNMENT);
  return ENTRY_BYTES * (count * perImage + 1) + READ_AHEAD;
}

/** The error for a training that does not fit into `bytes` of memory. */
export function tooLarge(bytes: number, options?: ErrorOptions): RangeError {
  const megabytes = Math.floor(bytes / 1e6);
  return new RangeError(
    `Cannot train: the images take more than ${megabytes} MB of memory; use fewer or smaller images`,
    options,
  );
}

function layoutOf(examples: Examples, { rows, gradients, threads }: Capacity): Layout {
  const { D, K } = examples;
  const rowBytes = strideOf(K) * 4;
  const N = countExamples(examples);
  let end = 0;
  const take = (bytes: number): number => {
    const start = end;
    end += wholeLines(bytes);
    return start;
  };
  const matrixBytes = wholeLines((D + 1) * rowBytes);
  const scratchBytes = wholeLines(GROUP * rowBytes);
  return {
    rowBytes,
    matrixBytes,
    parameters: take(matrixBytes),
    velocity: take(matrixBytes),
    gradients: take(gradients * matrixBytes),
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
  return Math.ceil(bytes / CACHE_LINE) * CACHE_LINE;
}
