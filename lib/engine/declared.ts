/**
 * What a node's stage declares of the outside world, for given params: external files, folders of
 * such, and hosts.
 *
 * @module
 */
import { declaredBy } from "./declaration.ts";
import { EnvironmentError } from "./errors.ts";
import type { AnyParams, Node } from "./graph.ts";
import { folderOf, fromFileUrl, resolvePath } from "./paths.ts";

/** An external file that a stage reads: the first candidate that exists is the one. */
export interface DeclaredFile {
  readonly role: string;
  /** Absolute paths. */
  readonly candidates: readonly string[];
}

/** The files of a folder that a stage reads. */
export interface DeclaredFolder {
  readonly role: string;
  /** Absolute path. */
  readonly folder: string;
  readonly ending: string;
}

/** What a node reads of the outside, in code-unit order of roles. */
export function declaredFiles(
  node: Node,
  params: AnyParams,
  root: string,
): (DeclaredFile | DeclaredFolder)[] {
  const absolute = (path: string): string =>
    path.startsWith("file:") ? fromFileUrl(path) : resolvePath(root, path);
  // The graph has forgotten the types of the stage's params; `resolveParams` has checked them.
  const declared = declaredBy(node.name, "files", () => node.stage.files?.(params as never) ?? {});
  return Object.keys(declared).sort().flatMap((role): (DeclaredFile | DeclaredFolder)[] => {
    const source = declared[role];
    if (source === undefined) return [];
    if (typeof source === "string") return [{ role, candidates: [absolute(source)] }];
    if (!("folder" in source)) return [{ role, candidates: source.map(absolute) }];
    const { folder, ending } = source;
    return [{ role, folder: absolute(folder).replace(/(?<=.)\/$/, ""), ending }];
  });
}

/** How many extra workers a node's stage asks for. */
export function declaredThreads({ name, stage }: Node, settings: AnyParams): number {
  return declaredBy(name, "threads", () => stage.threads?.(settings as never) ?? 0);
}

/**
 * A declared folder as the files that are in it now, in code-unit order; a file as it is. A link
 * counts as what it leads to.
 *
 * @throws {EnvironmentError} if the folder does not exist.
 */
export function listed(declared: DeclaredFile | DeclaredFolder, stage: string): DeclaredFile[] {
  if ("candidates" in declared) return [declared];
  const { role, folder, ending } = declared;
  try {
    return [...Deno.readDirSync(folder)]
      .filter(({ name }) => name.endsWith(ending))
      .filter(({ name, isFile }) => isFile || Deno.statSync(`${folder}/${name}`).isFile)
      .map(({ name }) => name).sort()
      .map((name) => ({ role: `${role}/${name}`, candidates: [`${folder}/${name}`] }));
  } catch (error) {
    throw new EnvironmentError(
      `Stage "${stage}" needs the files of folder "${folder}", which cannot be listed: ` +
        `${error instanceof Error ? error.message : error}; ` +
        `put it there or change the params that lead to it`,
      { cause: error },
    );
  }
}

/** The folders that must be readable for what is declared. */
export function foldersOf(declared: DeclaredFile | DeclaredFolder): string[] {
  return "folder" in declared ? [declared.folder] : declared.candidates.map(folderOf);
}

/** The hosts that a node may reach, in code-unit order. */
export function declaredHosts(node: Node, params: AnyParams): string[] {
  return declaredBy(node.name, "net", () => [...node.stage.net?.(params as never) ?? []].sort());
}
