/**
 * Every command by name. Each is loaded when it is asked for: a run in which nothing changed loads
 * `run` alone.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { run } from "./commands/run.ts";

/** Loads a command. */
export const COMMANDS: { readonly [name: string]: () => Promise<Command> } = {
  run: () => Promise.resolve(run),
  plan: async () => (await load<typeof import("./commands/plan.ts")>("plan")).plan,
  why: async () => (await load<typeof import("./commands/why.ts")>("why")).why,
  dag: async () => (await load<typeof import("./commands/dag.ts")>("dag")).dag,
  show: async () => (await load<typeof import("./commands/show.ts")>("show")).show,
  export: async () => (await load<typeof import("./commands/export.ts")>("export")).exportArtifact,
  verify: async () => (await load<typeof import("./commands/verify.ts")>("verify")).verify,
};

/**
 * Deno looks ahead along every `import()` whose path it can read, at 4 ms a start for all of them;
 * a variable it cannot read.
 */
async function load<M>(name: string): Promise<M> {
  const path = `./commands/${name}.ts`;
  return await import(path);
}
