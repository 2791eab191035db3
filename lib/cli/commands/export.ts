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
import { resolvePath } from "../../engine/paths.ts";
import type { ArtifactInfo } from "../../engine/result.ts";
import type { Command, Session } from "../command.ts";
import { PARAM_FLAGS } from "../flags.ts";
import { madeArtifacts } from "../made_artifacts.ts";
import { openStore } from "../open_store.ts";
import { extensionOf, type Target, targetOf } from "../operands.ts";
import { shownPath } from "../permissions.ts";
import { tensorsOf } from "../tensors_of.ts";
import { size } from "../units.ts";
import { unknownPart } from "../unknown_part.ts";
import { isTensor, partOf } from "../value_part.ts";
import { writeFile } from "../write_file.ts";

/** The command. */
export const exportArtifact: Command = {
  name: "export",
  summary: "writes an artifact for other programs: .msgpack, .json, and for tensors .npy",
  operands: [{ name: "STAGE.OUTPUT[.FIELD]", kind: "output" }, {
    name: "FILE",
    kind: "file",
    extensions: ["msgpack", "json", "npy"],
  }],
  flags: PARAM_FLAGS,
  execute,
};

async function execute(session: Session): Promise<number> {
  const { given, output, request, surroundings, root } = session;
  const [from = "", to = ""] = given.operands;
  const format = extensionOf(to);
  const target = targetOf(from);
  const file = resolvePath(surroundings.folder ?? root, to);
  const folder = file.slice(0, file.lastIndexOf("/")) || "/";
  using engine = await openStore(session, {
    executes: false,
    more: [{ kind: "write", path: folder }],
  });
  const artifacts = await madeArtifacts(engine, request, target.stage);
  const bytes = await encoded(engine, artifacts[target.output!]!, target, format);
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

async function encoded(
  engine: Engine,
  artifact: ArtifactInfo,
  { stage, output, fields }: Target,
  format: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === "msgpack" && fields.length === 0) return await engine.readBytes(artifact);
  const whole = await engine.read(artifact);
  const value = partOf(whole, fields);
  if (value === undefined) throw new UsageError([unknownPart(`${stage}.${output}`, whole, fields)]);
  if (format === "msgpack") return encodeArtifact(value);
  if (format === "json") return jsonBytes(value);
  if (isTensor(value)) return npyBytes(value);
  throw unfit([stage, output, ...fields].join("."), value);
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

function unfit(name: string, value: Value): UsageError {
  const tensors = tensorsOf(value).map((path) => `${name}.${path}`);
  const fitting = tensors.length === 0 ? "" : `; tensors in it are ${tensors.join(", ")}`;
  const message =
    `${name} is no tensor, so that .npy does not fit; .msgpack and .json do${fitting}`;
  return new UsageError([{ subject: name, message }]);
}
