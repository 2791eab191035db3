/**
 * Checks a request against a pipeline, before anything is done.
 *
 * @module
 */
import type { ParamOverrides, Request } from "./engine.ts";
import { declaredBy } from "./declaration.ts";
import { UsageError, type UsageProblem } from "./errors.ts";
import { type AnyParams, type Node, type Pipeline, settable } from "./graph.ts";
import { checkParam, type ParamSchema } from "./params.ts";

/** A checked request. */
export interface CheckedRequest {
  /** All params of all stages. */
  readonly params: ReadonlyMap<string, AnyParams>;
  /** All execution settings of all stages. */
  readonly settings: ReadonlyMap<string, AnyParams>;
  readonly isForced: (stage: string) => boolean;
  /** The nodes to bring up to date, in topological order. */
  readonly nodes: readonly Node[];
  /** The one stage that may run, where there is such a limit. */
  readonly only: string | null;
}

/** @throws {UsageError} with all problems at once. */
export function checkRequest(pipeline: Pipeline, request: Request): CheckedRequest {
  const { params = {}, force = [], until, only } = request;
  const names = new Set(pipeline.nodes.map((node) => node.name));
  const forced = new Set(force !== "all" ? force : only === undefined ? names : [only]);
  const mentioned = [...forced, ...[until, only].filter((name) => name !== undefined)];
  const problems: UsageProblem[] = [
    ...mentioned.filter((name) => !names.has(name)).map(unknownStage),
    ...paramProblems(pipeline, params),
  ];
  if (until !== undefined && only !== undefined) {
    problems.push({
      subject: "--only",
      message: "--until and --only contradict each other; use one",
    });
  }
  if (only !== undefined && problems.length === 0) problems.push(...forcedBeside(only, forced));
  if (problems.length > 0) throw new UsageError(problems);
  const nodes = withUpstream(pipeline, until ?? only);
  const resolved = resolvedValues(pipeline, ({ stage }) => stage.params, params);
  const unfit = nodes.flatMap((node) => checkTogether(node, resolved.get(node.name) ?? {}));
  if (unfit.length > 0) throw new UsageError(unfit);
  return {
    params: resolved,
    settings: resolvedValues(pipeline, ({ stage }) => stage.settings ?? {}, params),
    isForced: (stage) => forced.has(stage),
    nodes,
    only: only ?? null,
  };
}

function forcedBeside(only: string, forced: ReadonlySet<string>): UsageProblem[] {
  return [...forced].filter((stage) => stage !== only).map((stage) => ({
    subject: "--force",
    message: `Only stage "${only}" is to be executed, so "${stage}" cannot be forced; ` +
      `force "${only}", or use --until`,
  }));
}

/**
 * How many stages are executed at once. Default: the number of processors.
 *
 * @throws {UsageError} unless it is a whole number from 1.
 */
export function checkJobs(jobs: number = navigator.hardwareConcurrency): number {
  if (Number.isSafeInteger(jobs) && jobs >= 1) return jobs;
  throw new UsageError([{
    subject: "--jobs",
    message: `Cannot execute ${jobs} stages at once, expected a whole number from 1`,
  }]);
}

/** Params that do not go together; each by itself is within its bounds. */
function checkTogether({ name, stage }: Node, params: AnyParams): UsageProblem[] {
  // The graph has forgotten the types of the stage's params; they have been checked by now.
  const problems = declaredBy(name, "check", () => stage.check?.(params as never) ?? []);
  return problems.map((message) => ({ subject: name, message }));
}

function unknownStage(name: string): UsageProblem {
  return { subject: name, message: `There is no stage "${name}"` };
}

/** Unknown stages and params, and values out of bounds. */
export function paramProblems(pipeline: Pipeline, overrides: ParamOverrides): UsageProblem[] {
  return Object.entries(overrides).flatMap(([stage, params]) => {
    const node = pipeline.nodes.find(({ name }) => name === stage);
    if (node === undefined) return [unknownStage(stage)];
    return Object.entries(params).flatMap(([name, value]) => {
      const subject = `${stage}.${name}`;
      const schema = settable(node.stage);
      const spec = Object.hasOwn(schema, name) ? schema[name] : undefined;
      if (spec === undefined) {
        return [{ subject, message: `Stage "${stage}" has no param "${name}"` }];
      }
      const problem = checkParam(spec, value);
      return problem === null ? [] : [{ subject, message: `${subject} ${problem}` }];
    });
  });
}

function resolvedValues(
  { nodes }: Pipeline,
  schemaOf: (node: Node) => ParamSchema,
  overrides: ParamOverrides,
): ReadonlyMap<string, AnyParams> {
  return new Map(nodes.map((node) => {
    const own = overrides[node.name] ?? {};
    const values = Object.entries(schemaOf(node)).map(([name, spec]) =>
      [name, own[name] ?? spec.default] as const
    );
    return [node.name, Object.fromEntries(values)];
  }));
}

/** The nodes that `target` needs, itself included; all nodes without a target. */
function withUpstream({ nodes }: Pipeline, target: string | undefined): readonly Node[] {
  if (target === undefined) return nodes;
  const needed = new Set([target]);
  for (const node of nodes.toReversed()) {
    if (!needed.has(node.name)) continue;
    for (const { node: upstream } of Object.values(node.inputs)) needed.add(upstream);
  }
  return nodes.filter(({ name }) => needed.has(name));
}

/** The params of a request that are not the defaults; settings are no params. */
export function changedParams({ nodes }: Pipeline, overrides: ParamOverrides): ParamOverrides {
  return Object.fromEntries(nodes.flatMap(({ name, stage }) => {
    const changed = Object.entries(overrides[name] ?? {}).filter(([param, value]) =>
      Object.hasOwn(stage.params, param) && stage.params[param]!.default !== value
    );
    return changed.length === 0 ? [] : [[name, Object.fromEntries(changed)] as const];
  }));
}
