/**
 * Whether the process may open enough files. A worker needs some of its own, and where there are none
 * left the runtime ends the process without a word that a person could use; so this is asked before
 * anything is computed.
 *
 * @module
 */
import { declaredThreads } from "./declared.ts";
import { EnvironmentError } from "./errors.ts";
import type { AnyParams, Node } from "./graph.ts";
import { fromFileUrl } from "./paths.ts";

/** Of a worker with the artifact, the lock and the journal that go with it; rounded up. */
const FILES_OF_A_WORKER = 8;
/** Of the store and of what is loaded on the way. */
const OTHER_FILES = 4;

/** The workers that may go on at once. */
export interface Workers {
  /** Stages at once, at most: no more than there are. */
  readonly jobs: number;
  /** Extra workers that a stage is given at most. */
  readonly maxThreads: number;
}

/**
 * Tries to have as many more files open at once as executing stages may take.
 *
 * @throws {EnvironmentError} if the process may not.
 */
export function assureOpenFiles(
  nodes: readonly Node[],
  settings: ReadonlyMap<string, AnyParams>,
  { jobs, maxThreads }: Workers,
): void {
  const [first] = nodes;
  if (first === undefined) return;
  const threads = nodes.map((node) => declaredThreads(node, settings.get(node.name) ?? {}));
  const workers = jobs + Math.min(maxThreads, Math.max(...threads));
  openMore(fromFileUrl(first.stage.module), FILES_OF_A_WORKER * workers + OTHER_FILES);
}

function openMore(path: string, count: number): void {
  const files: Deno.FsFile[] = [];
  try {
    while (files.length < count) files.push(Deno.openSync(path));
  } catch (error) {
    // A module that cannot be read is told of by its stage.
    if (!(error instanceof Error) || !/^E[MN]FILE$/.test(String(Reflect.get(error, "code")))) {
      return;
    }
    throw new EnvironmentError(
      `Cannot execute stages: ${files.length} more files may be open at once, ${count} are ` +
        `needed; allow more with "ulimit -n 256", or ask for less with --jobs 1`,
      { cause: error },
    );
  } finally {
    for (const file of files) file.close();
  }
}
