/**
 * `gc`: removes what no kept run reaches. What the pipeline needs now always stays, and so do runs
 * with a name.
 *
 * @module
 */
import type { Collection, GcRequest, RemovedRun } from "../../engine/engine.ts";
import { EXIT } from "../../engine/errors.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { integerOf, isGiven } from "../given.ts";
import { openStore } from "../open_store.ts";
import { removedRunLines } from "../removed_run_lines.ts";
import { count, size } from "../units.ts";

/** The command. */
export const gc: Command = {
  name: "gc",
  summary:
    "removes artifacts and runs that no kept run reaches; what is needed now and named runs stay",
  operands: [],
  flags: [...PLAN_FLAGS, "keep-runs", "max-bytes", "dry-run", "without-locks"],
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
    onWait: () => output.warn("Waiting for another process that uses the store."),
    ...(keepRuns === undefined ? {} : { keepRuns }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
  const collection = await engine.gc(request);
  const { before, after, removed } = collection;
  output.document({ schema: "gc/1", dryRun, before, after, removed: removed.map(removedDocument) });
  output.answer(...collectionLines(collection, dryRun));
  const { objectBytes } = after;
  if (maxBytes !== undefined && objectBytes > maxBytes) {
    const message = `the pipeline as it is now and runs with a name need ${size(objectBytes)}`;
    output.warn(`warning: ${message}, more than --max-bytes ${maxBytes}`);
  }
  return EXIT.done;
}

function removedDocument({ id, startedAt, records, artifacts, objectBytes }: RemovedRun) {
  return {
    id,
    startedAt,
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

function collectionLines({ before, after, removed: runs }: Collection, dryRun: boolean): string[] {
  const removed = Object.entries(NOUNS).flatMap(([field, noun]) => {
    const n = before[field as keyof typeof NOUNS] - after[field as keyof typeof NOUNS];
    return n > 0 ? [words(n, noun)] : [];
  });
  const left = `${count(after.runs, "run")}, ${count(after.objects, "object")}`;
  const freed = size(Math.max(0, before.sizeBytes - after.sizeBytes));
  if (removed.length === 0) return [`Nothing to remove: ${left}, ${size(after.sizeBytes)}.`];
  return [
    `${dryRun ? "Would remove" : "Removed"} ${removed.join(", ")}: ${freed}.`,
    ...removedRunLines(runs),
    `${dryRun ? "Would leave" : "Left"} ${left}: ${size(after.sizeBytes)}.`,
  ];
}

function words(n: number, noun: string): string {
  return n > 1 && noun.includes(" ") ? `${n} ${noun.replace(" ", "s ")}` : count(n, noun);
}
