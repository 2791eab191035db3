/**
 * `diff RUN RUN`: what two past runs differ in; with `--html FILE` also as a page.
 *
 * @module
 */
import type { Engine, PastRun } from "../../engine/engine.ts";
import { EXIT, UsageError } from "../../engine/errors.ts";
import { resolvePath } from "../../engine/paths.ts";
import { runDifference } from "../../engine/run_difference.ts";
import { readyToMeasure } from "../columns.ts";
import type { Command, Session } from "../command.ts";
import type { Comparison } from "../comparison.ts";
import { diffDocument } from "../diff_document.ts";
import { diffLines } from "../diff_lines.ts";
import { warnOfFailure } from "../failure.ts";
import { valueOf } from "../given.ts";
import { openStore } from "../open_store.ts";
import { extensionOf } from "../operands.ts";
import { shownPath } from "../permissions.ts";
import { size } from "../units.ts";

/** The command. */
export const diff: Command = {
  name: "diff",
  summary: "says what two past runs differ in: params, metrics, code, inputs, packages, time",
  operands: [{ name: "RUN", kind: "run" }, { name: "RUN", kind: "run" }],
  flags: ["artifacts", "html"],
  execute,
};

/** A page that was asked for. */
interface Page {
  readonly comparison: Comparison;
  /** Absolute path. */
  readonly file: string;
}

async function execute(session: Session): Promise<number> {
  const { given, output, surroundings, root } = session;
  const page = pageOf(session);
  using engine = await openStore(session, {
    executes: false,
    plans: false,
    file: page?.file ?? null,
  });
  const [before, after] = await bothRuns(engine, given.operands);
  const difference = await runDifference(engine, before, after);
  await readyToMeasure(JSON.stringify(difference));
  if (page === null) {
    output.document(diffDocument(difference, null));
    output.answer(...diffLines(difference, output.style, output.verbose));
    return EXIT.done;
  }
  const shownFile = shownPath(page.file, surroundings.folder);
  const { writeComparison } = await import("../comparison_file.ts");
  const at = { root, file: page.file, shownFile, difference };
  const [written] = await Promise.allSettled([writeComparison(engine, page.comparison, at)]);
  const isWritten = written.status === "fulfilled";
  // Runs of which there can be no page are a mistake in what was asked. Otherwise what differs is told.
  if (!isWritten && written.reason instanceof UsageError) throw written.reason;
  output.document(diffDocument(difference, isWritten ? shownFile : null));
  output.answer(...diffLines(difference, output.style, output.verbose));
  if (!isWritten) return warnOfFailure(written.reason, output);
  output.say("", `The page is ${shownFile}, ${size(written.value)}`);
  return EXIT.done;
}

function pageOf({ program, given, surroundings, root }: Session): Page | null {
  const path = valueOf(given, "html");
  if (path === undefined) return null;
  const problem = program.comparison === undefined
    ? "this pipeline has no page that compares runs; leave --html out"
    : extensionOf(path) === "html"
    ? null
    : `--html needs a file that ends in .html, got ${JSON.stringify(path)}`;
  if (problem !== null) throw new UsageError([{ subject: "--html", message: problem }]);
  return { comparison: program.comparison!, file: resolvePath(surroundings.folder ?? root, path) };
}

/** Both are looked up before either is refused, so that all that is wrong is said at once. */
async function bothRuns(
  engine: Engine,
  references: readonly string[],
): Promise<readonly [before: PastRun, after: PastRun]> {
  const found = await Promise.allSettled(references.map((name) => engine.pastRun(name)));
  const refused = found.flatMap((result) => result.status === "rejected" ? [result.reason] : []);
  const other = refused.find((reason) => !(reason instanceof UsageError));
  if (other !== undefined) throw other;
  if (refused.length > 0) throw new UsageError(refused.flatMap(({ problems }) => problems));
  const [before, after] = found.flatMap((r) => r.status === "fulfilled" ? [r.value] : []);
  return [before!, after!];
}
