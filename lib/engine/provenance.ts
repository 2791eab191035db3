/**
 * Where an artifact comes from: the execution that made it and all executions that it depends on, back
 * to those that read nothing but files and hosts.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import { type Asked, chosenStage, goneStage, type StageChoice } from "./chosen_stage.ts";
import { IntegrityError, UsageError } from "./errors.ts";
import type { PastRun } from "./past_run.ts";
import type { RecordedStage } from "./recorded_stage.ts";

/** The chain that leads to the artifacts of a stage. */
export interface Provenance {
  /** The run that was asked about; `null` for what is fresh now. */
  readonly run: PastRun | null;
  /** The stage itself first, each before all that it depends on. */
  readonly stages: readonly RecordedStage[];
}

/**
 * The provenance of the artifacts of a stage, all of it from what was recorded.
 *
 * @throws {UsageError} as `chosenStage` does, and if the stage failed in that run or something of the
 * chain is no longer in the store.
 * @throws {IntegrityError} if the records of two stages do not agree on what one gave the other.
 *
 * @example A stage without inputs comes from nothing but itself
 * ```ts
 * import { connect, definePipeline } from "./graph.ts";
 * import { openEngine } from "./open.ts";
 * import { provenanceOf } from "./provenance.ts";
 * import { defineStage } from "./stage.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${root}/one.ts`, "export const run = () => ({ x: 1 });");
 * const module = `file://${root}/one.ts`;
 * const one = connect(
 *   defineStage({
 *     module, name: "one", description: "gives 1",
 *     inputs: {}, params: {}, outputs: { x: "the number 1" },
 *     run: () => ({ x: 1 }),
 *   }),
 *   {},
 * );
 * using engine = openEngine({ pipeline: definePipeline([one]), root });
 * await engine.run();
 * const { stages } = await provenanceOf(engine, { stage: "one" });
 * assertEquals(stages.map(({ stage, sources }) => [stage, sources[0]?.path]), [["one", "one.ts"]]);
 * ```
 */
export async function provenanceOf(engine: Asked, choice: StageChoice): Promise<Provenance> {
  const chosen = await chosenStage(engine, choice);
  const run = chosen.from === "run" ? chosen.run : null;
  if (chosen.from === "run" && chosen.stage.state === "failed") {
    const message = `Stage "${choice.stage}" failed in run ${chosen.run.id}, so that it has no ` +
      `artifact; "log ${choice.stage} --run ${chosen.run.id}" says why`;
    throw new UsageError([{ subject: choice.stage, message }]);
  }
  const found = new Map<string, RecordedStage>();
  await visit(choice.stage, chosen.keys, run, engine, found);
  return { run, stages: [...found.values()].reverse() };
}

/** Adds what a stage depends on, then the stage: each comes after all that it needs. */
async function visit(
  name: string,
  keys: ReadonlyMap<string, CacheKey>,
  run: PastRun | null,
  engine: Asked,
  found: Map<string, RecordedStage>,
): Promise<void> {
  if (found.has(name)) return;
  const key = keys.get(name);
  const stage = key === undefined ? null : await engine.recorded(key);
  if (stage === null) throw goneStage(name, run?.id ?? null);
  for (const input of Object.values(stage.inputs)) {
    await visit(input.stage, keys, run, engine, found);
    const given = found.get(input.stage)?.outputs[input.output]?.digest;
    if (given === input.digest) continue;
    throw new IntegrityError(
      `The record of stage "${name}" says that it read ${input.stage}.${input.output} as ` +
        `${input.digest}, the record of "${input.stage}" that it gave ${
          given ?? "no such output"
        }; ` +
        `run with --force=${input.stage} to make both anew`,
    );
  }
  found.set(name, stage);
}
