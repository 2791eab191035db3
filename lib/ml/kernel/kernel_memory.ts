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

/** Places in bytes. */
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
  /** Last: up to the end of the memory. */
  readonly entries: number;
}

/** How many bytes of images are packed at a time. */
export const STAGING_BYTES = 0x10_0000;

/** How many bytes a page of memory has. */
export const PAGE = 0x1_0000;
const MOST_BYTES = 0x1_0000 * PAGE;
/** Of the processor's cache: no two threads write into the same one. */
const LINE = 64;
/** As in `assembly/chunk.ts`: examples that go through each step together. */
export const GROUP = 8;
/** Bytes of an entry, and how many each image has a multiple of. */
const ENTRY = 4;
const TOGETHER = 4;
/** As in `assembly/chunk.ts`: how far behind the last entry the kernel may read, to no effect. */
export const READ_AHEAD = 256;

/**
 * Memory for these examples, even if no pixel is black. It never grows: then the kernel need not look up
 * its size again after each number that it writes. What is not used is not taken from the system.
 *
 * @throws {RangeError} if there is not so much memory.
 */
export function openKernelMemory(examples: Examples, room: Room): KernelMemory {
  const { D, scale, offset } = examples;
  const at = layoutOf(examples, room);
  if (at.entries > MOST_BYTES) throw tooLarge(MOST_BYTES);
  const end = at.entries + mostEntryBytes(countExamples(examples), D);
  const pages = Math.ceil(Math.min(end, MOST_BYTES) / PAGE);
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    return { memory, at, D, scale, offset };
  } catch (cause) {
    throw tooLarge(pages * PAGE, { cause });
  }
}

/** What entries of `count` images take at most; they may be written up to there. */
export function mostEntryBytes(count: number, D: number): number {
  return ENTRY * (count * TOGETHER * Math.ceil(D / TOGETHER) + 1) + READ_AHEAD;
}

/** Says that a training does not fit. */
export function tooLarge(bytes: number, options?: ErrorOptions): RangeError {
  const megabytes = Math.floor(bytes / 1e6);
  return new RangeError(
    `Cannot train: that takes more than ${megabytes} MB of memory; use fewer or smaller images`,
    options,
  );
}

function layoutOf(examples: Examples, { rows, gradients, threads }: Room): Layout {
  const { D, K } = examples;
  const rowBytes = strideOf(K) * 4;
  const N = countExamples(examples);
  let end = 0;
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
