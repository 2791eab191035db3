/**
 * What a run executed and why, as text that a test compares.
 *
 * @module
 */
import type { StageJson } from "./project.ts";

/** What both a run's result and its JSON document say of a stage. */
type Stage = Pick<StageJson, "name" | "state" | "reasons">;

/** `kind subject before→after` of each reason; digests are left out, where there is none is `null`. */
export function reasonTexts({ reasons }: Pick<Stage, "reasons">): string[] {
  return reasons.map(({ kind, subject, before, after }) => {
    const isDigest = [before, after].some((value) => /^[0-9a-f]{64}$/.test(String(value)));
    const leaf = `${kind} ${subject}`;
    if (isDigest && before === null) return `${leaf} is new`;
    if (isDigest && after === null) return `${leaf} is gone`;
    return before === undefined || isDigest ? leaf : `${leaf} ${before}→${after}`;
  });
}

/** The names of the stages that were executed. */
export function executedOf(stages: Iterable<Stage>): string[] {
  return [...stages].filter(({ state }) => state === "ran").map(({ name }) => name);
}

/** The reasons of each stage that was executed, by its name. */
export function executions(stages: Iterable<Stage>): Record<string, string[]> {
  const ran = [...stages].filter(({ state }) => state === "ran");
  return Object.fromEntries(ran.map((stage) => [stage.name, reasonTexts(stage)]));
}
