/**
 * Compares programs that do the same work. Their rounds alternate, so that other load on the machine affects
 * all alike.
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

/** A program of the comparison: one row of its table. */
export interface Peer {
  readonly name: string;
  /** Starts a process that follows the protocol of `rounds.ts`. */
  readonly command: readonly string[];
  /** How to install the programs that the command needs; empty for ours. */
  readonly install: string;
  /** Does one round in this many turns. Default: `roundsATurn` rounds in every turn. */
  readonly everyTurns?: number;
}

/** Largest difference to our loss at which a peer counts as having done the same work. */
const LOSS_TOLERANCE = 1e-3;

/** The time to compare: processor time for one thread, wall-clock time for several. */
export type Clock = keyof Times;

/** The number of rounds. In each turn all peers do their rounds, one peer after the other. */
export interface Turns {
  readonly turns: number;
  readonly roundsATurn: number;
}

/** The result of a peer that finished all rounds. */
interface Result extends Facts {
  readonly times: readonly Times[];
}

/** Times of several peers. The first peer is the baseline of the others. */
export class Comparison {
  readonly #peers: readonly Peer[];
  readonly #clock: Clock;
  readonly #tolerance: number;
  readonly #results = new Map<string, Result>();
  readonly #dropped = new Map<string, PeerError>();

  /** @param tolerance largest difference between a peer's loss and ours that its row does not report */
  constructor(peers: readonly Peer[], clock: Clock, tolerance = LOSS_TOLERANCE) {
    this.#peers = peers;
    this.#clock = clock;
    this.#tolerance = tolerance;
  }

  /**
   * Runs all peers. A peer that fails is dropped, and its row shows the reason.
   *
   * @throws {Error} if the first peer fails, because then there is no baseline.
   */
  async run({ turns, roundsATurn }: Turns): Promise<this> {
    await using stack = new AsyncDisposableStack();
    const running = new Map<Peer, LivePeer>();
    for (const peer of this.#peers) {
      const live = await this.#dropIfItFails(peer, () => startPeer(peer.command, FOLDER));
      if (live !== null) running.set(peer, stack.use(live));
    }
    for (let turn = 0; turn < turns; turn++) {
      for (const [peer, live] of running) {
        const { everyTurns } = peer;
        if (turn % (everyTurns ?? 1) !== 0) continue;
        const count = everyTurns === undefined ? roundsATurn : 1;
        const isDone = await this.#dropIfItFails(peer, () => live.rounds(count).then(() => true));
        if (isDone === null) running.delete(peer);
      }
    }
    for (const [peer, live] of running) {
      const facts = await this.#dropIfItFails(peer, () => live.end());
      if (facts !== null) this.#results.set(peer.name, { ...facts, times: live.times });
    }
    return this;
  }

  async #dropIfItFails<T>(peer: Peer, work: () => Promise<T>): Promise<T | null> {
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

  /** The median time in seconds; `null` for a dropped peer. */
  median(name: string): number | null {
    const times = this.#times(name);
    return times.length === 0 ? null : median(times);
  }

  /** The shortest time in seconds, which other load disturbed least; `null` for a dropped peer. */
  best(name: string): number | null {
    const times = this.#times(name);
    return times.length === 0 ? null : Math.min(...times);
  }

  #times(name: string): number[] {
    return (this.#results.get(name)?.times ?? []).map((times) => times[this.#clock]);
  }

  /** Prints a title and the table. */
  print(title: string): void {
    console.log(`\n${title}\n\n${this.rows().join("\n")}`);
  }

  /** The lines of the table, one for each peer. */
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
      `loss ${result.loss.toFixed(5)}${isSame ? "" : ", which differs from ours"}`,
      result.version,
      ...result.note === undefined ? [] : [result.note],
    ].join(" · ");
  }
}

function cell(seconds: number, base: number): string {
  return `${seconds.toFixed(4).padStart(8)} s ${(seconds / base).toFixed(2).padStart(6)} ×  `;
}
