/**
 * The graph as text for people, for Mermaid and for Graphviz.
 *
 * @module
 */
import type { Node } from "../engine/graph.ts";
import type { Action } from "./words.ts";
import { actionWord } from "./words.ts";
import type { Style } from "./style.ts";

/** A node with what a run would do with it. */
export interface GraphNode {
  readonly node: Node;
  readonly action: Action;
}

/** An arrow from a stage to one that reads its outputs. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly outputs: readonly string[];
}

/** A line for each stage, further to the right the more steps lead to it; then what it reads. */
export function graphLines(graph: readonly GraphNode[], style: Style): string[] {
  const depths = new Map<string, number>();
  for (const { node } of graph) {
    const above = Object.values(node.inputs).map((edge) => depths.get(edge.node) ?? 0);
    depths.set(node.name, above.length === 0 ? 0 : Math.max(...above) + 1);
  }
  const indent = (name: string) => "  ".repeat(depths.get(name) ?? 0);
  const width = Math.max(
    0,
    ...graph.map(({ node: { name } }) => indent(name).length + name.length),
  );
  return graph.map(({ node, action }) => {
    const word = actionWord(action);
    const name = indent(node.name) + node.name;
    const edges = Object.values(node.inputs).map((edge) => `${edge.node}.${edge.output}`);
    const reads = edges.length === 0 ? "" : `← ${[...new Set(edges)].join(", ")}`;
    return [
      style.mark("bold", name.padEnd(width)),
      style.mark(word.mark, word.text.padEnd("may run".length)),
      style.mark("dim", reads),
    ].join("  ").trimEnd();
  });
}

function arrows(graph: readonly GraphNode[]): Arrow[] {
  return graph.flatMap(({ node }) => {
    const edges = Object.values(node.inputs);
    return [...new Set(edges.map((edge) => edge.node))].map((from) => ({
      from,
      to: node.name,
      outputs: [...new Set(edges.filter((edge) => edge.node === from).map(({ output }) => output))],
    }));
  });
}

/** A Mermaid flowchart. */
export function mermaidLines(graph: readonly GraphNode[]): string[] {
  // Names such as "end" mean something in Mermaid, so that nodes go by number.
  const ids = new Map(graph.map(({ node }, i) => [node.name, `s${i}`]));
  return [
    "flowchart LR",
    ...graph.map(({ node: { name }, action }) =>
      `  ${ids.get(name)}["${name}<br>${actionWord(action).text}"]:::${action}`
    ),
    ...arrows(graph).map(({ from, to, outputs }) =>
      `  ${ids.get(from)} -->|"${outputs.join(", ")}"| ${ids.get(to)}`
    ),
    "  classDef fresh stroke-dasharray: 0",
    "  classDef run stroke-width: 3px",
    "  classDef may-run stroke-dasharray: 4",
  ];
}

const DOT_STYLES: { readonly [A in Action]: string } = {
  "fresh": "solid",
  "run": "bold",
  "may-run": "dashed",
};

/** A Graphviz digraph. */
export function dotLines(graph: readonly GraphNode[]): string[] {
  return [
    "digraph pipeline {",
    "  rankdir=LR;",
    "  node [shape=box];",
    ...graph.map(({ node: { name }, action }) =>
      `  "${name}" [label="${name}\\n${actionWord(action).text}", style=${DOT_STYLES[action]}];`
    ),
    ...arrows(graph).map(({ from, to, outputs }) =>
      `  "${from}" -> "${to}" [label="${outputs.join("\\n")}"];`
    ),
    "}",
  ];
}
