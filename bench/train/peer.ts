/**
 * Programs that do the same work, timed by turns so that all meet the same weather.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { measure, median } from "../processes.ts";

/** The folder of the peers' programs. */
export const FOLDER = fromFileUrl(new URL("./", import.meta.url));

/** One row of a table. */
export interface Peer {
  readonly name: string;
  readonly command: readonly string[];
  /** How to get what the command needs; empty for ours. */
  readonly install: string;
}

/** What a peer prints: one JSON line. */
interface Result {
  readonly version: string;
  /** By the clock on the wall, one a round. */
  readonly seconds: readonly number[];
  /** Of the processor, all threads together: work of others on the machine does not count. */
  readonly processorSeconds: readonly number[];
  readonly loss: number;
  readonly note?: string;
}

/** How far a loss may be from ours: then both have done the same. */
const SAME_LOSS = 1e-3;

/** Which time counts: of one thread the processor's, of several the wall's. */
export type Clock = "seconds" | "processorSeconds";

/** Times of several peers. The first is what the others are compared with. */
export class Comparison {
  readonly #peers: readonly Peer[];
  readonly #clock: Clock;
  readonly #results = new Map<string, Result[]>();

  constructor(peers: readonly Peer[], clock: Clock) {
    this.#peers = peers;
    this.#clock = clock;
  }

  /** Runs all of them, by turns. One that fails is missing from then on. */
  async run(turns: number): Promise<this> {
    for (let turn = 0; turn < turns; turn++) {
      for (const { name, command } of this.#peers) {
        if (turn > 0 && !this.#results.has(name)) continue;
        const result = await resultOf(command);
        if (result !== null) this.#results.set(name, [...this.#results.get(name) ?? [], result]);
      }
    }
    return this;
  }

  /** The median time in seconds; `null` for a missing peer. */
  median(name: string): number | null {
    const times = this.#times(name);
    return times.length === 0 ? null : median(times);
  }

  /** The shortest time, which others disturbed least; `null` for a missing peer. */
  best(name: string): number | null {
    const times = this.#times(name);
    return times.length === 0 ? null : Math.min(...times);
  }

  #times(name: string): number[] {
    return (this.#results.get(name) ?? []).flatMap((result) => result[this.#clock]);
  }

  /** A table below a title. */
  print(title: string): void {
    console.log(`\n${title}\n`);
    for (const peer of this.#peers) console.log(`${peer.name.padEnd(32)} ${this.#row(peer)}`);
  }

  #row({ name, install }: Peer): string {
    const [result] = this.#results.get(name) ?? [];
    if (result === undefined) return `missing: ${install}`;
    const ours = this.#peers[0]!.name;
    const expected = this.#results.get(ours)![0]!.loss;
    const isSame = Math.abs(result.loss - expected) <= SAME_LOSS;
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

async function resultOf(command: readonly string[]): Promise<Result | null> {
  try {
    return JSON.parse((await measure(command, FOLDER)).stdout);
  } catch {
    return null;
  }
}
