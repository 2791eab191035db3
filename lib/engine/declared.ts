/**
 * What a node's stage declares of the outside world, for given params: external files and hosts.
 *
 * @module
 */
import { fromFileUrl, resolvePath } from "./paths.ts";
import type { AnyParams, Node } from "./graph.ts";

/** An external file that a stage reads: the first candidate that exists is the one. */
export interface DeclaredFile {
  readonly role: string;
  /** Absolute paths. */
  readonly candidates: readonly string[];
}

/** The external files of a node, in code-unit order of their roles. */
export function declaredFiles(node: Node, params: AnyParams, root: string): DeclaredFile[] {
  // The graph has forgotten the types of the stage's params; `resolveParams` has checked them.
  const declared = node.stage.files?.(params as never) ?? {};
  return Object.keys(declared).sort().flatMap((role) => {
    const paths = declared[role];
    if (paths === undefined) return [];
    const candidates = (typeof paths === "string" ? [paths] : paths).map((path) =>
      path.startsWith("file:") ? fromFileUrl(path) : resolvePath(root, path)
    );
    return [{ role, candidates }];
  });
}

/** How many extra workers a node's stage asks for. */
export function declaredThreads({ stage }: Node, settings: AnyParams): number {
  return stage.threads?.(settings as never) ?? 0;
}

/** The hosts that a node may reach, in code-unit order. */
export function declaredHosts(node: Node, params: AnyParams): string[] {
  return [...node.stage.net?.(params as never) ?? []].sort();
}
