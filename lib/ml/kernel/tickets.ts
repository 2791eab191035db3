/**
 * Work for several threads as numbered tickets: whoever is free takes the next one. A thread that the
 * system does not let run takes none, so nobody waits for it.
 *
 * Tickets are never reused. So one that was taken is valid, and its work is the work that was going on
 * when it was issued: that does not end before all its tickets are finished.
 *
 * @module
 */

/** Counters in memory that all threads share. */
export interface Tickets {
  readonly counts: Int32Array<SharedArrayBuffer>;
  /** By place: the last ticket that was finished there. */
  readonly finished: Int32Array<SharedArrayBuffer>;
}

/** Indices of `counts`: tickets issued and taken, calls for help, whether there is no more to come. */
const ISSUED = 0, TAKEN = 1, CALLS = 2, CLOSED = 3;

/**
 * How often a thread looks before it sleeps, some 50 µs. To be woken takes 100 µs; to look for longer
 * would keep a processor from others.
 */
const LOOKS = 1000;

/** No tickets yet, and some places for finished ones. */
export function openTickets(places: number): Tickets {
  const words = (count: number) => new Int32Array(new SharedArrayBuffer(4 * count));
  return { counts: words(4), finished: words(places).fill(-1) };
}

/** The ticket that is issued next. */
export function nextTicket({ counts }: Tickets): number {
  return Atomics.load(counts, ISSUED);
}

/** Issues all tickets before `end`, and calls for help if there are any new. For one thread alone. */
export function issue({ counts }: Tickets, end: number): void {
  if (Atomics.exchange(counts, ISSUED, end) !== end) call(counts);
}

/** Says that no more tickets will come. */
export function close({ counts }: Tickets): void {
  Atomics.store(counts, CLOSED, 1);
  call(counts);
}

function call(counts: Int32Array<SharedArrayBuffer>): void {
  Atomics.add(counts, CALLS, 1);
  Atomics.notify(counts, CALLS);
}

/** The next ticket, which nobody else gets; `null` if there is none. */
export function take({ counts }: Tickets): number | null {
  for (;;) {
    const ticket = Atomics.load(counts, TAKEN);
    if (ticket === Atomics.load(counts, ISSUED)) return null;
    if (Atomics.compareExchange(counts, TAKEN, ticket, ticket + 1) === ticket) return ticket;
  }
}

/** Says that a ticket's result is there. */
export function finish({ finished }: Tickets, place: number, ticket: number): void {
  Atomics.store(finished, place, ticket);
  Atomics.notify(finished, place);
}

/** Waits for a ticket's result; works on others in the meantime. */
export function waitFor(
  tickets: Tickets,
  place: number,
  ticket: number,
  work: (ticket: number) => void,
): void {
  for (;;) {
    const last = Atomics.load(tickets.finished, place);
    if (last === ticket) return;
    const other = take(tickets);
    if (other !== null) work(other);
    else waitWhile(tickets.finished, place, last);
  }
}

/** Works on tickets until there are no more to come. */
export function workOnAll(tickets: Tickets, work: (ticket: number) => void): void {
  const { counts } = tickets;
  for (;;) {
    const calls = Atomics.load(counts, CALLS);
    const ticket = take(tickets);
    if (ticket !== null) work(ticket);
    else if (Atomics.load(counts, CLOSED) === 1) return;
    else waitWhile(counts, CALLS, calls);
  }
}

/** Waits for a word to become another. */
function waitWhile(words: Int32Array<SharedArrayBuffer>, i: number, value: number): void {
  for (let looks = 0; looks < LOOKS; looks++) {
    if (Atomics.load(words, i) !== value) return;
    Atomics.pause();
  }
  Atomics.wait(words, i, value);
}
