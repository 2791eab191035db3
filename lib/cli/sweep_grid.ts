/**
 * The grids that a command line asks for: swept params among the operands, and a file of grids. With
 * both, every grid of the file is crossed with the operands.
 *
 * @module
 */
import type { Grid } from "../engine/engine.ts";
import type { UsageProblem } from "../engine/errors.ts";
import { type Node, settable } from "../engine/graph.ts";
import type { ParamValue } from "../engine/params.ts";
import { axisValues } from "./axis_values.ts";
import { unknownParam } from "./unknown_name.ts";

/** Grids, and what is wrong with the others. */
export interface ReadGrids {
  readonly grids: readonly Grid[];
  readonly problems: readonly UsageProblem[];
}

/** One swept param as some source has it. */
interface AskedAxis {
  readonly stage: string;
  readonly param: string;
  /** As in a file: a value, a list of values, or a text that reads as on the command line. */
  readonly json: unknown;
}

/**
 * The grids of `operands`, such as `train.epochs=5,10`, and of a file.
 *
 * @param fileJson What the file holds; `undefined` without a file.
 *
 * @example
 * ```ts
 * import { readGrids } from "./sweep_grid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { problems } = readGrids(["train.epochs=1,2"], undefined, []);
 * assertEquals(problems.map(({ message }) => message), ['Unknown param "train.epochs"']);
 * ```
 */
export function readGrids(
  operands: readonly string[],
  fileJson: unknown,
  nodes: readonly Node[],
): ReadGrids {
  const problems: UsageProblem[] = [];
  const typed = gridOf(operands.flatMap((text) => axisOf(text, problems)), nodes, problems);
  if (fileJson === undefined) return { grids: [typed], problems };
  const files = gridsOfFile(fileJson, problems).map((axes) => gridOf(axes, nodes, problems));
  return {
    grids: files.map((grid) => crossed(grid, typed, problems)),
    problems: distinct(problems),
  };
}

function axisOf(text: string, problems: UsageProblem[]): AskedAxis[] {
  const [, stage, param, json] = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text) ?? [];
  if (stage !== undefined && param !== undefined && json !== undefined) {
    return [{ stage, param, json }];
  }
  problems.push({
    subject: text,
    message: `"sweep" takes STAGE.PARAM=V1,V2…, got ${JSON.stringify(text)}`,
  });
  return [];
}

function gridsOfFile(document: unknown, problems: UsageProblem[]): AskedAxis[][] {
  const refused = (message: string): [] => {
    problems.push({ subject: "--grid", message });
    return [];
  };
  const grids: unknown[] = Array.isArray(document) ? document : [document];
  if (grids.length === 0) return refused("The grid file holds no grid; write at least one");
  return grids.map((grid) => {
    const stages = isRecord(grid) ? Object.entries(grid) : [];
    const isWhole = isRecord(grid) && stages.every(([, params]) => isRecord(params));
    if (!isWhole) {
      return refused(
        'A grid must be { "stage": { "param": [values] } }, and the file one or a list of such',
      );
    }
    return stages.flatMap(([stage, params]) =>
      Object.entries(params as object).map(([param, json]) => ({ stage, param, json }))
    );
  });
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function gridOf(
  axes: readonly AskedAxis[],
  nodes: readonly Node[],
  problems: UsageProblem[],
): Grid {
  const grid: { [stage: string]: { [param: string]: readonly ParamValue[] } } = {};
  for (const { stage, param, json } of axes) {
    const subject = `${stage}.${param}`;
    const node = nodes.find(({ name }) => name === stage);
    const schema = node === undefined ? {} : settable(node.stage);
    const spec = Object.hasOwn(schema, param) ? schema[param] : undefined;
    if (spec === undefined) {
      problems.push(unknownParam(stage, param, nodes));
      continue;
    }
    if (Object.hasOwn(grid[stage] ?? {}, param)) {
      const message = `${subject} is given twice; put all of its values into one list`;
      problems.push({ subject, message });
      continue;
    }
    // Values of a list are held against the schema with all others, by the engine.
    const read = Array.isArray(json)
      ? { values: json as ParamValue[] }
      : typeof json === "string"
      ? axisValues(spec, json)
      : { values: [json as ParamValue] };
    if ("problem" in read) problems.push({ subject, message: `${subject} ${read.problem}` });
    else grid[stage] = { ...grid[stage], [param]: read.values };
  }
  return grid;
}

function crossed(grid: Grid, typed: Grid, problems: UsageProblem[]): Grid {
  const both: { [stage: string]: { readonly [param: string]: readonly ParamValue[] } } = {
    ...grid,
  };
  for (const [stage, params] of Object.entries(typed)) {
    for (const param of Object.keys(params)) {
      if (!Object.hasOwn(grid[stage] ?? {}, param)) continue;
      const subject = `${stage}.${param}`;
      const message =
        `${subject} is swept in the grid file and after "sweep"; leave one of them out`;
      problems.push({ subject, message });
    }
    both[stage] = { ...grid[stage], ...params };
  }
  return both;
}

/** Several grids of a file may have the same mistake. */
function distinct(problems: readonly UsageProblem[]): UsageProblem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
