/**
 * `sweep STAGE.PARAM=V1,V2 …`: runs every combination of values, what they share once, and compares
 * them by a metric.
 *
 * The runs end with the stage that gives the metric, so that no report is built that nobody reads.
 *
 * @module
 */
import type { SweepEvent, SweepResult } from "../../engine/engine.ts";
import { assignments } from "../../engine/grid.ts";
import { type DeclaredMetric, declaredMetrics } from "../../engine/metrics.ts";
import type { Command, Session } from "../command.ts";
import { PARAM_FLAGS } from "../flags.ts";
import { integerOf, valueOf, valuesOf } from "../given.ts";
import { openStore } from "../open_store.ts";
import { printable } from "../printable.ts";
import { commandOf } from "../program.ts";
import { shellLine } from "../shell.ts";
import { signalExitCode } from "../stop.ts";
import { watched } from "../supervise.ts";
import { type SweepDocument, sweepDocument } from "../sweep_document.ts";
import { sweepDoneLine, sweepExitCode, sweepFailureLines, sweepTable } from "../sweep_lines.ts";
import {
  type AskedSweep,
  askedSweep,
  gridPath,
  requestsToGrant,
  sweptParams,
} from "../sweep_request.ts";
import { isStoppedRun, sweepView } from "../sweep_view.ts";

/** The command. */
export const sweep: Command = {
  name: "sweep",
  summary: "runs every combination of values and compares them by a metric",
  operands: [{ name: "STAGE.PARAM=V1,V2…", kind: "axes" }],
  flags: [...PARAM_FLAGS, "grid", "by", "until", "jobs", "limit", "html", "yes"],
  check: (session) => askedSweep(session).problems,
  execute,
};

/** Rows of the table where no limit is given. */
const LISTED = 50;

async function execute(session: Session): Promise<number> {
  const asked = askedSweep(session);
  const { output, surroundings, program } = session;
  const grid = gridPath(session);
  using engine = await openStore(session, {
    executes: true,
    requests: requestsToGrant(session, asked),
    more: grid === null ? [] : [{ kind: "read", path: grid }],
  });
  const { by } = asked.request;
  const metric = declaredMetrics(program.pipeline).find(({ name }) => name === by) ?? null;
  if (metric?.judges === true) output.warn(judgingWarning(metric));
  const view = sweepView(output, metric, surroundings.now);
  const { value: result, received } = await watched<SweepEvent, SweepResult>(
    session,
    view,
    isStoppedRun,
    (course) => engine.sweep({ ...asked.request, ...course }),
  );
  const document = sweepDocument(result, metric, null);
  output.document(document);
  tell(session, asked, document);
  if (received !== null || result.outcome === "cancelled") {
    output.warn("Stopped. Run the same command again; it goes on from here.");
    return signalExitCode(received ?? "SIGINT");
  }
  return sweepExitCode(document);
}

function judgingWarning({ name }: DeclaredMetric): string {
  return `warning: ${printable(name)} is there to judge what was chosen; chosen by it, the best ` +
    "would look better than it is";
}

function tell(session: Session, { grids }: AskedSweep, document: SweepDocument): void {
  const { output, given } = session;
  const table = sweepTable(document, {
    style: output.style,
    columns: output.people.columns(),
    limit: integerOf(given, "limit") ?? LISTED,
    swept: sweptParams(grids),
  });
  output.answer("", ...table);
  output.warn(...sweepFailureLines(document));
  output.say("", sweepDoneLine(document), ...bestLines(session, document));
}

/** How to run the best as a whole. */
function bestLines({ program, given }: Session, { combinations, by }: SweepDocument): string[] {
  const best = combinations.find((one) => one.best);
  if (best === undefined) {
    return by === null ? [] : [`No combination gave ${printable(by)}, so that none is the best.`];
  }
  const kept = (["preset", "params", "artifacts"] as const).flatMap((flag) => {
    const value = valueOf(given, flag);
    return value === undefined ? [] : [`--${flag}`, value];
  });
  const sets = [...valuesOf(given, "set"), ...assignments(best.params)].flatMap((set) => [
    "--set",
    set,
  ]);
  return [`To run the best: ${commandOf(program)} ${shellLine([...kept, ...sets])}`];
}
