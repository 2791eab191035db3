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
/** How many files are open already is not known, so it is told how many more to allow, in such steps. */
const ROUND = 64;

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
  const offered = (node: Node, changed: AnyParams = {}): number =>
    Math.min(maxThreads, declaredThreads(node, { ...settings.get(node.name), ...changed }));
  // Of stages that go on at once, the hungriest.
  const threads = nodes.map((node) => offered(node)).toSorted((a, b) => b - a).slice(0, jobs);
  const workers = threads.reduce((sum, count) => sum + count, jobs);
  const fewer = nodes.flatMap((node) => fewerThreads(node, offered));
  const frugal = [...(jobs > 1 ? ["--jobs 1"] : []), ...fewer];
  openMore(fromFileUrl(first.stage.module), FILES_OF_A_WORKER * workers + OTHER_FILES, frugal);
}

/** Flags that make a stage ask for fewer threads. */
function fewerThreads(
  node: Node,
  offered: (node: Node, changed?: AnyParams) => number,
): string[] {
  return Object.entries(node.stage.settings ?? {}).flatMap(([name, spec]) => {
    if (spec.type !== "integer") return [];
    const least = Math.max(1, spec.min ?? 1);
    const isFewer = offered(node, { [name]: least }) < offered(node);
    return isFewer ? [`--set ${node.name}.${name}=${least}`] : [];
  });
}

function openMore(path: string, count: number, frugal: readonly string[]): void {
  const files: Deno.FsFile[] = [];
  try {
    while (files.length < count) files.push(Deno.openSync(path));
  } catch (error) {
    // A module that cannot be read is told of by its stage.
    if (!(error instanceof Error) || !/^E[MN]FILE$/.test(String(Reflect.get(error, "code")))) {
      return;
    }
    const more = ROUND * Math.ceil((count - files.length) / ROUND);
    const askForLess = frugal.length === 0 ? "" : `, or ask for less with ${frugal.join(" ")}`;
    throw new EnvironmentError(
      `Cannot execute stages: ${files.length} more files may be open at once, ${count} are ` +
        `needed; allow ${more} more with "ulimit -n $(($(ulimit -n) + ${more}))"${askForLess}`,
      { cause: error },
    );
  } finally {
    for (const file of files) file.close();
  }
}
