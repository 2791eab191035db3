/**
 * The `read` stage: the texts of a folder. Which files there are is part of its key, so a text that is
 * added, renamed or removed makes it run. Refuses bytes that are no UTF-8.
 *
 * @module
 */
import { defineStage, type ParamSchema, type StageContext } from "../../../lib/engine/stage.ts";

/** A text by the name of its file. */
export type Text = { readonly name: string; readonly text: string };

const schema = {
  folder: { type: "string", default: "texts", maxLength: 1000, description: "where the texts lie" },
} as const satisfies ParamSchema;

/** The texts in code-unit order of their names. */
export function run(
  { files }: StageContext<object, typeof schema, `texts/${string}`>,
): { texts: Text[] } {
  const texts = Object.entries(files).map(([role, bytes]): Text => ({
    name: role.slice("texts/".length, -".txt".length),
    text: new TextDecoder("utf-8", { fatal: true }).decode(bytes),
  }));
  if (texts.length === 0) throw new Error("The folder has no file that ends in .txt; add one");
  return { texts };
}

/** Texts of a folder. */
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
