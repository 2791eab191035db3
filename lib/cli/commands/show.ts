/**
 * `show STAGE[.OUTPUT]`: what artifacts hold: digests, sizes, shapes, a short preview, or one example.
 *
 * @module
 */
import type { Value } from "../../codec/value.ts";
import type { Engine } from "../../engine/engine.ts";
import { EXIT, UsageError } from "../../engine/errors.ts";
import type { ArtifactInfo } from "../../engine/result.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { integerOf } from "../given.ts";
import { imageLines, imageOf } from "../image_lines.ts";
import { madeArtifacts } from "../../engine/made_artifacts.ts";
import { openStore } from "../open_store.ts";
import { type Target, targetOf } from "../operands.ts";
import { unknownPart } from "../unknown_part.ts";
import { size } from "../units.ts";
import { valueLines } from "../value_lines.ts";
import { exampleCount, exampleOf, partOf } from "../value_part.ts";
import { summarise } from "../value_summary.ts";

/** The command. */
export const show: Command = {
  name: "show",
  summary: "shows what an artifact holds: digest, size, shapes, a short preview",
  operands: [{ name: "STAGE[.OUTPUT]", kind: "artifact" }],
  flags: [...PLAN_FLAGS, "index"],
  execute,
};

/** An artifact, or a part of it. */
interface Shown {
  readonly name: string;
  readonly output: string;
  readonly info: ArtifactInfo;
  readonly value: Value;
}

async function execute(session: Session): Promise<number> {
  const { given, output, request } = session;
  const target = targetOf(given.operands[0]!);
  const index = integerOf(given, "index") ?? null;
  using engine = await openStore(session, { executes: false });
  const artifacts = await madeArtifacts(engine, request, target.stage);
  const wanted = target.output === null ? Object.keys(artifacts) : [target.output];
  const shown: Shown[] = [];
  for (const name of wanted) shown.push(await load(engine, target, name, artifacts[name]!));
  if (index !== null) checkIndex(index, shown);
  output.document({
    schema: "show/1",
    stage: target.stage,
    index,
    artifacts: shown.map(({ name, output, info, value }) => ({
      name,
      output,
      digest: info.digest,
      sizeBytes: info.sizeBytes,
      value: summarise(index === null ? value : exampleOf(value, index)),
    })),
  });
  for (const part of shown) output.answer(...linesOf(part, index, session));
  return EXIT.done;
}

async function load(
  engine: Engine,
  { stage, fields }: Target,
  output: string,
  info: ArtifactInfo,
): Promise<Shown> {
  const whole = await engine.read(info);
  const value = partOf(whole, fields);
  const name = [stage, output, ...fields].join(".");
  if (value === undefined) throw new UsageError([unknownPart(`${stage}.${output}`, whole, fields)]);
  return { name, output, info, value };
}

function checkIndex(index: number, shown: readonly Shown[]): void {
  const most = Math.max(...shown.map(({ value }) => exampleCount(value)));
  if (index < most) return;
  const names = shown.map(({ name }) => name).join(", ");
  const message = most === 0
    ? `--index chooses from tensors, and ${names} holds none`
    : `--index must be at most ${most - 1} for ${names}, got ${index}`;
  throw new UsageError([{ subject: "--index", message }]);
}

function linesOf({ name, info, value }: Shown, index: number | null, session: Session): string[] {
  const { style } = session.output;
  const head = `${style.mark("bold", name)}  ${size(info.sizeBytes)}  sha256 ${info.digest}`;
  if (index === null) return [head, ...valueLines("value", summarise(value))];
  const image = imageOf(value, index);
  return [
    head,
    ...valueLines(`example ${index}`, summarise(exampleOf(value, index))),
    ...(image === null ? [] : imageLines(image, style)),
  ];
}
