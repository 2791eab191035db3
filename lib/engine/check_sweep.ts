/**
 * Checks a sweep before anything is done: every value and every combination, all problems at once.
 *
 * @module
 */
import type { SweepRequest } from "./engine.ts";
import { UsageError, type UsageProblem } from "./errors.ts";
import { assignments, axesOf, type Axis, combinationsOf, gridSize, merged } from "./grid.ts";
import type { Pipeline } from "./graph.ts";
import { declaredMetrics } from "./metrics.ts";
import type { ParamOverrides } from "./params.ts";
import { type CheckedRequest, checkRequest, paramProblems } from "./request.ts";
import type { Grid } from "./sweep.ts";
import { paramsId } from "./variants.ts";

/** More than anybody waits for; beyond it the combinations alone would fill the memory. */
const MOST_COMBINATIONS = 1_000_000;

/** One combination, checked. */
export interface Combination {
  /** The values of the swept params. */
  readonly params: ParamOverrides;
  /** All that differs from the defaults. */
  readonly overrides: ParamOverrides;
  readonly checked: CheckedRequest;
}

/**
 * The combinations of a sweep, in the order of the grid, those that come to the same params once.
 *
 * @throws {UsageError} with all problems at once.
 */
export function checkSweep(pipeline: Pipeline, request: SweepRequest): Combination[] {
  const problems = gridProblems(pipeline, request);
  if (problems.length > 0) throw new UsageError(problems);
  const all = combinationsOf(gridsOf(request));
  return checkCombinations(pipeline, request.params ?? {}, all, untilOf(pipeline, request));
}

/** What is wrong with a sweep before its combinations are looked at one by one. */
export function gridProblems(pipeline: Pipeline, request: SweepRequest): UsageProblem[] {
  const grids = gridsOf(request);
  const until = untilOf(pipeline, request);
  const axes = grids.flatMap(axesOf);
  const problems = [
    ...axes.flatMap((axis) => checkAxis(pipeline, axis, request, until)),
    ...checkBy(pipeline, request),
    ...checkSize(grids),
  ];
  // Several grids may have the same mistake.
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function gridsOf({ grid }: SweepRequest): readonly Grid[] {
  return isList(grid) ? grid : [grid];
}

function isList(grid: SweepRequest["grid"]): grid is readonly Grid[] {
  return Array.isArray(grid);
}

/** The stage with which the runs of a sweep end; `undefined` if all stages are run. */
export function untilOf(pipeline: Pipeline, { by, until }: SweepRequest): string | undefined {
  return until ?? declaredMetrics(pipeline).find(({ name }) => name === by)?.stage;
}

function checkAxis(
  pipeline: Pipeline,
  { stage, param, values }: Axis,
  { params = {} }: SweepRequest,
  until: string | undefined,
): UsageProblem[] {
  const subject = `${stage}.${param}`;
  const node = pipeline.nodes.find(({ name }) => name === stage);
  if (values.length === 0) return [{ subject, message: `${subject} has no values to try` }];
  if (Object.hasOwn(node?.stage.settings ?? {}, param)) {
    const message = `${subject} changes no result, only how it is computed; sweep over a param`;
    return [{ subject, message }];
  }
  const problems = values.flatMap((value) =>
    paramProblems(pipeline, { [stage]: { [param]: value } })
  );
  if (Object.hasOwn(params[stage] ?? {}, param)) {
    problems.push({ subject, message: `${subject} is swept and also set; leave one of them out` });
  }
  if (node !== undefined && !reaches(pipeline, stage, until)) {
    const message = `${subject} is swept, but the runs end with stage "${until}", which does not ` +
      `depend on it; name a later stage in until`;
    problems.push({ subject, message });
  }
  return problems;
}

function reaches(pipeline: Pipeline, stage: string, until: string | undefined): boolean {
  return nodesUntil(pipeline, until).includes(stage);
}

/** The stages that a run until this stage brings up to date; none if there is no such stage. */
function nodesUntil(pipeline: Pipeline, until: string | undefined): string[] {
  if (until === undefined) return pipeline.nodes.map(({ name }) => name);
  if (!pipeline.nodes.some(({ name }) => name === until)) return [];
  return checkRequest(pipeline, { until }).nodes.map(({ name }) => name);
}

function checkBy(pipeline: Pipeline, { by, until }: SweepRequest): UsageProblem[] {
  const known = pipeline.nodes.some(({ name }) => name === until);
  if (until !== undefined && !known) {
    return [{ subject: until, message: `There is no stage "${until}"` }];
  }
  if (by === undefined) return [];
  const metric = declaredMetrics(pipeline).find(({ name }) => name === by);
  if (metric === undefined) {
    return [{ subject: by, message: `No stage declares the metric "${by}"` }];
  }
  if (until === undefined || reaches(pipeline, metric.stage, until)) return [];
  const message =
    `Metric "${by}" comes from stage "${metric.stage}", which a run until "${until}" ` +
    "leaves out; name that stage or a later one";
  return [{ subject: by, message }];
}

function checkSize(grids: readonly Grid[]): UsageProblem[] {
  const size = gridSize(grids);
  if (size <= MOST_COMBINATIONS) return [];
  const message = `The sweep has ${size} combinations, expected at most ${MOST_COMBINATIONS}; ` +
    "try fewer values";
  return [{ subject: "sweep", message }];
}

function checkCombinations(
  pipeline: Pipeline,
  base: ParamOverrides,
  all: readonly ParamOverrides[],
  until: string | undefined,
): Combination[] {
  const distinct = new Map<string, Combination>();
  const problems = new Map<string, { problem: UsageProblem; combinations: ParamOverrides[] }>();
  for (const params of all) {
    const overrides = merged(base, params);
    const unfit = problemsOf(() => {
      const checked = checkRequest(pipeline, {
        params: overrides,
        ...(until === undefined ? {} : { until }),
      });
      const id = checked.nodes.map(({ name }) => paramsId(checked.params.get(name) ?? {})).join();
      if (!distinct.has(id)) distinct.set(id, { params, overrides, checked });
    });
    for (const problem of unfit) {
      const text = `${problem.subject} ${problem.message}`;
      const found = problems.get(text) ?? { problem, combinations: [] };
      found.combinations.push(params);
      problems.set(text, found);
    }
  }
  if (problems.size > 0) throw new UsageError([...problems.values()].map(inCombinations));
  return [...distinct.values()];
}

function inCombinations(
  { problem, combinations }: { problem: UsageProblem; combinations: readonly ParamOverrides[] },
): UsageProblem {
  const [first] = combinations;
  const more = combinations.length - 1;
  const others = more === 0 ? "" : ` and ${more} other combination${more === 1 ? "" : "s"}`;
  return {
    ...problem,
    message: `${problem.message} (in ${assignments(first!).join(" ")}${others})`,
  };
}

function problemsOf(check: () => void): readonly UsageProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}
