/**
 * The `tokenise` stage: texts into words. What it forgets, such as punctuation and line breaks, may
 * change in a text without any later stage running.
 *
 * @module
 */
import { defineStage, type ParamSchema, type StageContext } from "../../../lib/engine/stage.ts";
import type { Text } from "./read.ts";

/** The words of a text in their order. */
export type Words = { readonly name: string; readonly words: readonly string[] };

const schema = {
  minLength: { type: "integer", default: 1, min: 1, max: 100, description: "letters of a word" },
} as const satisfies ParamSchema;

/** Words are runs of letters, in lower case. */
export function run(
  { inputs, params }: StageContext<{ texts: readonly Text[] }, typeof schema>,
): { words: Words[] } {
  const words = inputs.texts.map(({ name, text }): Words => ({
    name,
    words: (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) =>
      word.length >= params.minLength
    ),
  }));
  return { words };
}

/** Words of each text. */
export const tokenise = defineStage({
  module: import.meta.url,
  name: "tokenise",
  description: "splits each text into words",
  inputs: { texts: "the texts by name" },
  params: schema,
  outputs: { words: "the words of each text in their order" },
  run,
});
