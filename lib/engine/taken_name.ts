/**
 * Which run has a name that is wanted, and whether it gives it up: one that did not succeed does, to a
 * new one, as the same command again is how people go on after a failure.
 *
 * @module
 */
import type { Store, StoredRun } from "../store/store.ts";
import { UsageError } from "./errors.ts";

/**
 * The run that a new run takes `name` from; `null` if no run has it.
 *
 * @throws {UsageError} if that one succeeded, or goes on.
 */
export async function runThatYields(store: Store, name: string): Promise<StoredRun | null> {
  const holder = (await store.history()).named(name);
  if (holder === null || await hasNotSucceeded(holder, store)) return holder;
  throw nameIsTaken(name, holder);
}

/**
 * Puts the row of a run that begins and has a name. Of several that want one name at once, in one
 * process or in several, one gets it.
 *
 * @throws {UsageError} if another run has the name by now; then nothing was put.
 */
export async function putNamedRun(store: Store, run: StoredRun, name: string): Promise<void> {
  for (;;) {
    const from = await runThatYields(store, name);
    if (store.putNamedRun({ ...run, name }, from?.id ?? null)) return;
    // Another was quicker and is found now, unless what has the name cannot be read.
    if ((await store.history()).named(name) === null) throw nameIsStuck(name);
  }
}

/** Says who has it. */
export function nameIsTaken(name: string, { id }: StoredRun): UsageError {
  return new UsageError([{
    subject: name,
    message: `Run ${id} is called "${name}" already; choose another name, or take it away ` +
      `there with "runs --rename ${name}="`,
  }]);
}

function nameIsStuck(name: string): UsageError {
  return new UsageError([{
    subject: name,
    message: `The name "${name}" stands at a run that cannot be read; choose another name, or ` +
      `remove damaged rows with "verify --repair"`,
  }]);
}

async function hasNotSucceeded({ id, outcome }: StoredRun, store: Store): Promise<boolean> {
  if (outcome !== "running") return outcome !== "ok";
  if (await store.peekRun(id) === null) return false;
  // It may have ended well since its row was read: it completes the row before it lets go.
  return (await store.history()).withId(id)?.outcome !== "ok";
}
