/**
 * `sweep STAGE.PARAM=V1,V2 …`: runs every combination of values, what they share once, and compares
 * them by a metric.
 *
 * The runs end with the stage that gives the metric, so that no report is built that nobody reads.
 *
 * @module
 */
import type { Engine, SweepEvent, SweepResult } from "../../engine/engine.ts";
import { EXIT, type UsageProblem } from "../../engine/errors.ts";
import { assignments } from "../../engine/grid.ts";
import { type DeclaredMetric, declaredMetrics } from "../../engine/metrics.ts";
import { resolvePath } from "../../engine/paths.ts";
import { readyToMeasure } from "../columns.ts";
import type { Command, Session } from "../command.ts";
import { warnOfFailure } from "../failure.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { integerOf, valueOf, valuesOf } from "../given.ts";
import { givenPath } from "../given_files.ts";
import { openStore } from "../open_store.ts";
import { extensionOf } from "../operands.ts";
import { shownPath } from "../permissions.ts";
import { printable } from "../printable.ts";
import { commandOf, typedLine } from "../program.ts";
import { shellLine } from "../shell.ts";
import { signalExitCode } from "../stop.ts";
import { watched } from "../supervise.ts";
import { ranked, type SweepDocument, sweepDocument } from "../sweep_document.ts";
import { sweepDoneLine, sweepExitCode, sweepFailureLines, sweepTable } from "../sweep_lines.ts";
import { type AskedSweep, askedSweep, requestsToGrant, sweptParams } from "../sweep_request.ts";
import { isStoppedRun, sweepView } from "../sweep_view.ts";
import { size } from "../units.ts";

/** The command. */
export const sweep: Command = {
  name: "sweep",
  summary: "runs every combination of values and compares them by a metric",
  operands: [{ name: "STAGE.PARAM=V1,V2…", kind: "axes" }],
  notes: [
    "Values stand with commas between them; a range is a value, too:",
    "  0.1,0.2,0.5          these",
    "  0.1..0.5:5           5 values at equal distances: 0.1, 0.2, 0.3, 0.4, 0.5",
    "  5..20                every whole number, of a param that takes these",
    "  logspace:0.001..1:4  4 values at equal ratios: 0.001, 0.01, 0.1, 1",
    "The runs end with the stage that gives the metric, or a later one that --until names. What has",
    "been run before is found done, so the same command goes on where it was stopped.",
  ],
  flags: [...PLAN_FLAGS, "grid", "by", "until", "jobs", "limit", "html", "yes", "without-locks"],
  check: (session) => [...askedSweep(session).problems, ...checkHtml(session)],
  execute,
};

/** Rows of the table where no limit is given. */
const LISTED = 50;

async function execute(session: Session): Promise<number> {
  const asked = askedSweep(session);
  const { output, surroundings, program } = session;
  const grid = givenPath(session.given, surroundings.folder ?? session.root, "grid");
  const html = htmlPath(session);
  using engine = await openStore(session, {
    executes: true,
    requests: requestsToGrant(session, asked),
    file: html,
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
  const isStopped = received !== null || result.outcome === "cancelled";
  // What the sweep found is told even if the page cannot be written.
  const [page] = html === null || isStopped
    ? []
    : await Promise.allSettled([writePage(session, engine, { html, metric, result })]);
  const isWritten = page?.status === "fulfilled";
  const shownHtml = html === null || !isWritten ? null : shownPath(html, surroundings.folder);
  const document = sweepDocument(result, metric, shownHtml);
  output.document(document);
  await readyToMeasure(JSON.stringify(document));
  tell(session, asked, document);
  if (isWritten) output.say(`The page is ${shownHtml}, ${size(page.value)}`);
  if (isStopped) {
    output.warn("Stopped. Run the same command again; it goes on from here.");
    return signalExitCode(received ?? "SIGINT");
  }
  const pageCode = page?.status === "rejected" ? warnOfFailure(page.reason, output) : EXIT.done;
  return Math.max(sweepExitCode(document), pageCode);
}

interface Page {
  /** Absolute path. */
  readonly html: string;
  readonly metric: DeclaredMetric | null;
  readonly result: SweepResult;
}

async function writePage(
  session: Session,
  engine: Engine,
  { html, metric, result }: Page,
): Promise<number> {
  const { program, root, given, surroundings } = session;
  const document = sweepDocument(result, metric, shownPath(html, surroundings.folder));
  const { writeSweep } = await import("../sweep_file.ts");
  return await writeSweep(engine, program.sweep!.page!, {
    root,
    file: html,
    runs: ranked(result.runs, metric),
    facts: {
      ...document,
      metrics: declaredMetrics(program.pipeline),
      command: typedLine(program, given.args),
      bestCommand: bestCommand(session, document),
    },
  });
}

function checkHtml({ program, given }: Session): UsageProblem[] {
  const path = valueOf(given, "html");
  if (path === undefined || path === "") return [];
  const message = program.sweep?.page === undefined
    ? "this pipeline has no page on sweeps; leave --html out"
    : extensionOf(path) === "html"
    ? null
    : `--html needs a file that ends in .html, got ${JSON.stringify(path)}`;
  return message === null ? [] : [{ subject: "--html", message }];
}

function htmlPath({ given, surroundings, root }: Session): string | null {
  const path = valueOf(given, "html");
  return path === undefined ? null : resolvePath(surroundings.folder ?? root, path);
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
  if (table.length > 0) output.answer("", ...table);
  output.warn(...sweepFailureLines(document));
  output.say("", sweepDoneLine(document), ...bestLines(session, document));
}

function bestLines(session: Session, document: SweepDocument): string[] {
  const { by, outcome } = document;
  const command = bestCommand(session, document);
  if (command !== null) return [`To run the best: ${command}`];
  return by === null || outcome === "cancelled"
    ? []
    : [`No combination gave ${printable(by)}, so that none is the best.`];
}

/** What runs the best as a whole. */
function bestCommand(
  { program, given }: Session,
  { combinations }: SweepDocument,
): string | null {
  const best = combinations.find((one) => one.best);
  if (best === undefined) return null;
  const kept = (["preset", "params", "artifacts"] as const).flatMap((flag) => {
    const value = valueOf(given, flag);
    return value === undefined ? [] : [`--${flag}`, value];
  });
  const assigned = [...valuesOf(given, "set"), ...assignments(best.params)];
  const sets = assigned.flatMap((set) => ["--set", set]);
  return `${commandOf(program)} ${shellLine([...kept, ...sets])}`;
}
