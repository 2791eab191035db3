/**
 * `export STAGE.OUTPUT FILE`: an artifact, or a field of it, for other programs, in the format that the
 * file's name asks for.
 *
 * @module
 */
import { jsonChunks } from "../../codec/json.ts";
import { encodeArtifact } from "../../codec/msgpack.ts";
import { npyBytes } from "../../codec/npy.ts";
import { sha256Hex } from "../../codec/digest.ts";
import type { Value } from "../../codec/value.ts";
import type { Engine } from "../../engine/engine.ts";
import { EXIT, UsageError } from "../../engine/errors.ts";
import type { Edge } from "../../engine/graph.ts";
import { madeArtifact } from "../../engine/made_artifacts.ts";
import { resolvePath } from "../../engine/paths.ts";
import type { ArtifactInfo } from "../../engine/result.ts";
import { artifactOfRun } from "../../engine/run_artifacts.ts";
import type { Command, Session } from "../command.ts";
import { exporterFor, exportFormats, formatProblem, noTensorProblem } from "../export_formats.ts";
import type { Exporter } from "../exporter.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { isGiven, valueOf } from "../given.ts";
import { openStore } from "../open_store.ts";
import { extensionOf, type Target, targetOf } from "../operands.ts";
import { shownPath } from "../permissions.ts";
import { size } from "../units.ts";
import { unknownPart } from "../unknown_part.ts";
import { isTensor, partOf } from "../value_part.ts";
import { writeFile } from "../write_file.ts";

/** The command. */
export const exportArtifact: Command = {
  name: "export",
  summary: "writes an artifact for other programs: .msgpack, .json, .npy for a tensor, and " +
    "formats of the pipeline's own",
  operands: [
    { name: "STAGE.OUTPUT[.FIELD]", kind: "output" },
    { name: "FILE", kind: "file", extensions: exportFormats },
  ],
  flags: [...PLAN_FLAGS, "run"],
  execute,
};

async function execute(session: Session): Promise<number> {
  const { program, given, output, surroundings, root } = session;
  const [from = "", to = ""] = given.operands;
  const format = extensionOf(to);
  const target = targetOf(from);
  const problem = formatProblem(program, target, format);
  if (problem !== null) throw new UsageError([problem]);
  const file = resolvePath(surroundings.folder ?? root, to);
  using engine = await openStore(session, {
    executes: false,
    plans: !isGiven(given, "run"),
    file,
  });
  const bytes = await encoded(session, engine, target, format);
  await writeFile(file, bytes);
  const path = shownPath(file, surroundings.folder);
  const digest = await sha256Hex(bytes);
  output.document({
    schema: "export/1",
    artifact: from,
    format,
    file: path,
    sizeBytes: bytes.length,
    digest,
  });
  output.say(`${from} is in ${path}, ${size(bytes.length)}, sha256 ${digest}`);
  return EXIT.done;
}

/** Finds the artifact that an edge carries, now or in the run that is asked for. */
type Find = (edge: Edge<unknown>) => Promise<ArtifactInfo>;

function finder({ given, request }: Session, engine: Engine): Find {
  const run = valueOf(given, "run");
  return (edge) =>
    run === undefined ? madeArtifact(engine, request, edge) : artifactOfRun(engine, run, edge);
}

async function encoded(
  session: Session,
  engine: Engine,
  target: Target,
  format: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { program } = session;
  const { stage, output, fields } = target;
  const find = finder(session, engine);
  const exporter = exporterFor(program, target, format);
  if (exporter !== null) return await exported(exporter, engine, find);
  const artifact = await find({ node: stage, output: output! });
  if (format === "msgpack" && fields.length === 0) return await engine.readBytes(artifact);
  const whole = await engine.read(artifact);
  const value = partOf(whole, fields);
  if (value === undefined) throw new UsageError([unknownPart(`${stage}.${output}`, whole, fields)]);
  if (format === "msgpack") return encodeArtifact(value);
  if (format === "json") return jsonBytes(value);
  if (isTensor(value)) return npyBytes(value);
  throw new UsageError([noTensorProblem(program, target, value)]);
}

async function exported(
  { takes, encode }: Exporter,
  engine: Engine,
  find: Find,
): Promise<Uint8Array<ArrayBuffer>> {
  const artifacts: { [name: string]: Value } = {};
  for (const [name, edge] of Object.entries(takes)) {
    artifacts[name] = await engine.read(await find(edge));
  }
  // `defineExporter` has held the types of the edges against those that `encode` takes.
  return await encode(artifacts as never);
}

function jsonBytes(value: Value): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = Iterator.from(jsonChunks(value)).map((chunk) => encoder.encode(chunk)).toArray();
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 1));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  bytes[at] = "\n".charCodeAt(0);
  return bytes;
}
