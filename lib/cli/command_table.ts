/**
 * Every command by name. `run` is there from the start; the others are loaded when they are asked
 * for, which takes the right to read the program's own files.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { run } from "./commands/run.ts";

/** Loads a command. */
export const COMMANDS: { readonly [name: string]: () => Promise<Command> } = {
  run: () => Promise.resolve(run),
  plan: async () => (await import("./commands/plan.ts")).plan,
  why: async () => (await import("./commands/why.ts")).why,
  dag: async () => (await import("./commands/dag.ts")).dag,
  show: async () => (await import("./commands/show.ts")).show,
  export: async () => (await import("./commands/export.ts")).exportArtifact,
  diff: async () => (await import("./commands/diff.ts")).diff,
  runs: async () => (await import("./commands/runs.ts")).runs,
  log: async () => (await import("./commands/log.ts")).log,
  provenance: async () => (await import("./commands/provenance.ts")).provenance,
  sweep: async () => (await import("./commands/sweep.ts")).sweep,
  reproduce: async () => (await import("./commands/reproduce.ts")).reproduce,
  verify: async () => (await import("./commands/verify.ts")).verify,
  gc: async () => (await import("./commands/gc.ts")).gc,
};
