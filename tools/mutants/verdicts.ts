/**
 * Verdicts of earlier runs, one JSON line each, so that an interrupted run continues. A verdict counts
 * only as long as the source file and its tests are what they were.
 *
 * @module
 */
import { ensureDir, exists } from "@std/fs";
import type { Outcome, Verdict } from "./judge.ts";
import { identityKey, type Mutant } from "./mutant.ts";

/** A file of verdicts. */
export class Verdicts {
  readonly #path: string;
  readonly #known: Map<string, Verdict>;

  private constructor(path: string, known: Map<string, Verdict>) {
    this.#path = path;
    this.#known = known;
  }

  /** Opens `mutants.jsonl` in a folder; lines that are cut short count as missing. */
  static async open(folder: string): Promise<Verdicts> {
    await ensureDir(folder);
    const path = `${folder}/mutants.jsonl`;
    const text = await exists(path) ? await Deno.readTextFile(path) : "";
    return new Verdicts(path, new Map(text.split("\n").flatMap(parsedLine)));
  }

  /** The verdict on a mutant whose file and tests have this fingerprint. */
  of(mutant: Mutant, fingerprint: string): Verdict | undefined {
    return this.#known.get(keyOf(mutant, fingerprint));
  }

  /** Appends a verdict. */
  async add(mutant: Mutant, fingerprint: string, verdict: Verdict): Promise<void> {
    const key = keyOf(mutant, fingerprint);
    this.#known.set(key, verdict);
    const line = `${JSON.stringify({ key, ...verdict })}\n`;
    await Deno.writeTextFile(this.#path, line, { append: true });
  }
}

/** SHA-256 of a source file's and its tests' texts. */
export async function fingerprintOf(texts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(texts));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

function keyOf({ identity }: Mutant, fingerprint: string): string {
  return `${fingerprint} ${identityKey(identity)}`;
}

const OUTCOMES: readonly unknown[] = ["killed", "timed out", "refused", "survived"];

function isOutcome(value: unknown): value is Outcome {
  return OUTCOMES.includes(value);
}

function parsedLine(line: string): [string, Verdict][] {
  try {
    const { key, outcome, by } = JSON.parse(line);
    const isWhole = typeof key === "string" && isOutcome(outcome) &&
      (by === null || typeof by === "string");
    return isWhole ? [[key, { outcome, by }]] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
