/**
 * The dataflow graph: nodes made of stages, edges made of outputs. An edge exists only as the output
 * of a node that was made before, so a missing, misspelt or wrongly typed edge does not compile and
 * a cycle can hardly be written; `definePipeline` finds those that come through casts.
 *
 * @module
 */
import { declarationProblems } from "./declaration.ts";
import type { ParamSchema, ParamValue } from "./params.ts";
import type { UsageProblem } from "./errors.ts";
import type { AssetSource, FolderSource, MetricSpec, Stage } from "./stage.ts";

/** An output of a node, to be connected to an input that takes a `T`. */
export interface Edge<T> {
  readonly node: string;
  readonly output: string;
  /** Never set; carries `T` for the type checker. */
  readonly type?: T;
}

/**
 * Any stage, its types forgotten: what the engine works on once edges are checked. It executes the
 * bundle of `module`, never the function in this process.
 */
export interface AnyStage {
  readonly module: string;
  readonly name: string;
  readonly description: string;
  readonly inputs: { readonly [input: string]: string };
  readonly params: ParamSchema;
  readonly outputs: { readonly [output: string]: string };
  readonly metrics?: { readonly [metric: string]: MetricSpec };
  readonly assets?: { readonly [asset: string]: AssetSource };
  readonly retries?: number;
  readonly timeoutMs?: number;
  readonly files?: (
    params: never,
  ) => { readonly [role: string]: string | readonly string[] | FolderSource | undefined };
  readonly check?: (params: never) => readonly string[];
  readonly net?: (params: never) => readonly string[];
  readonly settings?: ParamSchema;
  readonly threads?: (settings: never) => number;
  readonly thread?: (message: never, index: number) => void | Promise<void>;
  /** Only compared: the bundle has the `run` that the module exports. */
  readonly run?: (context: never) => unknown;
}

/** Resolved params of any stage. */
export type AnyParams = { readonly [param: string]: ParamValue };

/** All that can be set of a stage: its params and its execution settings. */
export function settable({ params, settings }: AnyStage): ParamSchema {
  return { ...params, ...settings };
}

/** A stage placed in a graph. */
export interface Node {
  readonly name: string;
  readonly stage: AnyStage;
  /** Edges by input name. */
  readonly inputs: { readonly [input: string]: Edge<unknown> };
}

/** A node with its outputs typed. */
export interface ConnectedNode<Outputs> extends Node {
  readonly outputs: { readonly [O in keyof Outputs]: Edge<Outputs[O]> };
}

/** A checked graph. */
export interface Pipeline {
  /** In topological order, if nothing is wrong. */
  readonly nodes: readonly Node[];
  /**
   * What is wrong with the graph; nothing is run then. Kept and not thrown, because a graph is drawn
   * while its module loads, before the command line can say what is wrong.
   */
  readonly problems: readonly UsageProblem[];
}

/**
 * Places a stage in a graph.
 *
 * @example
 * ```ts
 * import { defineStage } from "./stage.ts";
 * import { connect, definePipeline } from "./graph.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const one = connect(
 *   defineStage({
 *     module: "file:///one.ts", name: "one", description: "gives 1",
 *     inputs: {}, params: {}, outputs: { x: "the number 1" },
 *     run: () => ({ x: 1 }),
 *   }),
 *   {},
 * );
 * const next = connect(
 *   defineStage({
 *     module: "file:///next.ts", name: "next", description: "adds 1",
 *     inputs: { x: "a number" }, params: {}, outputs: { y: "its successor" },
 *     run: ({ inputs }: { inputs: { x: number } }) => ({ y: inputs.x + 1 }),
 *   }),
 *   { x: one.outputs.x },
 * );
 * assertEquals(definePipeline([next, one]).nodes.map((n) => n.name), ["one", "next"]);
 * ```
 *
 * @param name The node's name, where one stage stands in a graph twice. Default: the stage's.
 */
export function connect<
  Inputs,
  Params extends ParamSchema,
  Outputs,
  F extends string,
  A extends string,
  S extends ParamSchema,
>(
  stage: Stage<Inputs, Params, Outputs, F, A, S>,
  inputs: { readonly [I in keyof Inputs]: Edge<Inputs[I]> },
  name: string = stage.name,
): ConnectedNode<Outputs> {
  const outputs = Object.fromEntries(
    Object.keys(stage.outputs).map((output) => [output, { node: name, output }]),
  );
  return { name, stage, inputs, outputs: outputs as ConnectedNode<Outputs>["outputs"] };
}

