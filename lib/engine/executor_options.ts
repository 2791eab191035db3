/**
 * What an execution of stages is given.
 *
 * @module
 */
import type { Store } from "../store/store.ts";
import type { AnyParams, Node } from "./graph.ts";
import type { Identities, Project } from "./identity.ts";
import type { RunEvent } from "./result.ts";
import type { SharedWork } from "./shared_work.ts";

/** Given to an executor. */
export interface ExecutorOptions {
  /** In topological order. */
  readonly nodes: readonly Node[];
  readonly params: ReadonlyMap<string, AnyParams>;
  readonly settings: ReadonlyMap<string, AnyParams>;
  readonly identities: Identities;
  readonly isForced: (stage: string) => boolean;
  readonly store: Store;
  readonly project: Project;
  readonly work: SharedWork;
  /** Of all runs that share the work, the lowest is finished first. Default: 0. */
  readonly rank?: number;
  readonly keepGoing: boolean;
  readonly signal: AbortSignal | undefined;
  readonly observe: (event: RunEvent) => void;
  /** Called at each execution; gives the run's id. */
  readonly begin: () => Promise<string>;
  /** Called while a stage is executed, until the result is disposed of. */
  readonly busyWith: (stage: string) => Disposable;
}
