/**
 * Reads what the store knows of an execution. Only a record that reads as one in all its parts is
 * given.
 *
 * @module
 */
import { type CacheKey, type CodeDigest, parseCodeDigest, parseDigest } from "../codec/digest.ts";
import { array, expected, type Json, mapped, object, orNull, string } from "../store/parse.ts";
import type { StageRecord, Store } from "../store/store.ts";
import type { SourcePart } from "./code/source_part.ts";
import { artifactsOf } from "./planner.ts";
import { parseReasonValue } from "./reason.ts";
import type { RecordedFile, RecordedInput, RecordedStage } from "./recorded_stage.ts";

/** The execution under `key`; `null` if there is no record, or none that can be read. */
export function recordedStage(
  store: Pick<Store, "record" | "bundle">,
  key: CacheKey,
): RecordedStage | null {
  const record = store.record(key);
  return record === null ? null : orNull(() => parsed(record, store));
}

function parsed(record: StageRecord, store: Pick<Store, "bundle">): RecordedStage {
  const { stage, run, madeAt, elapsedMs, metrics, log, progress } = record;
  const parts = object(record.parts);
  const code = parseCodeDigest(string(parts["code"]));
  const declaration = object(JSON.parse(string(parts["declaration"])));
  return {
    key: record.key,
    stage,
    run,
    madeAt,
    elapsedMs,
    params: mapped(parts["params"], parseReasonValue),
    inputs: mapped(parts["inputs"], (json) => input(object(json))),
    files: mapped(parts["files"], (json) => file(object(json))),
    code,
    sources: sourcesOf(store, code),
    runtime: string(parts["runtime"]),
    net: array(declaration["net"]).map(string),
    outputs: artifactsOf(record),
    metrics,
    log,
    progress,
  };
}

function sourcesOf(store: Pick<Store, "bundle">, code: CodeDigest): SourcePart[] {
  const sources = store.bundle(code)?.sources;
  return orNull(() => array(sources).map((json) => source(object(json)))) ?? [];
}

function source({ path, subject, version, textDigest, partDigest }: Json): SourcePart {
  return {
    path: string(path),
    subject: string(subject),
    version: version === null ? null : string(version),
    textDigest: string(textDigest),
    partDigest: string(partDigest),
  };
}

function input({ edge, digest }: Json): RecordedInput {
  const [, stage = "", output = ""] = /^([^.]+)\.(.+)$/.exec(string(edge)) ?? [];
  if (stage === "") expected("STAGE.OUTPUT", edge);
  return { stage, output, digest: parseDigest(string(digest)) };
}

function file({ path, sha256 }: Json): RecordedFile {
  return { path: string(path), sha256: string(sha256) };
}
