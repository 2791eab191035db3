/**
 * What each source file gave to a bundle, so that a changed bundle can be traced to the file that
 * changed it.
 *
 * @module
 */
import { decode } from "@jridgewell/sourcemap-codec";
import { sha256Hex } from "../../codec/digest.ts";
import type { Package } from "./package_of.ts";
import type { Source } from "./stage_source.ts";

/** A source file of a bundle. */
export interface SourcePart {
  /** Relative to the project. */
  readonly path: string;
  /** How reasons name it: the path, or `npm:name` for a package's file. */
  readonly subject: string;
  /** The package's version; `null` for a file of the project, and where no `package.json` says it. */
  readonly version: string | null;
  /** SHA-256 of the file. */
  readonly textDigest: string;
  /** SHA-256 of the pieces of the bundle that came from it. */
  readonly partDigest: string;
}

/** A source file with the package that it belongs to; `null` for a file of the project. */
export interface OwnedSource extends Source {
  readonly owner: Package | null;
}

/** Splits a bundle among its sources by its source map. */
export async function sourceParts(
  code: string,
  map: { readonly mappings: string; readonly sources: readonly string[] },
  sources: readonly OwnedSource[],
): Promise<SourcePart[]> {
  const pieces = piecesBySource(code, map);
  return await Promise.all(sources.map(async ({ path, textDigest, owner }) => {
    return {
      path,
      subject: owner === null ? path : `npm:${owner.name}`,
      version: owner?.version ?? null,
      textDigest,
      partDigest: await sha256Hex(new TextEncoder().encode(pieces.get(path)?.join("\0"))),
    };
  }));
}

/** A piece reaches from one mapped position to the next. */
function piecesBySource(
  code: string,
  map: { readonly mappings: string; readonly sources: readonly string[] },
): Map<string, string[]> {
  const lines = code.split("\n");
  const pieces = new Map<string, string[]>();
  decode(map.mappings).forEach((segments, lineNumber) => {
    const line = lines[lineNumber] ?? "";
    segments.forEach((segment, i) => {
      const source = segment.length === 1 ? undefined : map.sources[segment[1]];
      if (source === undefined) return;
      const list = pieces.get(source) ?? [];
      if (list.length === 0) pieces.set(source, list);
      list.push(line.slice(segment[0], segments[i + 1]?.[0]));
    });
  });
  return pieces;
}
