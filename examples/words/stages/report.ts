/**
 * The `report` stage: renders the most frequent words as a small page. Names and words are escaped, so
 * that no text adds markup to the page.
 *
 * @module
 */
import { defineStage, type ParamSchema, type StageContext } from "../../../lib/engine/stage.ts";
import type { WordCount } from "../lib/ranked.ts";
import type { TextCounts } from "./count.ts";

/** Placeholder that the command line replaces by facts of the run. */
export const FACTS = "<!-- facts of the run -->";

const schema = {
  top: { type: "integer", default: 10, min: 1, max: 1000, description: "words in each list" },
} as const satisfies ParamSchema;

type Inputs = { counts: readonly TextCounts[]; total: readonly WordCount[] };

/** Escapes `text` for HTML. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}

function list(title: string, counts: readonly WordCount[], top: number): string {
  const rows = counts.slice(0, top).map(({ word, count }) => `<li>${escaped(word)}: ${count}</li>`);
  return `<section><h2>${escaped(title)}</h2><ol>${rows.join("")}</ol></section>`;
}

/** Renders the page. */
export function run({ inputs, params }: StageContext<Inputs, typeof schema>): { page: string } {
  const page = [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Words</title>',
    "<style>body{font:1rem/1.5 system-ui;margin:2rem}main{display:flex;flex-wrap:wrap;gap:3rem}</style>",
    "<h1>The most frequent words</h1><main>",
    list("all texts", inputs.total, params.top),
    ...inputs.counts.map(({ name, counts }) => list(name, counts, params.top)),
    `</main>${FACTS}</html>`,
  ].join("\n");
  return { page };
}

/** The declaration of the stage. */
export const report = defineStage({
  module: import.meta.url,
  name: "report",
  description: "shows the most frequent words in one HTML page",
  inputs: { counts: "word counts of each text", total: "word counts of all texts" },
  params: schema,
  outputs: { page: "a self-contained HTML page" },
  run,
});
