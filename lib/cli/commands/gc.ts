/**
 * `gc`: removes what no kept run reaches. What the pipeline needs now always stays, and so do runs
 * with a name and, without `--all`, what other pipelines on the store need.
 *
 * @module
 */
import type {
  Collection,
  GcRequest,
  KeptForOther,
  RemovedRun,
  StoreUsage,
} from "../../engine/engine.ts";
import { EXIT } from "../../engine/errors.ts";
import { fromFileUrl } from "../../engine/paths.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { integerOf, isGiven } from "../given.ts";
import { openStore } from "../open_store.ts";
import { shownPath } from "../permissions.ts";
import { printable } from "../printable.ts";
import { removedRunLines } from "../removed_run_lines.ts";
import { shellLine } from "../shell.ts";
import { count, size } from "../units.ts";

/** The command. */
export const gc: Command = {
  name: "gc",
  summary:
    "removes artifacts and runs that no kept run reaches; what is needed now and named runs stay",
  operands: [],
  flags: [...PLAN_FLAGS, "keep-runs", "max-bytes", "all", "dry-run", "without-locks"],
  execute,
};

async function execute(session: Session): Promise<number> {
  const { given, output, artifacts } = session;
  const keepRuns = integerOf(given, "keep-runs");
  const maxBytes = integerOf(given, "max-bytes");
  const dryRun = isGiven(given, "dry-run");
  const more = dryRun ? [] : [{ kind: "write", path: artifacts } as const];
  using engine = await openStore(session, { executes: false, more });
  const request: GcRequest = {
    params: session.request.params ?? {},
    dryRun,
    all: isGiven(given, "all"),
    onWait: () => output.warn("Waiting for another process that uses the store."),
    ...(keepRuns === undefined ? {} : { keepRuns }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
  const collection = await engine.gc(request);
  const { before, after, removed, keptForOthers } = collection;
  output.document({
    schema: "gc/1",
    dryRun,
    before,
    after,
    removed: removed.map((run) => removedDocument(run, session)),
    keptForOthers: keptForOthers.map((kept) => ({
      ...kept,
      pipeline: shownPipeline(kept.pipeline, session),
    })),
  });
  output.answer(...collectionLines(collection, dryRun, session));
  if (!dryRun && after.emptyBytes > 0) output.warn(emptyRoomLine(after, session));
  const { objectBytes } = after;
  if (maxBytes !== undefined && objectBytes > maxBytes) {
    const others = keptForOthers.length === 0 ? "" : ", with what stays for other pipelines,";
    const message = `the pipeline as it is now and runs with a name${others} need ` +
      size(objectBytes);
    output.warn(`warning: ${message}, more than --max-bytes ${maxBytes}`);
  }
  return EXIT.done;
}

function shownPipeline(pipeline: string | null, { surroundings }: Session): string | null {
  return pipeline === null ? null : shownPath(pipeline, surroundings.folder);
}

/** Says of the database of an earlier version how its room is given back. */
function emptyRoomLine({ emptyBytes, databaseBytes }: StoreUsage, session: Session): string {
  const { program, given, surroundings: { folder } } = session;
  const script = shownPath(fromFileUrl(program.module), folder);
  return `warning: The database keeps its ${size(databaseBytes)}, of which ${
    size(emptyBytes)
  } are ` +
    "empty, for rows to come. An earlier version made it so that it becomes smaller only where all " +
    `permissions are given: ${shellLine(["deno", "run", "--allow-all", script, ...given.args])}`;
}

function removedDocument(run: RemovedRun, session: Session) {
  const { id, startedAt, pipeline, records, artifacts, objectBytes } = run;
  return {
    id,
    startedAt,
    pipeline: shownPipeline(pipeline, session),
    records,
    artifacts: artifacts.map(({ stage, output, digest, sizeBytes }) => ({
      artifact: `${stage}.${output}`,
      digest,
      sizeBytes,
    })),
    objectBytes,
  };
}

const NOUNS = {
  runs: "run",
  records: "record",
  bundles: "bundle",
  objects: "object",
  quarantined: "object set aside",
} as const;

function collectionLines(
  { before, after, removed: runs, keptForOthers }: Collection,
  dryRun: boolean,
  session: Session,
): string[] {
  const removed = Object.entries(NOUNS).flatMap(([field, noun]) => {
    const n = before[field as keyof typeof NOUNS] - after[field as keyof typeof NOUNS];
    return n > 0 ? [words(n, noun)] : [];
  });
  const left = `${count(after.runs, "run")}, ${count(after.objects, "object")}`;
  const freedBytes = Math.max(0, before.sizeBytes - after.sizeBytes);
  const kept = keptForOthers.map((other) => keptLine(other, session));
  if (removed.length === 0 && freedBytes === 0) {
    return [`Nothing to remove: ${left}, ${size(after.sizeBytes)}.`, ...kept];
  }
  const what = removed.length === 0 ? "empty room of the database" : removed.join(", ");
  return [
    `${dryRun ? "Would remove" : "Removed"} ${what}: ${size(freedBytes)}.`,
    ...removedRunLines(runs),
    ...unknownLines(runs),
    `${dryRun ? "Would leave" : "Left"} ${left}: ${size(after.sizeBytes)}.`,
    ...kept,
  ];
}

function keptLine(
  { pipeline, runs, objects, objectBytes }: KeptForOther,
  session: Session,
): string {
  const whose = pipeline === null
    ? "a pipeline that is not known (an earlier version ran it)"
    : printable(shownPath(pipeline, session.surroundings.folder));
  return `Kept for ${whose}: ${count(runs, "run")}, ${count(objects, "object")}, ` +
    `${size(objectBytes)}; "gc --all" is about these, too.`;
}

/** Runs of which nobody knows whether another pipeline needs them. */
function unknownLines(runs: readonly RemovedRun[]): string[] {
  const unknown = runs.filter(({ pipeline }) => pipeline === null).length;
  if (unknown === 0) return [];
  return [
    `  Of ${
      unknown === runs.length ? "these" : `${unknown} of these`
    } an earlier version did not ` +
    "keep which pipeline was run; another one with the same stages makes again what it needs.",
  ];
}

function words(n: number, noun: string): string {
  return n > 1 && noun.includes(" ") ? `${n} ${noun.replace(" ", "s ")}` : count(n, noun);
}
