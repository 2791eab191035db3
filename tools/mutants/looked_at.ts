/**
 * Survivors that someone has looked at and found to change nothing that a test could notice: a JSON
 * file of their identities, each with the reason.
 *
 * @module
 */
import { exists } from "@std/fs";
import { type Identity, identityKey, type Mutant } from "./mutant.ts";

/** An entry of the file. */
export type LookedAt = Identity & { readonly reason: string };

/**
 * Reads the file; without one nothing was looked at.
 *
 * @throws {Error} if an entry lacks a field or its reason.
 */
export async function readLookedAt(path: string): Promise<LookedAt[]> {
  if (!await exists(path)) return [];
  const entries: LookedAt[] = JSON.parse(await Deno.readTextFile(path));
  for (const entry of entries) {
    const { file, rule, line, before, after, reason, nth } = entry;
    const isWhole = [file, rule, line, before, after, reason].every((text) =>
      typeof text === "string" && text !== ""
    );
    if (!isWhole || !Number.isInteger(nth)) {
      throw new Error(`An entry of "${path}" lacks a field: ${JSON.stringify(entry)}`);
    }
  }
  return entries;
}

/** Tells mutants that were looked at from the rest, and entries that match none. */
export function withoutLookedAt(
  mutants: readonly Mutant[],
  entries: readonly LookedAt[],
): { readonly rest: Mutant[]; readonly stale: LookedAt[] } {
  const keys = new Set(entries.map(identityKey));
  const present = new Set(mutants.map(({ identity }) => identityKey(identity)));
  const files = new Set(mutants.map(({ identity }) => identity.file));
  return {
    rest: mutants.filter(({ identity }) => !keys.has(identityKey(identity))),
    stale: entries.filter((entry) => files.has(entry.file) && !present.has(identityKey(entry))),
  };
}
