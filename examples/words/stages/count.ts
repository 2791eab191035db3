/**
 * The `count` stage: counts each word in each text.
 *
 * @module
 */
import { defineStage, type StageContext } from "../../../lib/engine/stage.ts";
import { ranked, type WordCount } from "../lib/ranked.ts";
import type { Words } from "./tokenise.ts";

/** The word counts of one text, the most frequent word first. */
export type TextCounts = { readonly name: string; readonly counts: readonly WordCount[] };

/** Counts the words of each text. */
export function run(
  { inputs }: StageContext<{ words: readonly Words[] }, Record<never, never>>,
): { counts: TextCounts[] } {
  const counts = inputs.words.map(({ name, words }): TextCounts => {
    const byWord = new Map<string, number>();
    for (const word of words) byWord.set(word, (byWord.get(word) ?? 0) + 1);
    return { name, counts: ranked(byWord) };
  });
  return { counts };
}

/** The declaration of the stage. */
export const count = defineStage({
  module: import.meta.url,
  name: "count",
  description: "counts the words of each text",
  inputs: { words: "the words of each text" },
  params: {},
  outputs: { counts: "words by frequency, text by text" },
  run,
});
