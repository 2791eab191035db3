/**
 * Finds a run by what people call it: the beginning of its id, its name, `latest` or `latest~N`.
 * Refuses a reference that fits none or several, and says what would fit.
 *
 * @module
 */
import type { RunHistory, Store, StoredRun } from "../store/store.ts";
import { UsageError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { ageOf } from "./run_name.ts";

/** Runs listed in a message, at most. */
const LISTED = 6;
/** Runs among which a misspelt id is looked for. */
const RECENT = 200;
/** Of fewer characters each id is a near one. */
const SHORTEST_MISSPELT = 4;

/**
 * The run that `reference` names.
 *
 * @throws {UsageError} if that is no run, or not one run only.
 */
export async function findRun(
  store: Pick<Store, "history" | "recordsOfRun">,
  reference: string,
): Promise<StoredRun> {
  const history = await store.history();
  const age = ageOf(reference);
  if (age !== null) return history.newest(1, age)[0] ?? refuseAge(history, reference);
  if (!/^\d/.test(reference)) return history.named(reference) ?? refuseName(history, reference);
  // A run of a sweep may have an id that another one's begins with.
  const whole = history.withId(reference);
  if (whole !== null) return whole;
  const fitting = history.withPrefix(reference, LISTED + 1);
  const [found] = fitting;
  if (found === undefined) return refuseId(history, store, reference);
  if (fitting.length > 1) return refuseSeveral(reference, fitting);
  return found;
}

function refuse(subject: string, message: string, near?: string): never {
  throw new UsageError([{ subject, message, ...(near === undefined ? {} : { nearest: near }) }]);
}

/**
 * Why there is no run, as part of a sentence. `run` need not make one: gc keeps what is needed now, and
 * a run of hits is not recorded.
 */
export const NO_RUNS = "none has executed a stage yet, or gc removed those that had";

function refuseAge(history: RunHistory, reference: string): never {
  const count = history.count();
  const kept = count === 0
    ? NO_RUNS
    : `${count === 1 ? "one run is" : `${count} runs are`} kept, the oldest is ` +
      (count === 1 ? "latest" : `latest~${count - 1}`);
  return refuse(reference, `There is no run "${reference}"; ${kept}`);
}

function refuseName(history: RunHistory, reference: string): never {
  const names = history.names();
  const near = nearest(reference, [...names, "latest"]);
  const unknown = `There is no run "${reference}"`;
  if (near !== undefined) return refuse(reference, unknown, near);
  const listed = names.length === 0
    ? "none has a name yet"
    : `names are ${names.slice(0, LISTED).join(", ")}${names.length > LISTED ? ", …" : ""}`;
  return refuse(
    reference,
    `${unknown}; a run is found by the beginning of its id, by its name (${listed}), ` +
      'as latest or as latest~N; "runs" lists them',
  );
}

function refuseId(
  history: RunHistory,
  store: Pick<Store, "recordsOfRun">,
  reference: string,
): never {
  const isWhole = /^\d{8}T\d{6}-[0-9a-f]{6}(-\d+)?$/.test(reference);
  const left = (isWhole ? store.recordsOfRun(reference) : []).map(({ stage }) => stage).reverse();
  if (left.length > 0) {
    return refuse(
      reference,
      `Run "${reference}" is no longer kept: gc removed it. What it made of ${
        left.join(", ")
      } is ` +
        'still there, because something else needs it; "runs" lists the runs that are kept',
    );
  }
  const isLong = reference.length >= SHORTEST_MISSPELT;
  const ids = isLong ? history.newest(RECENT, 0).map(({ id }) => id) : [];
  // An id is shown whole, whatever was typed of it.
  const near = nearest(reference, ids.map((id) => id.slice(0, reference.length)));
  const whole = ids.find((id) => near !== undefined && id.startsWith(near));
  return refuse(
    reference,
    `There is no run whose id begins with "${reference}"; it may have been removed by gc, ` +
      '"runs" lists the runs that are kept',
    whole,
  );
}

function refuseSeveral(reference: string, fitting: readonly StoredRun[]): never {
  const listed = fitting.slice(0, LISTED).map(({ id, name }) =>
    name === null ? id : `${id} (${name})`
  );
  const more = fitting.length > LISTED ? ", …" : "";
  return refuse(
    reference,
    `"${reference}" fits several runs, give more of the id: ${listed.join(", ")}${more}`,
  );
}
