/**
 * Threads that take sums together: the same sums as in `sums.ts`, to the last bit. Every thread
 * computes whole chunks; the leading one adds them up in their order.
 *
 * @module
 */
import type { Backend, SharedBackend, Summing, Sums } from "./backend.ts";
import { joinBackend } from "./open_backend.ts";
import { CHUNK, sumsOver } from "./sums.ts";
import {
  close,
  finish,
  issue,
  nextTicket,
  openTickets,
  type Tickets,
  waitFor,
  workOnAll,
} from "./tickets.ts";

/** Threads that can be started beside this one. */
export interface Helpers {
  /** 0 for none. */
  readonly count: number;
  /** Starts `count` of them; each must call `help` with this desk and its index, from 0. */
  start(desk: Desk, count: number): void;
}

/** Takes sums, until it is disposed of: that lets the helpers go. */
export interface Team extends Disposable {
  /** As `sumsOver` of `sums.ts`. */
  sumsOver(from: number, count: number, gradient: boolean): Sums;
}

/** What the threads share. Cloned into another thread, it is the same memory. */
export interface Desk {
  readonly backend: SharedBackend;
  readonly tickets: Tickets;
  /** The sum at hand: its first ticket, `from`, `count`, and 1 for a gradient. */
  readonly sum: Int32Array<SharedArrayBuffer>;
  /** Results of chunks by place. */
  readonly losses: Float64Array<SharedArrayBuffer>;
  readonly rights: Uint32Array<SharedArrayBuffer>;
}

/** Chunks that may lie on the desk for each thread: one at work, some for those that are ahead. */
const PLACES_A_THREAD = 4;

/** How many gradients so many threads need: the sum's, and those of chunks on their way to it. */
export function gradientsFor(threads: number): number {
  return threads === 1 ? 2 : 1 + PLACES_A_THREAD * threads;
}

/**
 * Starts the helpers, if there are any.
 *
 * @param backend with room for `gradientsFor(1 + helpers.count)` gradients
 */
export function openTeam(backend: Backend, helpers: Helpers): Team {
  const alone: Team["sumsOver"] = (from, count, gradient) =>
    sumsOver(backend, from, count, gradient);
  if (helpers.count === 0) return { sumsOver: alone, [Symbol.dispose]: () => {} };
  const desk = openDesk(backend.shared, gradientsFor(1 + helpers.count));
  helpers.start(desk, helpers.count);
  return {
    sumsOver: (from, count, gradient) =>
      count <= CHUNK
        ? alone(from, count, gradient)
        : sumsTogether(desk, backend, { from, count, gradient }),
    [Symbol.dispose]: () => close(desk.tickets),
  };
}

function openDesk(backend: SharedBackend, places: number): Desk {
  return {
    backend,
    tickets: openTickets(places),
    sum: new Int32Array(new SharedArrayBuffer(16)),
    losses: new Float64Array(new SharedArrayBuffer(8 * places)),
    rights: new Uint32Array(new SharedArrayBuffer(4 * places)),
  };
}

/** What a helper does until it is let go. */
export function help(desk: Desk, index: number): void {
  const own = joinBackend(desk.backend, 1 + index);
  workOnAll(desk.tickets, (ticket) => computeChunk(desk, own, ticket));
}

/** The leading thread's part: it issues, computes like the others, and adds. */
function sumsTogether(
  desk: Desk,
  backend: Backend,
  { from, count, gradient }: { from: number; count: number; gradient: boolean },
): Sums {
  backend.prepare();
  const { tickets, losses, rights } = desk;
  const first = nextTicket(tickets);
  desk.sum.set([first, from, count, gradient ? 1 : 0]);
  const chunks = Math.ceil(count / CHUNK);
  const ahead = losses.length - 1;
  let loss = 0;
  let right = 0;
  for (let c = 0; c < chunks; c++) {
    // No further than there are places: a chunk's is free once it is added.
    issue(tickets, first + Math.min(c + ahead, chunks));
    const place = placeOf(c, losses.length);
    waitFor(tickets, place, first + c, (ticket) => computeChunk(desk, backend, ticket));
    if (gradient && c > 0) backend.add(place);
    loss += losses[place]!;
    right += rights[place]!;
  }
  return { loss, right };
}

function computeChunk(desk: Desk, own: Summing, ticket: number): void {
  const { tickets, sum: [first, from, count, gradient], losses, rights } = desk;
  const c = ticket - first!;
  const start = c * CHUNK;
  const place = placeOf(c, losses.length);
  const into = gradient === 1 ? place : null;
  const { loss, right } = own.chunk(from! + start, Math.min(CHUNK, count! - start), into);
  losses[place] = loss;
  rights[place] = right;
  finish(tickets, place, ticket);
}

/** The first chunk's gradient is where the sum's will be; the others go round the places after it. */
function placeOf(chunk: number, places: number): number {
  return chunk === 0 ? 0 : 1 + (chunk - 1) % (places - 1);
}
