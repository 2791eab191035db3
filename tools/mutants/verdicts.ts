/**
 * Verdicts of earlier runs, one JSON line each, so that an interrupted run continues. A verdict counts
 * only as long as the source file is what it was, and the test that noticed the change; if none did,
 * all tests of the file.
 *
 * @module
 */
import { ensureDir, exists } from "@std/fs";
import type { Evidence, Outcome, Verdict } from "./judge.ts";
import { identityKey, type Mutant } from "./mutant.ts";

interface Entry extends Verdict {
  readonly fingerprint: string;
}

/** A file of verdicts. */
export class Verdicts {
  readonly #path: string;
  /** By mutant. */
  readonly #known: Map<string, Entry>;

  private constructor(path: string, known: Map<string, Entry>) {
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

  /** The verdict on a mutant, if it still counts. */
  async of({ identity }: Mutant, evidence: Evidence): Promise<Verdict | null> {
    const known = this.#known.get(identityKey(identity));
    if (known === undefined) return null;
    return known.fingerprint === await fingerprintOf(known, evidence) ? known : null;
  }

  /** Appends a verdict. */
  async add({ identity }: Mutant, evidence: Evidence, verdict: Verdict): Promise<void> {
    const key = identityKey(identity);
    const entry = { ...verdict, fingerprint: await fingerprintOf(verdict, evidence) };
    this.#known.set(key, entry);
    const line = `${JSON.stringify({ key, ...entry })}\n`;
    await Deno.writeTextFile(this.#path, line, { append: true });
  }
}

/** SHA-256 of what decides whether a verdict still counts. */
async function fingerprintOf({ by }: Verdict, { text, tests }: Evidence): Promise<string> {
  const decisive = by === null ? [...tests] : [by, tests.get(by) ?? null];
  const bytes = new TextEncoder().encode(JSON.stringify([text, decisive]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

const OUTCOMES: readonly unknown[] = ["killed", "timed out", "refused", "survived"];

function isOutcome(value: unknown): value is Outcome {
  return OUTCOMES.includes(value);
}

function parsedLine(line: string): [string, Entry][] {
  try {
    const { key, outcome, by, fingerprint } = JSON.parse(line);
    const isWhole = typeof key === "string" && isOutcome(outcome) &&
      (by === null || typeof by === "string") && typeof fingerprint === "string";
    return isWhole ? [[key, { outcome, by, fingerprint }]] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
