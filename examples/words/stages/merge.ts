/**
 * The `merge` stage: the counts of all texts in one.
 *
 * @module
 */
import { defineStage, type StageContext } from "../../../lib/engine/stage.ts";
import { ranked, type WordCount } from "../lib/ranked.ts";
import type { TextCounts } from "./count.ts";

/** Adds up what the texts have. */
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

/** Word counts of all texts together. */
export const merge = defineStage({
  module: import.meta.url,
  name: "merge",
  description: "adds the counts of all texts up",
  inputs: { counts: "word counts of each text" },
  params: {},
  outputs: { total: "words of all texts by frequency" },
  run,
});
