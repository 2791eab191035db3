/**
 * The `tokenise` stage: splits texts into words. It drops punctuation and line breaks, so an edit that
 * changes nothing else reruns no later stage.
 *
 * @module
 */
import { defineStage, type ParamSchema, type StageContext } from "../../../lib/engine/stage.ts";
import type { Text } from "./read.ts";

/** The words of a text in order. */
export type Words = { readonly name: string; readonly words: readonly string[] };

const schema = {
  minLength: {
    type: "integer",
    default: 1,
    min: 1,
    max: 100,
    description: "letters of a word at least",
  },
} as const satisfies ParamSchema;

/** Splits texts into words: sequences of letters, in lower case. */
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

/** The declaration of the stage. */
export const tokenise = defineStage({
  module: import.meta.url,
  name: "tokenise",
  description: "splits each text into words",
  inputs: { texts: "the texts by name" },
  params: schema,
  outputs: { words: "the words of each text in order" },
  run,
});
