/**
 * Which files and packages make the code of two executions differ.
 *
 * @module
 */
import type { CodeChange } from "./change.ts";
import type { Reason } from "./reason.ts";
import type { RecordedStage } from "./recorded_stage.ts";
import { sourceReasons } from "./staleness.ts";

/** Two executions of a stage. */
export interface Executions {
  readonly name: string;
  readonly before: RecordedStage | null;
  readonly after: RecordedStage | null;
}

/** Files by digest and packages by version, each with the stages that it is part of. */
export function codeChanges(
  pairs: readonly Executions[],
): { readonly files: readonly CodeChange[]; readonly packages: readonly CodeChange[] } {
  const found = new Map<string, CodeChange>();
  for (const { name: stage, before, after } of pairs) {
    if (before === null || after === null || before.code === after.code) continue;
    for (const { subject, before: was = null, after: is = null } of reasonsOf(before, after)) {
      const stages = [...found.get(subject)?.stages ?? [], stage];
      found.set(subject, { name: subject, before: text(was), after: text(is), stages });
    }
  }
  const changes = [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  const isPackage = ({ name }: CodeChange): boolean => name.startsWith("npm:");
  return {
    files: changes.filter((change) => !isPackage(change)),
    packages: changes.filter(isPackage),
  };
}

/** Where the sources are no longer known, the stage's code as a whole. */
function reasonsOf(before: RecordedStage, after: RecordedStage): readonly Reason[] {
  const reasons = sourceReasons(before.sources, after.sources);
  if (reasons.length > 0) return reasons;
  const subject = `stage ${after.stage}`;
  return [{ kind: "code", subject, before: before.code, after: after.code }];
}

function text(value: Reason["before"]): string | null {
  return value === null || value === undefined ? null : String(value);
}
