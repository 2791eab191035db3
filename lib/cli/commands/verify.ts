/**
 * `verify`: reads every object and checks its SHA-256, and every row of what is remembered; with
 * `--repair` it sets aside or removes what is damaged and makes it again.
 *
 * @module
 */
import type { DamagedObject, DamagedRow, Engine, Verification } from "../../engine/engine.ts";
import { EXIT } from "../../engine/errors.ts";
import type { RunResult } from "../../engine/result.ts";
import type { Command, Session } from "../command.ts";
import { exitCodeOf } from "../exit_code.ts";
import { PARAM_FLAGS } from "../flags.ts";
import { isGiven } from "../given.ts";
import { openStore } from "../open_store.ts";
import { printable } from "../printable.ts";
import { shownPath } from "../permissions.ts";
import { signalExitCode } from "../stop.ts";
import { failureLines } from "../summary.ts";
import { type Course, supervised } from "../supervise.ts";
import { count } from "../units.ts";

/** The command. */
export const verify: Command = {
  name: "verify",
  summary: "reads every object of the store, named by a record or not, and checks its SHA-256",
  operands: [],
  flags: [...PARAM_FLAGS, "repair", "without-locks"],
  execute,
};

/** What a repair did. */
interface Repair {
  readonly result: RunResult;
  /** Objects that still have the wrong bytes. */
  readonly left: readonly DamagedObject[];
  /** Objects that this run did not need: a run with the params that they belong to makes them. */
  readonly later: readonly DamagedObject[];
}

type Damage = Pick<Verification, "damaged" | "rows">;

async function execute(session: Session): Promise<number> {
  const { given, output } = session;
  const repairs = isGiven(given, "repair");
  using engine = await openStore(session, { executes: repairs, rehash: true });
  const verification = await engine.verify();
  const { checked, unnamed, damaged, rows } = verification;
  const found: Damage = { damaged, rows };
  output.warn(...damaged.map(damageLine), ...rows.map(rowLine));
  const { value: repair, received } = repairs && isDamaged(found)
    ? await supervised(session, (course) => repaired(session, engine, found, course))
    : { value: null, received: null };
  output.document({
    schema: "verify/1",
    checked,
    unnamed,
    damaged,
    rows: rows.map(({ kind, name, stage, runName }) => ({ kind, name, stage, runName })),
    repair: repair === null ? null : {
      outcome: repair.result.outcome,
      run: repair.result.run,
      executed: executedStages(repair.result),
      left: repair.left,
      later: repair.later,
    },
  });
  if (received !== null) return signalExitCode(received);
  return repair === null ? tellChecked(session, verification) : tellRepair(session, repair, found);
}

function isDamaged({ damaged, rows }: Damage): boolean {
  return damaged.length + rows.length > 0;
}

function damageLine({ digest, stage, output, problem }: DamagedObject): string {
  const problems = {
    missing: "is missing",
    size: "has the wrong size",
    content: "has other bytes than its name says",
  } as const;
  const subject = stage === null ? "an object that no record names" : `${stage}.${output}`;
  return `damaged: ${subject} ${problems[problem]}, sha256 ${digest}`;
}

function rowLine({ kind, name, stage, runName }: DamagedRow): string {
  if (kind === "file") {
    return `damaged: what is remembered of the file ${printable(name)} is not true: its bytes ` +
      "changed, its size and times did not";
  }
  const of = stage === null ? "" : ` of ${printable(stage)}`;
  const called = runName === null ? "" : ` "${printable(runName)}"`;
  return `damaged: the ${kind}${of}${called} does not read as what was written, ${printable(name)}`;
}

async function repaired(
  { request }: Session,
  engine: Engine,
  { damaged, rows }: Damage,
  course: Course,
): Promise<Repair> {
  await engine.quarantine(damaged);
  await engine.removeRows(rows);
  const result = await engine.run({ ...request, ...course });
  const after = (await engine.verify()).damaged;
  const later = after.filter(({ problem }) => problem === "missing");
  if (later.length > 0) engine.forget(later);
  return { result, left: after.filter(({ problem }) => problem !== "missing"), later };
}

function executedStages({ stages }: RunResult): string[] {
  return stages.filter(({ state }) => state === "ran").map(({ name }) => name);
}

function tellChecked({ output }: Session, { checked, unnamed, ...found }: Verification): number {
  if (!isDamaged(found)) {
    const garbage = unnamed === 0
      ? ""
      : `; no record names ${unnamed} of them, so gc removes ${unnamed === 1 ? "it" : "them"}`;
    output.say(`${count(checked, "object")} checked, all as they should be${garbage}.`);
    return EXIT.done;
  }
  const rows = found.rows.length === 0 ? "" : ` and ${count(found.rows.length, "row")}`;
  output.warn(
    `${count(checked, "object")} checked, ${found.damaged.length} damaged${rows}. ` +
      '"verify --repair" sets them aside and makes them again.',
  );
  return EXIT.integrity;
}

function tellRepair(
  { output, artifacts, surroundings }: Session,
  { result, left, later }: Repair,
  found: Damage,
): number {
  output.warn(...failureLines(result, shownPath(artifacts, surroundings.folder), false));
  output.warn(...left.map((object) => `still ${damageLine(object)}`));
  if (result.outcome !== "ok") return Math.max(EXIT.stage, exitCodeOf(result));
  if (left.length > 0) return EXIT.integrity;
  const executed = executedStages(result);
  const again = executed.length === 0
    ? "nothing had to be made again"
    : `ran ${executed.join(", ")}`;
  const { damaged, rows } = found;
  const done = [
    ...(damaged.length > 0 ? [`${count(damaged.length, "damaged object")} set aside`] : []),
    ...(rows.length > 0 ? [`${count(rows.length, "damaged row")} removed`] : []),
  ];
  output.say(`${done.join(", ")}, ${again}; all is well.`);
  if (later.length > 0) {
    const names = later.map(({ stage, output }) => `${stage}.${output}`).join(", ");
    output.say(`Made again when a run with other params or code wants it: ${names}.`);
  }
  return EXIT.done;
}
