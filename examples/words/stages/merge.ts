/**
 * The `merge` stage: adds up the word counts of all texts.
 *
 * @module
 */
import { defineStage, type StageContext } from "../../../lib/engine/stage.ts";
import { ranked, type WordCount } from "../lib/ranked.ts";
import type { TextCounts } from "./count.ts";

/** Adds up the counts of all texts. */
export function run(
  { inputs, metric }: StageContext<{ counts: readonly TextCounts[] }, Record<never, never>>,
): { total: WordCount[] } {
  const byWord = new Map<string, number>();
  for (const { word, count } of inputs.counts.flatMap(({ counts }) => counts)) {
    byWord.set(word, (byWord.get(word) ?? 0) + count);
  }
  const total = ranked(byWord);
  metric("texts", inputs.counts.length);
  metric("words", total.reduce((sum, { count }) => sum + count, 0));
  metric("differentWords", total.length);
  return { total };
}

/** The declaration of the stage. */
export const merge = defineStage({
  module: import.meta.url,
  name: "merge",
  description: "adds up the counts of all texts",
  inputs: { counts: "word counts of each text" },
  params: {},
  outputs: { total: "words of all texts by frequency" },
  run,
});
