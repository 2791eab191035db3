/**
 * A command line as a sweep: its grids, the metric to compare by, and what is wrong with them.
 *
 * @module
 */
import { checkSweep, gridProblems, untilOf } from "../engine/check_sweep.ts";
import type { Grid, Request, SweepRequest } from "../engine/engine.ts";
import { UsageError, type UsageProblem } from "../engine/errors.ts";
import { axesOf, combinationsOf, gridSize, merged } from "../engine/grid.ts";
import type { Pipeline } from "../engine/graph.ts";
import { declaredMetrics } from "../engine/metrics.ts";
import { checkRequest } from "../engine/request.ts";
import type { Session } from "./command.ts";
import { integerOf, isGiven, valueOf } from "./given.ts";
import { typedLine } from "./program.ts";
import { readGrids } from "./sweep_grid.ts";
import { unknownName } from "./unknown_name.ts";

/** More than a person means to start by one line. */
const MOST_UNCONFIRMED = 10_000;

/** A sweep that may be run if nothing is wrong with it. */
export interface AskedSweep {
  readonly request: SweepRequest;
  readonly grids: readonly Grid[];
  readonly problems: readonly UsageProblem[];
}

/** The sweep that a session asks for. */
export function askedSweep(session: Session): AskedSweep {
  const { program: { pipeline }, given, program } = session;
  const file = session.files.grid;
  const { grids, problems } = readGrids(given.operands, file.json, pipeline.nodes);
  const by = metricOf(session);
  const jobs = integerOf(given, "jobs");
  const { params = {}, until } = session.request;
  const request: SweepRequest = {
    params,
    grid: grids,
    command: typedLine(program, given.args),
    ...(until === undefined || !isStage(pipeline, until) ? {} : { until }),
    ...(by.metric === undefined ? {} : { by: by.metric }),
    ...(jobs === undefined ? {} : { jobs }),
  };
  const found = [...file.problems, ...problems, ...nothingAsked(session), ...by.problems];
  return { request, grids, problems: [...found, ...misfits(session, request, grids, found)] };
}

/** The requests that differ in what a run may read or reach. */
export function requestsToGrant({ program: { pipeline } }: Session, asked: AskedSweep): Request[] {
  const reaching = new Set(
    pipeline.nodes.filter(({ stage }) => stage.files !== undefined || stage.net !== undefined)
      .map(({ name }) => name),
  );
  const { request, grids } = asked;
  const until = untilOf(pipeline, request);
  const relevant = grids.map((grid) =>
    Object.fromEntries(Object.entries(grid).filter(([stage]) => reaching.has(stage)))
  );
  return combinationsOf(relevant).map((params) => ({
    params: merged(request.params ?? {}, params),
    ...(until === undefined ? {} : { until }),
  }));
}

function nothingAsked({ given }: Session): UsageProblem[] {
  if (given.operands.length > 0 || isGiven(given, "grid")) return [];
  const message = '"sweep" needs STAGE.PARAM=V1,V2… or --grid FILE';
  return [{ subject: "sweep", message }];
}

/** What the engine would refuse, and more combinations than were meant. */
function misfits(
  { program: { pipeline }, given }: Session,
  request: SweepRequest,
  grids: readonly Grid[],
  found: readonly UsageProblem[],
): readonly UsageProblem[] {
  const size = gridSize(grids);
  if (size > MOST_UNCONFIRMED && !isGiven(given, "yes")) {
    const message = `The sweep has ${size} combinations, expected at most ${MOST_UNCONFIRMED}; ` +
      "try fewer values, or confirm with --yes";
    return [...gridProblems(pipeline, request), { subject: "sweep", message }];
  }
  if (found.length > 0) return gridProblems(pipeline, request);
  try {
    checkSweep(pipeline, request);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}

/** The metric that was named, or the pipeline's own where the runs give it. */
function metricOf(
  { program: { pipeline, sweep }, given, request: { until } }: Session,
): { readonly metric?: string; readonly problems: readonly UsageProblem[] } {
  const named = valueOf(given, "by");
  const declared = declaredMetrics(pipeline);
  const names = declared.map(({ name }) => name);
  if (named !== undefined) {
    return names.includes(named)
      ? { metric: named, problems: [] }
      : { problems: [unknownMetric(named, names)] };
  }
  const usual = declared.find(({ name }) => name === sweep?.by);
  const isLimited = until !== undefined && isStage(pipeline, until);
  const reached = isLimited ? checkRequest(pipeline, { until }).nodes : pipeline.nodes;
  return usual !== undefined && reached.some(({ name }) => name === usual.stage)
    ? { metric: usual.name, problems: [] }
    : { problems: [] };
}

function unknownMetric(name: string, known: readonly string[]): UsageProblem {
  if (known.length > 0) return unknownName("metric", name, known);
  const message = "No stage of this pipeline declares a metric; leave --by out";
  return { subject: "--by", message };
}

/** Another name is refused with the flag that it stands after. */
function isStage({ nodes }: Pipeline, name: string): boolean {
  return nodes.some((node) => node.name === name);
}

/** The swept params, each once, in their order: `[stage, param]`. */
export function sweptParams(grids: readonly Grid[]): (readonly [stage: string, param: string])[] {
  const axes = grids.flatMap(axesOf).map(({ stage, param }) => [stage, param] as const);
  return [...new Map(axes.map((axis) => [axis.join("."), axis])).values()];
}
