/**
 * Programs that do the same work, timed by turns so that all meet the same weather.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { median } from "../processes.ts";
import { type LivePeer, startPeer } from "./live_peer.ts";
import { PeerError } from "./peer_error.ts";
import type { Facts } from "./rounds.ts";
import type { Times } from "./stopwatch.ts";

/** The folder of the peers' programs. */
export const FOLDER = fromFileUrl(new URL("./", import.meta.url));

/** One row of a table. */
export interface Peer {
  readonly name: string;
  /** See `rounds.ts` for what it is asked and answers. */
  readonly command: readonly string[];
  /** How to get what the command needs; empty for ours. */
  readonly install: string;
  /** Takes a round of its own only once in so many turns. Default: rounds in every turn. */
  readonly everyTurns?: number;
}

/** How far the loss of an epoch may be from ours: then both have done the same. */
const SAME_LOSS = 1e-3;

/** Which time counts: of one thread the processor's, of several the wall's. */
export type Clock = keyof Times;

/** How often: in each turn each peer has its rounds, one peer after the other. */
export interface Turns {
  readonly turns: number;
  readonly roundsATurn: number;
}

/** What came of a peer that did all its rounds. */
interface Result extends Facts {
  readonly times: readonly Times[];
}

/** Times of several peers. The first is what the others are compared with. */
export class Comparison {
  readonly #peers: readonly Peer[];
  readonly #clock: Clock;
  readonly #tolerance: number;
  readonly #results = new Map<string, Result>();
  readonly #dropped = new Map<string, PeerError>();

  /** @param tolerance how far a peer's loss may be from ours before its row says so */
  constructor(peers: readonly Peer[], clock: Clock, tolerance = SAME_LOSS) {
    this.#peers = peers;
    this.#clock = clock;
    this.#tolerance = tolerance;
  }

  /**
   * Runs all of them, by turns. One that cannot be started, or fails on its way, is dropped; its row
   * says why. Throws if that is the first: there is nothing to compare with.
   */
  async run({ turns, roundsATurn }: Turns): Promise<this> {
    await using stack = new AsyncDisposableStack();
    const going = new Map<Peer, LivePeer>();
    for (const peer of this.#peers) {
      const live = await this.#unlessItFails(peer, () => startPeer(peer.command, FOLDER));
      if (live !== null) going.set(peer, stack.use(live));
    }
    for (let turn = 0; turn < turns; turn++) {
      for (const [peer, live] of going) {
        const { everyTurns } = peer;
        if (turn % (everyTurns ?? 1) !== 0) continue;
        const count = everyTurns === undefined ? roundsATurn : 1;
        const isDone = await this.#unlessItFails(peer, () => live.rounds(count).then(() => true));
        if (isDone === null) going.delete(peer);
      }
    }
    for (const [peer, live] of going) {
      const facts = await this.#unlessItFails(peer, () => live.end());
      if (facts !== null) this.#results.set(peer.name, { ...facts, times: live.times });
    }
    return this;
  }

  async #unlessItFails<T>(peer: Peer, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      if (peer === this.#peers[0]) {
        throw new Error(`${peer.name}: ${error.message}`, { cause: error });
      }
      this.#dropped.set(peer.name, error);
      return null;
    }
  }

  /** The median time in seconds; `null` for a peer that was dropped. */
  median(name: string): number | null {
    const times = this.#times(name);
    return times.length === 0 ? null : median(times);
  }

  /** The shortest time, which others disturbed least; `null` for a peer that was dropped. */
  best(name: string): number | null {
    const times = this.#times(name);
    return times.length === 0 ? null : Math.min(...times);
  }

  #times(name: string): number[] {
    return (this.#results.get(name)?.times ?? []).map((times) => times[this.#clock]);
  }

  /** A table below a title. */
  print(title: string): void {
    console.log(`\n${title}\n\n${this.rows().join("\n")}`);
  }

  /** One line for each peer, in their order. */
  rows(): string[] {
    return this.#peers.map((peer) => `${peer.name.padEnd(32)} ${this.#row(peer)}`);
  }

  #row({ name, install }: Peer): string {
    const dropped = this.#dropped.get(name);
    if (dropped !== undefined) {
      return dropped.isMissing ? `missing: ${install}` : `failed: ${dropped.message}`;
    }
    const result = this.#results.get(name)!;
    const ours = this.#peers[0]!.name;
    const expected = this.#results.get(ours)!.loss;
    const isSame = Math.abs(result.loss - expected) <= this.#tolerance;
    return [
      cell(this.median(name)!, this.median(ours)!) + cell(this.best(name)!, this.best(ours)!),
      `loss ${result.loss.toFixed(5)}${isSame ? "" : ", which is not ours"}`,
      result.version,
      ...result.note === undefined ? [] : [result.note],
    ].join(" · ");
  }
}

function cell(seconds: number, base: number): string {
  return `${seconds.toFixed(4).padStart(8)} s ${(seconds / base).toFixed(2).padStart(6)} ×  `;
}
