/**
 * Why a stage is stale: one small function for each kind of reason, held against the record that differs
 * least. Every difference of the key is named, so a stage that runs never lacks a reason.
 *
 * @module
 */
import type { CodeDigest } from "../codec/digest.ts";
import { object } from "../store/parse.ts";
import type { StageRecord } from "../store/store.ts";
import type { SourcePart } from "./code/source_part.ts";
import type { Identity } from "./identity.ts";
import { fromFileUrl, relativePath } from "./paths.ts";
import type { Reason, ReasonValue } from "./reason.ts";
import {
  type KnownInputs,
  parseStoredParts,
  type StoredParts,
  storedParts,
} from "./stored_parts.ts";
import { unionOfKeys } from "./union_of_keys.ts";

/** Source files by the digest of the bundle that they made. */
export type SourcesOf = (code: CodeDigest) => Promise<readonly SourcePart[]>;

/** Why an execution has no record: its differences from the nearest of the records given. */
export async function missReasons(
  identity: Identity,
  inputs: KnownInputs,
  records: readonly StageRecord[],
  root: string,
  sourcesOf: SourcesOf,
): Promise<readonly Reason[]> {
  const now = storedParts(identity, inputs, root);
  let nearest: readonly Reason[] | null = null;
  for (const record of records) {
    const before = parseStoredParts(record.parts);
    if (before === null) continue;
    const reasons = [
      ...runtimeReasons(before, now),
      ...paramReasons(identity.node.name, before, now),
      ...inputReasons(identity, before, now),
      ...fileReasons(before, now),
      ...declarationReasons(identity.node.name, before, now),
      ...await codeReasons(identity, before, now, root, sourcesOf),
    ];
    // Nothing that is shown differs: a param's type does, such as "-0" for -0, and that is in the code.
    if (reasons.length === 0) reasons.push({ kind: "code", subject: moduleOf(identity, root) });
    if (nearest === null || reasons.length < nearest.length) nearest = reasons;
  }
  return nearest ?? [{ kind: "first-run", subject: identity.node.name }];
}

function runtimeReasons(before: StoredParts, now: StoredParts): Reason[] {
  return [
    ...changed("runtime", "deno", before.runtime, now.runtime),
    ...changed("runtime", "key schema", before.schema, now.schema),
  ];
}

function paramReasons(stage: string, before: StoredParts, now: StoredParts): Reason[] {
  return unionOfKeys(before.params, now.params).flatMap((name) =>
    changed("param", `${stage}.${name}`, before.params[name] ?? null, now.params[name] ?? null)
  );
}

/** An input that is declared as before is no difference while its artifact is not known. */
function inputReasons({ node }: Identity, before: StoredParts, now: StoredParts): Reason[] {
  const declared = Object.entries(node.inputs).flatMap(([name, edge]): Reason[] => {
    const subject = `${edge.node}.${edge.output}`;
    const was = before.inputs[name];
    const is = now.inputs[name];
    if (is !== undefined) return changed("input", subject, was?.digest ?? null, is.digest);
    return was === undefined ? [{ kind: "input", subject, before: null }] : [];
  });
  const gone = Object.entries(before.inputs).flatMap(([name, { edge, digest }]) =>
    Object.hasOwn(node.inputs, name) ? [] : changed("input", edge, digest, null)
  );
  return [...declared, ...gone];
}

function fileReasons(before: StoredParts, now: StoredParts): Reason[] {
  return unionOfKeys(before.files, now.files).flatMap((role) => {
    const path = now.files[role]?.path ?? before.files[role]?.path ?? role;
    return changed(
      "file",
      path,
      before.files[role]?.sha256 ?? null,
      now.files[role]?.sha256 ?? null,
    );
  });
}

function moduleOf({ node }: Identity, root: string): string {
  return relativePath(root, fromFileUrl(node.stage.module));
}

async function codeReasons(
  identity: Identity,
  before: StoredParts,
  now: StoredParts,
  root: string,
  sourcesOf: SourcesOf,
): Promise<Reason[]> {
  if (before.code === now.code) return [];
  const reasons = sourceReasons(await sourcesOf(before.code), await sourcesOf(now.code));
  return reasons.length > 0
    ? reasons
    : changed("code", moduleOf(identity, root), before.code, now.code);
}

/** Names of outputs and hosts that only one of two declarations has. */
function declarationReasons(stage: string, before: StoredParts, now: StoredParts): Reason[] {
  return [
    ...nameReasons("output", before, now, "outputs", (name) => `${stage}.${name}`),
    ...nameReasons("host", before, now, "net", (host) => host),
  ];
}

function nameReasons(
  kind: "output" | "host",
  before: StoredParts,
  now: StoredParts,
  part: string,
  subjectOf: (name: string) => string,
): Reason[] {
  const was = declaredNames(before, part);
  const is = declaredNames(now, part);
  return [...new Set([...was, ...is])].sort().flatMap((name) =>
    changed(kind, subjectOf(name), was.has(name) ? name : null, is.has(name) ? name : null)
  );
}

function declaredNames({ declaration }: StoredParts, part: string): ReadonlySet<string> {
  const names = object(JSON.parse(declaration))[part];
  return new Set(Array.isArray(names) ? names.map(String) : []);
}

/**
 * A file is a reason if its text and its part of the bundle both changed. A constant that the bundler
 * moved into another file changes only that one's part: then every file whose text changed is named.
 */
function sourceReasons(before: readonly SourcePart[], now: readonly SourcePart[]): Reason[] {
  if (before.length === 0) return [];
  const old = new Map(before.map((source) => [source.path, source]));
  const current = new Map(now.map((source) => [source.path, source]));
  const differing = [...new Set([...old.keys(), ...current.keys()])].sort().filter((path) =>
    old.get(path)?.textDigest !== current.get(path)?.textDigest
  );
  const felt = differing.filter((path) => {
    const [a, b] = [old.get(path), current.get(path)];
    return a === undefined || b === undefined || a.partDigest !== b.partDigest;
  });
  const reasons = new Map<string, Reason>();
  for (const path of felt.length > 0 ? felt : differing) {
    const [a, b] = [old.get(path), current.get(path)];
    const { subject } = b ?? a!;
    // A package that was edited in place has the version that it had: its files tell the difference.
    const isOther = versionOf(before, subject) !== versionOf(now, subject);
    const value = (source: SourcePart | undefined): string | null =>
      source === undefined ? null : isOther && source.version || source.textDigest;
    reasons.set(subject, merged(reasons.get(subject), subject, value(a), value(b)));
  }
  return [...reasons.values()];
}

/** The version of a package as the sources of a bundle have it; `null` for a file and where it is unknown. */
function versionOf(sources: readonly SourcePart[], subject: string): string | null {
  return sources.find((source) => source.subject === subject)?.version ?? null;
}

/** A package has many files; of two versions the files of the one are gone and those of the other new. */
function merged(
  known: Reason | undefined,
  subject: string,
  before: string | null,
  after: string | null,
): Reason {
  return {
    kind: "code",
    subject,
    before: known?.before ?? before,
    after: known?.after ?? after,
  };
}

function changed(
  kind: Reason["kind"],
  subject: string,
  before: ReasonValue,
  after: ReasonValue,
): Reason[] {
  return before === after ? [] : [{ kind, subject, before, after }];
}