/**
 * Checks a graph and orders it: each node after those that it needs, otherwise as given. Finds
 * duplicate or malformed names, metrics declared twice, inputs or outputs that do not exist, cycles,
 * params whose default is out of bounds or whose bounds are none, retries and time-outs that are
 * none, several functions of one module; all at once, in `problems`. Never throws: `openEngine` does if
 * there are any.
 */
export function definePipeline(nodes: readonly Node[]): Pipeline {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const { ordered, cycles } = topologicalOrder(nodes, byName);
  const problems = [
    ...nodes.flatMap((node) => checkNode(node, byName)),
    ...duplicates(nodes.map((node) => node.name)).map((name) => ({
      subject: name,
      message: `Two stages are named "${name}"; give one of them another name in connect()`,
    })),
    ...duplicates(nodes.flatMap(({ stage }) => Object.keys(stage.metrics ?? {}))).map((name) => ({
      subject: name,
      message: `Two stages declare the metric "${name}"; give one of them another name`,
    })),
    ...functionProblems(nodes),
    ...cycles,
  ];
  return { nodes: problems.length === 0 ? ordered : nodes, problems };
}

/** A module exports one `run`, which all its stages would execute, and one `thread`. */
function functionProblems(nodes: readonly Node[]): UsageProblem[] {
  const firstOf = new Map(nodes.toReversed().map((node) => [node.stage.module, node]));
  return nodes.flatMap(({ name, stage }) => {
    const first = firstOf.get(stage.module);
    return (["run", "thread"] as const).flatMap((exported) => {
      const other = first?.stage[exported];
      if (stage[exported] === undefined || (other ?? stage[exported]) === stage[exported]) {
        return [];
      }
      return [{
        subject: name,
        message: `Stages "${first?.name}" and "${name}" are declared in one file with different ` +
          `functions as \`${exported}\`, but both would execute the one that the file exports ` +
          `under this name; declare each in a file of its own, or tell them apart by params`,
      }];
    });
  });
}

function checkNode(node: Node, byName: ReadonlyMap<string, Node>): UsageProblem[] {
  const problems = declarationProblems(node.name, node.stage);
  const problem = (message: string) => problems.push({ subject: node.name, message });
  for (const input of Object.keys(node.stage.inputs)) {
    if (!Object.hasOwn(node.inputs, input)) {
      problem(`Input "${input}" of stage "${node.name}" is not connected`);
    }
  }
  for (const [input, edge] of Object.entries(node.inputs)) {
    // Past the type checker, an output that a node does not have is no edge at all.
    const source = byName.get(edge?.node);
    if (!Object.hasOwn(node.stage.inputs, input)) {
      problem(`Stage "${node.name}" has no input "${input}"`);
    } else if (edge === undefined) {
      problem(
        `Input "${input}" of stage "${node.name}" is connected to an output that does not exist`,
      );
    } else if (source === undefined) {
      problem(
        `Input "${input}" of stage "${node.name}" comes from "${edge.node}", which is not in the pipeline`,
      );
    } else if (!Object.hasOwn(source.stage.outputs, edge.output)) {
      problem(
        `Input "${input}" of stage "${node.name}" wants "${edge.node}.${edge.output}", which does not exist`,
      );
    }
  }
  return problems;
}

function duplicates(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = names.filter((name) => seen.size === seen.add(name).size);
  return [...new Set(twice)];
}

function topologicalOrder(
  nodes: readonly Node[],
  byName: ReadonlyMap<string, Node>,
): { readonly ordered: readonly Node[]; readonly cycles: readonly UsageProblem[] } {
  const ordered = new Set<Node>();
  const cycles: UsageProblem[] = [];
  const visit = (node: Node, path: readonly string[]): void => {
    if (ordered.has(node)) return;
    const start = path.indexOf(node.name);
    if (start !== -1) {
      const cycle = [...path.slice(start), node.name].join(" → ");
      cycles.push({ subject: node.name, message: `The pipeline has a cycle: ${cycle}` });
      return;
    }
    for (const edge of Object.values(node.inputs)) {
      const source = byName.get(edge?.node);
      if (source !== undefined) visit(source, [...path, node.name]);
    }
    ordered.add(node);
  };
  for (const node of nodes) visit(node, []);
  return { ordered: [...ordered], cycles };
}
