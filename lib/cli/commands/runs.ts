/**
 * `runs`: the runs that executed something, newest first or by a headline figure; gives one a name.
 *
 * @module
 */
import type { PastRun } from "../../engine/engine.ts";
import { EXIT, UsageError } from "../../engine/errors.ts";
import { NO_RUNS } from "../../engine/find_run.ts";
import { readyToMeasure } from "../columns.ts";
import type { Command, Session } from "../command.ts";
import { integerOf, valueOf } from "../given.ts";
import { openStore } from "../open_store.ts";
import { runLines } from "../run_lines.ts";

/** The command. */
export const runs: Command = {
  name: "runs",
  summary: "lists past runs, or gives one a name",
  operands: [],
  flags: ["artifacts", "limit", "sort", "rename", "without-locks"],
  execute: async (session) => {
    const renaming = valueOf(session.given, "rename");
    return await (renaming === undefined ? list(session) : rename(session, renaming));
  },
};

/** Runs that are listed where no limit is given. */
const LISTED = 10;

async function list(session: Session): Promise<number> {
  const { given, output } = session;
  const limit = integerOf(given, "limit") ?? LISTED;
  const sort = valueOf(given, "sort");
  using engine = await openStore(session, { executes: false, plans: false });
  // One more, to know whether there are more. Beyond any count of runs there are none.
  const asked = limit === Number.MAX_SAFE_INTEGER ? limit : limit + 1;
  const found = await engine.runs({ limit: asked, ...(sort === undefined ? {} : { sort }) });
  const shown = found.slice(0, limit);
  output.document({ schema: "runs/1", sort: sort ?? null, runs: shown.map(runDocument) });
  if (shown.length === 0) output.answer(`There are no runs: ${NO_RUNS}.`);
  await readyToMeasure(shown.flatMap(({ metrics }) => Object.keys(metrics)).join());
  tell(shown, sort, session);
  if (found.length > limit) output.say("", "There are more runs; --limit N lists more of them.");
  return EXIT.done;
}

async function rename(session: Session, renaming: string): Promise<number> {
  const { output, artifacts } = session;
  const [, reference, name] = /^([^=]+)=(.*)$/s.exec(renaming) ?? [];
  if (reference === undefined || name === undefined) {
    const message = `--rename takes RUN=NAME, got ${JSON.stringify(renaming)}`;
    throw new UsageError([{ subject: "--rename", message }]);
  }
  const more = [{ kind: "write", path: artifacts } as const];
  using engine = await openStore(session, { executes: false, plans: false, more });
  const run = await engine.nameRun(reference, name === "" ? null : name);
  output.document({ schema: "runs/1", sort: null, runs: [runDocument(run)] });
  output.answer(
    run.name === null ? `Run ${run.id} has no name now.` : `Run ${run.id} is "${run.name}" now.`,
  );
  return EXIT.done;
}

function tell(runs: readonly PastRun[], sort: string | undefined, { output }: Session): void {
  const { style, verbose, people } = output;
  const settings = { style, verbose, columns: people.columns(), first: sort ?? null };
  runs.forEach((run, i) => output.answer(...(i === 0 ? [] : [""]), ...runLines(run, settings)));
}

function runDocument(run: PastRun) {
  const { id, name, startedAt, elapsedMs, outcome, command, sweep, until, only } = run;
  const { params, settings, stages, metrics } = run;
  return {
    id,
    name,
    startedAt,
    elapsedMs,
    outcome,
    command,
    sweep,
    until,
    only,
    params,
    settings,
    stages: stages.map(({ name, state, key, elapsedMs, reasons, error }) => ({
      name,
      state,
      key,
      elapsedMs,
      reasons,
      error,
    })),
    metrics,
  };
}
