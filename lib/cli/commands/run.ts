/**
 * `run`: brings stages up to date, writes the report, ends with the headline figures.
 *
 * @module
 */
import type { Engine, RunRequest } from "../../engine/engine.ts";
import { IntegrityError, UsageError } from "../../engine/errors.ts";
import { toFileUrl } from "../../engine/paths.ts";
import type { RunResult } from "../../engine/result.ts";
import { readyToMeasure } from "../columns.ts";
import type { Command, Session } from "../command.ts";
import { exitCodeOf } from "../exit_code.ts";
import { PLAN_FLAGS, STAGE_FLAGS } from "../flags.ts";
import { integerOf, isGiven, valueOf } from "../given.ts";
import { openStore } from "../open_store.ts";
import { shownPath } from "../permissions.ts";
import { typedLine } from "../program.ts";
import { type Reported, reportFile } from "../report_file.ts";
import { runDocument } from "../run_document.ts";
import { signalExitCode } from "../stop.ts";
import { hyperlink } from "../style.ts";
import { type Course, supervised } from "../supervise.ts";
import type { StopSignal } from "../surroundings.ts";
import { againWords, doneLine, failureLines, metricLines } from "../summary.ts";

/** The command. */
export const run: Command = {
  name: "run",
  summary: "brings every stage up to date and writes the report",
  operands: [],
  flags: [...PLAN_FLAGS, ...STAGE_FLAGS, "jobs", "keep-going", "name", "without-locks"],
  execute,
};

async function execute(session: Session): Promise<number> {
  using engine = await openStore(session, { executes: true });
  const { value, received } = await supervised(
    session,
    (course) => runAndReport(session, engine, course),
  );
  await readyToMeasure(Object.keys(value.result.metrics).join());
  return await tellResult(session, engine, value, received);
}

async function runAndReport(session: Session, engine: Engine, course: Course): Promise<Reported> {
  const jobs = integerOf(session.given, "jobs");
  const name = valueOf(session.given, "name");
  const settings: RunRequest = {
    ...session.request,
    ...course,
    command: typedLine(session.program, session.given.args),
    ...(jobs === undefined ? {} : { jobs }),
    keepGoing: isGiven(session.given, "keep-going"),
  };
  const result = await engine.run(name === undefined ? settings : { ...settings, name });
  if (result.outcome === "cancelled" || result.loss !== undefined) return { result, path: null };
  // What was forced has run by now.
  const again = () => engine.run({ ...settings, force: [] });
  return await reportFile(session, engine, result, again);
}

async function tellResult(
  session: Session,
  engine: Engine,
  { result, path }: Reported,
  received: StopSignal | null,
): Promise<number> {
  const { output, surroundings, artifacts } = session;
  const isForced = isGiven(session.given, "force");
  const report = path === null ? null : shownPath(path, surroundings.folder);
  output.document(runDocument(result, report));
  if (received !== null || result.outcome === "cancelled") {
    output.warn(`Stopped. Run the same command again; ${againWords(isForced)}.`);
    return signalExitCode(received ?? "SIGINT");
  }
  const failures = failureLines(result, shownPath(artifacts, surroundings.folder), isForced);
  if (failures.length > 0) output.warn("", ...failures);
  else output.say(...finalLines(session, result, path));
  output.warn(...await unnamedLines(session, engine, result));
  return exitCodeOf(result);
}

function finalLines(session: Session, result: RunResult, path: string | null): string[] {
  const { output } = session;
  return [
    ...(result.run === null ? [] : [""]),
    doneLine(result),
    ...metricLines(result.metrics, output.style, output.people.columns()),
    ...(path === null ? [] : [linkTo(path, session)]),
  ];
}

/** If nothing was executed, no run is recorded, so `--name` has nothing to name. */
async function unnamedLines(
  { given }: Session,
  engine: Engine,
  { run, stages }: RunResult,
): Promise<string[]> {
  const name = valueOf(given, "name");
  if (name === undefined || run !== null) return [];
  const last = stages.findLast((stage) => "origin" in stage);
  const earlier = last === undefined || !await isKept(engine, last.origin.run)
    ? null
    : last.origin.run;
  const advice = earlier === null
    ? 'the run that made this is no longer kept, "--force" makes it again under that name'
    : `"runs --rename ${earlier}=${name}" names the run that made this`;
  return [
    `warning: Nothing was executed, so there is no new run to call "${name}"; ${advice}`,
  ];
}

/** Whether a run can be referred to: `gc` may have removed it, and kept what it made. */
async function isKept(engine: Engine, run: string): Promise<boolean> {
  try {
    return (await engine.pastRun(run)).id === run;
  } catch (error) {
    if (error instanceof UsageError || error instanceof IntegrityError) return false;
    throw error;
  }
}

function linkTo(path: string, { output, surroundings }: Session): string {
  const { people, style } = output;
  if (!people.isTerminal) return shownPath(path, surroundings.folder);
  const url = toFileUrl(path);
  return style.colour ? hyperlink(url, url) : url;
}
