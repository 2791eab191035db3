/**
 * `reproduce`: executes every stage again, apart from the cache, and compares digests byte for byte.
 *
 * @module
 */
import type { ReproducedStage, Reproduction } from "../../engine/engine.ts";
import { EXIT } from "../../engine/errors.ts";
import { type Causes, UNFENCED } from "../../engine/unfenced.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { integerOf } from "../given.ts";
import { openStore } from "../open_store.ts";
import { printable } from "../printable.ts";
import { signalExitCode } from "../stop.ts";
import { type Course, supervised } from "../supervise.ts";
import { count, duration } from "../units.ts";
import { valueWords } from "../words.ts";

/** Where people read more. */
const PLACE = 'See "What cannot be fenced" in docs/architecture.md';

/** The command. */
export const reproduce: Command = {
  name: "reproduce",
  summary: "executes every stage again and compares with what is recorded, byte for byte",
  operands: [],
  flags: [...PLAN_FLAGS, "until", "jobs"],
  execute,
};

async function execute(session: Session): Promise<number> {
  const { given, request, output } = session;
  using engine = await openStore(session, { executes: true, writes: false });
  const jobs = integerOf(given, "jobs");
  const settings = { ...request, ...(jobs === undefined ? {} : { jobs }) };
  const work = (course: Course) => engine.reproduce({ ...settings, ...course });
  const { value: result, received } = await supervised(session, work, "the store is as it was");
  output.document({
    schema: "reproduce/1",
    outcome: result.outcome,
    elapsedMs: result.elapsedMs,
    stages: result.stages.map(stageDocument),
  });
  if (received !== null || result.outcome === "cancelled") {
    output.warn("Stopped before every stage was compared.");
    return signalExitCode(received ?? "SIGINT");
  }
  output.warn(...result.stages.flatMap(problemLines));
  if (result.outcome === "identical") output.say(identicalLine(result));
  return exitCodeOf(result);
}

function stageDocument(stage: ReproducedStage) {
  const { name, elapsedMs, state } = stage;
  const common = { name, identical: state === "identical", elapsedMs };
  if (stage.state === "failed") return { ...common, outputs: {}, error: stage.error };
  const outputs = Object.fromEntries(
    Object.entries(stage.outputs).map(([output, { before, after }]) => [
      output,
      { before: before.digest, after: after.digest },
    ]),
  );
  return { ...common, outputs, ...(state === "different" ? { difference: stage.difference } : {}) };
}

function identicalLine({ stages, elapsedMs }: Reproduction): string {
  return `Executed ${count(stages.length, "stage")} again in ${duration(elapsedMs)}: ` +
    "every artifact came out as it was recorded, byte for byte.";
}

function problemLines(stage: ReproducedStage): string[] {
  switch (stage.state) {
    case "identical":
      return [];
    case "failed":
      return [
        `${stage.name} failed: ${printable(stage.error.message)}`,
        ...causeLines(stage.causes),
      ];
    case "different": {
      const { output, byteOffset, path, index, before, after } = stage.difference;
      const place = `${stage.name}.${output}${path.slice(1)}`;
      const at = index === null ? "" : `[${index.join(", ")}]`;
      return [
        `${stage.name} is not reproducible: ${printable(place)}${at} was ${valueWords(before)} ` +
        `and came out ${valueWords(after)} (${output} differs from byte ${byteOffset} on)`,
        ...causeLines(stage.causes),
      ];
    }
    default:
      return stage satisfies never;
  }
}

/** What the sandbox cannot fence, as far as the stage may depend on it. */
function causeLines({ likely, possible }: Causes): string[] {
  if (likely !== null) return [`  It seems to depend on ${UNFENCED[likely]}: ${PLACE}`];
  if (possible.length === 0) return [];
  const list = possible.map((cause) => UNFENCED[cause]).join("; ");
  return [`  What a stage can see and its key does not hold: ${list}. ${PLACE}`];
}

/** 4 when something differs, and for stages that failed what their causes lead to; the highest wins. */
function exitCodeOf({ stages }: Reproduction): number {
  const codes = stages.map((stage) => {
    if (stage.state === "identical") return EXIT.done;
    if (stage.state === "different") return EXIT.integrity;
    return stage.error.kind === "blocked" ? EXIT.stage : EXIT[stage.error.kind];
  });
  return Math.max(EXIT.done, ...codes);
}
