/**
 * Texts from the database, held against what it should be. Whatever does not fit is `null`: half a
 * record is no record.
 *
 * @module
 */
import { parseCacheKey, parseDigest } from "../codec/digest.ts";
import { unseal } from "./seal.ts";
import type { StageRecord, StoredOutput, StoredProgress, StoredRun } from "./store.ts";

/** An object of JSON whose fields have yet to be looked at. */
export type Json = { readonly [name: string]: unknown };

/** A record, or `null` if the text is not one. */
export function parseRecord(text: string): StageRecord | null {
  return orNull(() => {
    const json = object(unseal(text));
    return {
      key: parseCacheKey(string(json["key"])),
      stage: string(json["stage"]),
      ownDigest: string(json["ownDigest"]),
      parts: json["parts"],
      outputs: array(json["outputs"]).map(output),
      metrics: numbers(json["metrics"]),
      log: array(json["log"]).map(string),
      // Records of the first version have none.
      progress: json["progress"] === undefined ? [] : array(json["progress"]).map(storedProgress),
      elapsedMs: number(json["elapsedMs"]),
      run: string(json["run"]),
      madeAt: string(json["madeAt"]),
    };
  });
}

/** A run, or `null` if the text is not one. Its name stands beside the text. */
export function parseRun(text: string, name: string | null): StoredRun | null {
  return orNull(() => {
    const json = object(unseal(text));
    return {
      id: string(json["id"]),
      startedAt: string(json["startedAt"]),
      elapsedMs: json["elapsedMs"] === null ? null : number(json["elapsedMs"]),
      outcome: outcome(json["outcome"]),
      name,
      ...(json["owner"] === undefined ? {} : { owner: string(json["owner"]) }),
      // Rows of the first version have none.
      metrics: json["metrics"] === undefined ? {} : numbers(json["metrics"]),
      summary: json["summary"],
    };
  });
}

/** Any value, or `null` if the text is none. */
export function parseJson(text: string): unknown {
  return orNull(() => unseal(text));
}

/** What `parse` gives, or `null` if it throws. */
export function orNull<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}

/** Says what was wanted and what was there. */
export function expected(what: string, found: unknown): never {
  // JSON has no bigint, and refuses to write one.
  const shown = JSON.stringify(
    found,
    (_, value) => typeof value === "bigint" ? `${value}n` : value,
  );
  throw new TypeError(`expected ${what}, found ${shown}`);
}

/** The value as an object; throws if it is none. As do those below. */
export function object(json: unknown): Json {
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  return isObject ? Object.fromEntries(Object.entries(json)) : expected("an object", json);
}

/** The value as a list. */
export function array(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : expected("an array", json);
}

/** The value as a text. */
export function string(json: unknown): string {
  return typeof json === "string" ? json : expected("a text", json);
}

/** The value as a number. */
export function number(json: unknown): number {
  return typeof json === "number" ? json : expected("a number", json);
}

function output(json: unknown): StoredOutput {
  const { name, digest, sizeBytes } = object(json);
  return { name: string(name), digest: parseDigest(string(digest)), sizeBytes: number(sizeBytes) };
}

/** The value as a report of progress. */
function storedProgress(json: unknown): StoredProgress {
  const { done, total, unit, note, afterMs, afterLines } = object(json);
  return {
    done: number(done),
    total: number(total),
    unit: string(unit),
    ...(note === undefined ? {} : { note: string(note) }),
    afterMs: number(afterMs),
    afterLines: number(afterLines),
  };
}

/** The value as an object, each field as `parse` reads it. */
export function mapped<T>(json: unknown, parse: (value: unknown) => T): { [name: string]: T } {
  return Object.fromEntries(
    Object.entries(object(json)).map(([name, value]) => [name, parse(value)]),
  );
}

/** The value as numbers by name. */
export function numbers(json: unknown): { [name: string]: number } {
  return mapped(json, number);
}

function outcome(json: unknown): StoredRun["outcome"] {
  const isOutcome = json === "running" || json === "ok" || json === "failed" ||
    json === "cancelled" || json === "died";
  return isOutcome ? json : expected("an outcome", json);
}
