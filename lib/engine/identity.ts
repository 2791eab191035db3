/**
 * What identifies a node before its inputs are known: code, params, declared files, declaration,
 * runtime.
 *
 * @module
 */
import type { CodeDigest } from "../codec/digest.ts";
import type { CodeDigests } from "./code/code_digests.ts";
import { declaredFiles, declaredHosts, listed } from "./declared.ts";
import { EnvironmentError } from "./errors.ts";
import type { FileDigests } from "./file_digests.ts";
import type { AnyParams, Node } from "./graph.ts";
import type { Store } from "../store/store.ts";
import { KEY_SCHEMA, type OwnParts, runtimeVersion } from "./key.ts";

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
}

/** Where identities are worked out. Disposing of it ends the bundler. */
export interface Project extends Disposable {
  readonly root: string;
  readonly files: FileDigests;
  readonly code: CodeDigests;
  /** The records that a miss is explained by. Default: those of the store as it is then. */
  readonly recordsOf?: Store["recordsOf"];
}

/** Identities by node, some of them still being worked out; a rejected one is a stage that fails. */
export type Identities = ReadonlyMap<string, Promise<Identity>>;

/**
 * Works out what identifies nodes. All files are looked for before this resolves; code is bundled
 * in the background, so that the first stage can run while the last is bundled.
 *
 * @throws {EnvironmentError} if a declared file does not exist.
 */
export async function identifyAll(
  nodes: readonly Node[],
  params: ReadonlyMap<string, AnyParams>,
  project: Project,
): Promise<Identities> {
  const code = new Map(nodes.map(({ name, stage }) => [name, watched(project.code.digest(stage))]));
  const given = await Promise.all(nodes.map(async (node) => {
    const own = params.get(node.name) ?? {};
    return { node, own, files: await findFiles(node, own, project) };
  }));
  return new Map(given.map(({ node, own, files }) => {
    return [node.name, watched(identify(node, own, files, code.get(node.name)!))];
  }));
}

/** Whoever asks for it gets the error; until then, or if nobody does, it must not end the process. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** The same node with other params and the files that they ask for. Its code is what it was. */
export function withParams(
  { node, parts }: Identity,
  params: AnyParams,
  files: ReadonlyMap<string, ExternalFile>,
): Identity {
  return { node, params, files, parts: { ...parts, ...ownParts(node, params, files) } };
}

async function identify(
  node: Node,
  params: AnyParams,
  files: ReadonlyMap<string, ExternalFile>,
  code: Promise<CodeDigest>,
): Promise<Identity> {
  const parts: OwnParts = {
    schema: KEY_SCHEMA,
    stage: node.name,
    code: await code,
    ...ownParts(node, params, files),
    runtime: runtimeVersion(),
  };
  return { node, params, files, parts };
}

/** The parts that depend on params. */
function ownParts(
  node: Node,
  params: AnyParams,
  files: ReadonlyMap<string, ExternalFile>,
): Pick<OwnParts, "declaration" | "params" | "files"> {
  return {
    declaration: {
      inputs: Object.keys(node.stage.inputs).sort(),
      outputs: Object.keys(node.stage.outputs).sort(),
      net: declaredHosts(node, params),
    },
    params,
    files: Object.fromEntries([...files].map(([role, { sha256 }]) => [role, sha256])),
  };
}

/**
 * The external files that a node reads with these params, by role.
 *
 * @throws {EnvironmentError} if one does not exist.
 */
export async function findFiles(
  node: Node,
  params: AnyParams,
  { root, files }: Project,
): Promise<Map<string, ExternalFile>> {
  const found = new Map<string, ExternalFile>();
  const declared = declaredFiles(node, params, root).flatMap((one) => listed(one, node.name));
  for (const { role, candidates } of declared) {
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
