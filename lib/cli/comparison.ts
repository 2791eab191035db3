/**
 * A page that sets two runs side by side. The pipeline brings it along: only it knows what its
 * artifacts mean.
 *
 * @module
 */
import type { Edge } from "../engine/graph.ts";
import type { AssetSource } from "../engine/stage.ts";
import type { DiffDocument } from "./diff_document.ts";

/** The artifacts of two runs with all that is known of the difference between these. */
export interface Compared<Artifacts> {
  readonly before: Artifacts;
  readonly after: Artifacts;
  /** What differs, as `diff --json` tells it. */
  readonly facts: DiffDocument;
  /** Texts of the assets, by name. */
  readonly assets: { readonly [asset: string]: string };
}

/** What draws the page. Loaded when a page is asked for. */
export interface ComparisonPage<Artifacts> {
  /** `import.meta.url` of its module; assets are relative to it. */
  readonly module: string;
  readonly assets: { readonly [asset: string]: AssetSource };
  /** The page as text. Throws a `RangeError` if these runs cannot be shown together. */
  readonly render: (compared: Compared<Artifacts>) => Promise<string>;
}

/** How a pipeline compares two runs. */
export interface Comparison {
  /** The artifacts that the page is made of, by the names that it knows them by. */
  readonly takes: { readonly [name: string]: Edge<unknown> };
  readonly load: () => Promise<ComparisonPage<never>>;
}

/** Declares a comparison: gives its argument back, with the types of `takes` held against the page. */
export function defineComparison<Artifacts>(
  comparison: {
    readonly takes: { readonly [A in keyof Artifacts]: Edge<Artifacts[A]> };
    readonly load: () => Promise<ComparisonPage<Artifacts>>;
  },
): Comparison {
  return comparison;
}
