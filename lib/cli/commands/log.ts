/**
 * `log STAGE`: what a stage said when it was executed: its log, and how far it had come when.
 *
 * @module
 */
import { type ChosenStage, chosenStage, goneStage } from "../../engine/chosen_stage.ts";
import type { Engine, RecordedStage } from "../../engine/engine.ts";
import { EXIT, type StageError, wasCancelled } from "../../engine/errors.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { isGiven } from "../given.ts";
import { openStore } from "../open_store.ts";
import { printable, printableLines } from "../printable.ts";
import { type Course, courseOf } from "../stage_lines.ts";
import { stageChoice } from "../stage_choice.ts";
import { duration, instant } from "../units.ts";

/** The command. */
export const log: Command = {
  name: "log",
  summary: "prints what a stage said when it was executed",
  operands: [{ name: "STAGE", kind: "stage" }],
  flags: [...PLAN_FLAGS, "run"],
  execute,
};

/** What is known of an execution, of one that failed too. */
interface Told extends Course {
  /** Id of the run that executed it. */
  readonly run: string;
  readonly key: string | null;
  /** `null` for one that failed. */
  readonly madeAt: string | null;
  readonly elapsedMs: number | null;
  readonly error: StageError | null;
}

async function execute(session: Session): Promise<number> {
  const { given, output } = session;
  const stage = given.operands[0]!;
  using engine = await openStore(session, { executes: false, plans: !isGiven(given, "run") });
  const told = await toldBy(await chosenStage(engine, stageChoice(session, stage)), stage, engine);
  const { run, key, madeAt, elapsedMs, log, progress, error } = told;
  output.document({
    schema: "log/1",
    stage,
    run,
    key,
    madeAt,
    elapsedMs,
    lines: log,
    progress,
    error,
  });
  output.say(headLine(stage, told));
  output.answer(...linesOf(stage, told, session));
  return EXIT.done;
}

async function toldBy(chosen: ChosenStage, name: string, engine: Engine): Promise<Told> {
  if (chosen.from === "run" && chosen.stage.state === "failed") {
    const { run: { id }, stage: { key, elapsedMs, log, error } } = chosen;
    return { run: id, key, madeAt: null, elapsedMs, log, progress: [], error };
  }
  const key = chosen.keys.get(name);
  const recorded: RecordedStage | null = key === undefined ? null : await engine.recorded(key);
  if (recorded === null) throw goneStage(name, chosen.from === "run" ? chosen.run.id : null);
  return { ...recorded, error: null };
}

function headLine(stage: string, { run, madeAt, elapsedMs, error }: Told): string {
  const time = elapsedMs === null
    ? ""
    : ` ${error === null ? "in" : "after"} ${duration(elapsedMs)}`;
  if (error !== null && wasCancelled(stage, error)) {
    return `${stage} was cancelled${time}, run ${run}:`;
  }
  if (madeAt === null) return `${stage} failed${time}, run ${run}:`;
  return `${stage} ran${time} until ${instant(madeAt)}, run ${run}:`;
}

function linesOf(stage: string, told: Told, { output: { style } }: Session): string[] {
  const said = courseOf(told).map(({ type, text }) =>
    type === "line" ? `  ${text}` : `  ${style.mark("dim", `· ${text}`)}`
  );
  const { error } = told;
  if (error !== null && !wasCancelled(stage, error)) {
    const [first = "", ...more] = printableLines(error.message);
    const place = error.at === null ? [] : [`  at ${printable(error.at)}`];
    return [...said, `  failed: ${first}`, ...more.map((line) => `  ${line}`), ...place];
  }
  return said.length === 0 ? ["  It said nothing."] : said;
}
