/**
 * What identifies a node before its inputs are known: code, params, declared files, declaration,
 * runtime.
 *
 * @module
 */
import type { CodeDigests } from "./code/code_digests.ts";
import { declaredFiles, declaredHosts } from "./declared.ts";
import { EnvironmentError } from "./errors.ts";
import type { FileDigests } from "./file_digests.ts";
import type { AnyParams, Node } from "./graph.ts";
import { KEY_SCHEMA, ownDigestOf, type OwnParts, runtimeVersion } from "./key.ts";

/** An external file as it was when the plan was made. */
export interface ExternalFile {
  /** Absolute. */
  readonly path: string;
  readonly sha256: string;
}

/** A node, ready to be looked up once its inputs are known. */
export interface Identity {
  readonly node: Node;
  readonly params: AnyParams;
  readonly files: ReadonlyMap<string, ExternalFile>;
  readonly parts: OwnParts;
  readonly ownDigest: string;
}

/** Where identities are worked out. */
export interface Project {
  readonly root: string;
  readonly files: FileDigests;
  readonly code: CodeDigests;
}

/**
 * Works out what identifies a node.
 *
 * @throws {EnvironmentError} if a declared file does not exist.
 */
export async function identify(node: Node, params: AnyParams, project: Project): Promise<Identity> {
  const files = await findFiles(node, params, project);
  const { stage } = node;
  const parts: OwnParts = {
    schema: KEY_SCHEMA,
    stage: node.name,
    code: await project.code.digest(stage),
    declaration: {
      inputs: Object.keys(stage.inputs).sort(),
      outputs: Object.keys(stage.outputs).sort(),
      net: declaredHosts(node, params),
    },
    params,
    files: Object.fromEntries([...files].map(([role, { sha256 }]) => [role, sha256])),
    runtime: runtimeVersion(),
  };
  return { node, params, files, parts, ownDigest: await ownDigestOf(parts) };
}

async function findFiles(
  node: Node,
  params: AnyParams,
  { root, files }: Project,
): Promise<Map<string, ExternalFile>> {
  const found = new Map<string, ExternalFile>();
  for (const { role, candidates } of declaredFiles(node, params, root)) {
    const file = await firstOf(candidates, files);
    if (file === null) {
      throw new EnvironmentError(
        `Stage "${node.name}" needs the file ${
          candidates.map((path) => `"${path}"`).join(" or ")
        }, ` +
          `which does not exist; put it there or change the params that lead to it`,
      );
    }
    found.set(role, file);
  }
  return found;
}

async function firstOf(paths: readonly string[], files: FileDigests): Promise<ExternalFile | null> {
  for (const path of paths) {
    const sha256 = await files.digest(path);
    if (sha256 !== null) return { path, sha256 };
  }
  return null;
}
