/**
 * Sorts words by frequency.
 *
 * @module
 */

/** A word and the number of times it occurs. */
export type WordCount = { readonly word: string; readonly count: number };

/** The most frequent word first. Words with equal counts are in code-unit order, for equal bytes everywhere. */
export function ranked(counts: ReadonlyMap<string, number>): WordCount[] {
  return [...counts].map(([word, count]) => ({ word, count }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}
