/**
 * The `read` stage: reads the texts of a folder. The list of files is part of its cache key, so a text
 * that is added, renamed or removed makes it run. It refuses bytes that are not UTF-8.
 *
 * @module
 */
import { defineStage, type ParamSchema, type StageContext } from "../../../lib/engine/stage.ts";

/** A text and the name of its file, without the ending. */
export type Text = { readonly name: string; readonly text: string };

const schema = {
  folder: { type: "string", default: "texts", maxLength: 1000, description: "folder of the texts" },
} as const satisfies ParamSchema;

/** Returns the texts in code-unit order of their names. */
export function run(
  { files }: StageContext<object, typeof schema, `texts/${string}`>,
): { texts: Text[] } {
  const texts = Object.entries(files).map(([role, bytes]): Text => ({
    name: role.slice("texts/".length, -".txt".length),
    text: new TextDecoder("utf-8", { fatal: true }).decode(bytes),
  }));
  if (texts.length === 0) {
    throw new Error("Cannot read texts: the folder has no file that ends in .txt; add one");
  }
  return { texts };
}

/** The declaration of the stage. */
export const read = defineStage({
  module: import.meta.url,
  name: "read",
  description: "reads the texts of a folder",
  inputs: {},
  params: schema,
  outputs: { texts: "the texts by name" },
  files: ({ folder }) => ({ texts: { folder, ending: ".txt" } }),
  run,
});
