/**
 * Words by how often they occur.
 *
 * @module
 */

/** A word and how often it occurs. */
export type WordCount = { readonly word: string; readonly count: number };

/** Words with equal counts stand in code-unit order, which is the same on every machine. */
export function ranked(counts: ReadonlyMap<string, number>): WordCount[] {
  return [...counts].map(([word, count]) => ({ word, count }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}
