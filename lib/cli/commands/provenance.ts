/**
 * `provenance STAGE[.OUTPUT]`: the chain from an artifact back to the files and hosts that it comes
 * from: keys, digests, code, params, packages, runtime, times, logs.
 *
 * @module
 */
import type { RecordedStage } from "../../engine/engine.ts";
import { EXIT, UsageError } from "../../engine/errors.ts";
import { provenanceOf } from "../../engine/provenance.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { isGiven, valueOf } from "../given.ts";
import { openStore } from "../open_store.ts";
import { targetOf } from "../operands.ts";
import { dotChain, mermaidChain } from "../provenance_graph.ts";
import { provenanceLines } from "../provenance_lines.ts";
import { stageChoice } from "../stage_choice.ts";
import { unknownName } from "../unknown_name.ts";

/** The command. */
export const provenance: Command = {
  name: "provenance",
  summary: "follows an artifact back to the files and hosts that it comes from",
  operands: [{ name: "STAGE[.OUTPUT]", kind: "artifact" }],
  flags: [...PLAN_FLAGS, "run", "format"],
  execute,
};

async function execute(session: Session): Promise<number> {
  const { given, output } = session;
  const artifact = given.operands[0]!;
  const target = targetOf(artifact);
  if (target.fields.length > 0) throw new UsageError([wholeOutput(artifact)]);
  using engine = await openStore(session, { executes: false, plans: !isGiven(given, "run") });
  const { run, stages } = await provenanceOf(engine, stageChoice(session, target.stage));
  const outputs = chosenOutputs(stages[0]!, target.output);
  output.document({
    schema: "provenance/1",
    artifact,
    run: run?.id ?? null,
    stages: stages.map(stageDocument),
  });
  output.answer(...linesIn(valueOf(given, "format") ?? "text", stages, outputs, session));
  return EXIT.done;
}

function wholeOutput(artifact: string) {
  const [stage, output] = artifact.split(".");
  const message = `"${artifact}" names a part of an artifact; its provenance is that of the whole`;
  return { subject: artifact, message, nearest: `${stage}.${output}` };
}

/** A past run may have been made when the stage had other outputs. */
function chosenOutputs({ stage, outputs }: RecordedStage, output: string | null): string[] {
  const names = Object.keys(outputs);
  if (output === null) return names;
  if (names.includes(output)) return [output];
  const known = names.map((name) => `${stage}.${name}`);
  throw new UsageError([unknownName("output", `${stage}.${output}`, known)]);
}

function linesIn(
  format: string,
  stages: readonly RecordedStage[],
  outputs: readonly string[],
  { output: { style, verbose } }: Session,
): string[] {
  if (format === "mermaid") return mermaidChain(stages, outputs);
  if (format === "dot") return dotChain(stages, outputs);
  return stages.flatMap((stage, i) => [
    ...(i === 0 ? [] : [""]),
    // Of the stages above, what the next one reads says which outputs count.
    ...provenanceLines(stage, i === 0 ? outputs : readBelow(stage, stages), { style, verbose }),
  ]);
}

function readBelow({ stage }: RecordedStage, stages: readonly RecordedStage[]): string[] {
  return stages.flatMap(({ inputs }) =>
    Object.values(inputs).flatMap((input) => input.stage === stage ? [input.output] : [])
  );
}

function stageDocument(recorded: RecordedStage) {
  const { stage, key, run, madeAt, elapsedMs, params, inputs, files, net } = recorded;
  const { code, sources, runtime, outputs, metrics, log } = recorded;
  return {
    name: stage,
    key,
    run,
    madeAt,
    elapsedMs,
    params,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([input, { stage, output, digest }]) =>
        [input, { artifact: `${stage}.${output}`, digest }] as const
      ),
    ),
    files,
    net,
    code,
    sources: sources.map(({ path, subject, version, textDigest }) => ({
      path,
      package: version === null ? null : subject.replace(/^npm:/, ""),
      version,
      digest: textDigest,
    })),
    runtime,
    outputs,
    metrics,
    log,
  };
}
