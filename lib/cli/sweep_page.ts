/**
 * A page on a sweep. The pipeline brings it along: only it knows what its artifacts mean.
 *
 * @module
 */
import type { Edge } from "../engine/graph.ts";
import type { DeclaredMetric } from "../engine/metrics.ts";
import type { AssetSource } from "../engine/stage.ts";
import type { SweepDocument } from "./sweep_document.ts";

/** A sweep as `sweep --json` tells it, and what else a page says of it. */
export interface SweepPageFacts extends SweepDocument {
  /** What the pipeline measures. */
  readonly metrics: readonly DeclaredMetric[];
  /** What was typed. */
  readonly command: string;
  /** What to type to run the best as a whole; `null` if none is. */
  readonly bestCommand: string | null;
}

/** What the page is made of. */
export interface SweptParts<Part> {
  /** Of each combination, in the order of the facts; `null` where its artifacts are not there. */
  readonly parts: readonly (Part | null)[];
  readonly facts: SweepPageFacts;
  /** Texts of the assets, by name. */
  readonly assets: { readonly [asset: string]: string };
}

/** What draws the page. Loaded when a page is asked for. */
export interface SweepPage<Artifacts, Part> {
  /** `import.meta.url` of its module; assets are relative to it. */
  readonly module: string;
  readonly assets: { readonly [asset: string]: AssetSource };
  /** What the page keeps of one combination's artifacts: only one combination's are in memory at a time. */
  readonly pick: (artifacts: Artifacts) => Part;
  /** The page as text. */
  readonly render: (swept: SweptParts<Part>) => Promise<string>;
}

/** How sweeps of a pipeline are compared and shown. */
export interface SweepSettings {
  /** The metric that combinations are compared by where none is named. */
  readonly by: string;
  /** The page of `sweep --html`. Left out by a pipeline that has none. */
  readonly page?: SweepPageSource;
}

/** Where the page comes from. */
export interface SweepPageSource {
  /** The artifacts of a combination that the page is made of, by the names that it knows them by. */
  readonly takes: { readonly [name: string]: Edge<unknown> };
  readonly load: () => Promise<AnySweepPage>;
}

/** A page, its types forgotten: what `pick` gives is what `render` takes, whatever that is. */
export type AnySweepPage = Omit<SweepPage<never, never>, "pick"> & {
  readonly pick: (artifacts: never) => unknown;
};

/** Declares the page: gives its argument back, with the types of `takes` held against it. */
export function defineSweepPage<Artifacts, Part>(
  source: {
    readonly takes: { readonly [A in keyof Artifacts]: Edge<Artifacts[A]> };
    readonly load: () => Promise<SweepPage<Artifacts, Part>>;
  },
): SweepPageSource {
  return source;
}
