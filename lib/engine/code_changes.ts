/**
 * Which files and packages make the code of two executions differ. Names every file whose text is
 * another one, whether or not it alone would have changed the bundle; where the bundles are equal,
 * as after an edit of a comment, it names none.
 *
 * @module
 */
import type { CodeChange } from "./change.ts";
import type { SourcePart } from "./code/source_part.ts";
import type { RecordedStage } from "./recorded_stage.ts";
import { unionOfKeys } from "./union_of_keys.ts";

/** Two executions of a stage. */
export interface Executions {
  readonly name: string;
  readonly before: RecordedStage;
  readonly after: RecordedStage;
}

/** Files by digest and packages by version, each with the stages that it is part of. */
export function codeChanges(
  pairs: readonly Executions[],
): { readonly files: readonly CodeChange[]; readonly packages: readonly CodeChange[] } {
  const found = new Map<string, CodeChange>();
  for (const { name: stage, before, after } of pairs) {
    if (before.code === after.code) continue;
    for (const change of changesOf(before, after)) {
      const { stages = [], inBundle = false } = found.get(change.name) ?? {};
      found.set(change.name, {
        ...change,
        stages: [...stages, stage],
        inBundle: inBundle || change.inBundle,
      });
    }
  }
  const changes = [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  const isPackage = ({ name }: CodeChange): boolean => name.startsWith("npm:");
  return {
    files: changes.filter((change) => !isPackage(change)),
    packages: changes.filter(isPackage),
  };
}

/** Where the sources tell no difference, or are no longer known, the stage's code as a whole. */
function changesOf(before: RecordedStage, after: RecordedStage): Omit<CodeChange, "stages">[] {
  const [was, is] = [textsOf(before.sources), textsOf(after.sources)];
  const areKnown = before.sources.length > 0 && after.sources.length > 0;
  const names = areKnown ? unionOfKeys(was, is).filter((name) => was[name] !== is[name]) : [];
  if (names.length === 0) {
    const name = `stage ${after.stage}`;
    return [{ name, before: before.code, after: after.code, inBundle: true }];
  }
  const [part, newPart] = [partsOf(before.sources), partsOf(after.sources)];
  return names.map((name) => ({
    name,
    before: was[name] ?? null,
    after: is[name] ?? null,
    inBundle: part[name] !== newPart[name],
  }));
}

/** What tells one text of a subject from another: a file's digest, a package's versions. */
function textsOf(sources: readonly SourcePart[]): BySubject {
  return bySubject(sources, ({ version, textDigest }) => version ?? textDigest);
}

/** What a subject gave to the bundle. */
function partsOf(sources: readonly SourcePart[]): BySubject {
  return bySubject(sources, ({ partDigest }) => partDigest);
}

type BySubject = { readonly [subject: string]: string };

/** A package has many files. */
function bySubject(sources: readonly SourcePart[], of: (source: SourcePart) => string): BySubject {
  return Object.fromEntries(
    [...Map.groupBy(sources, ({ subject }) => subject)].map(([subject, parts]) => [
      subject,
      [...new Set(parts.map(of))].sort().join(", "),
    ]),
  );
}
