/**
 * The chain behind an artifact as a graph, for Mermaid and for Graphviz: files and hosts, executions,
 * and what one gave the other.
 *
 * @module
 */
import type { RecordedStage } from "../engine/engine.ts";
import { printable } from "./printable.ts";
import { duration, instant } from "./units.ts";

/** A node: what it shows, a line each, and what it is. */
interface GraphNode {
  readonly id: string;
  readonly kind: "source" | "stage" | "artifact";
  readonly lines: readonly string[];
}

/** An arrow from one node to another, with what goes along it. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
}

interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly arrows: readonly Arrow[];
}

/** Digits of a digest in a picture; text and JSON have all. */
const DIGITS = 12;

/** The graph of a chain that ends in `outputs` of its first stage. */
function graphOf(stages: readonly RecordedStage[], outputs: readonly string[]): Graph {
  const nodes: GraphNode[] = [];
  const arrows: Arrow[] = [];
  const ids = new Map(stages.map(({ stage }, i) => [stage, `s${i}`]));
  stages.toReversed().forEach((stage) => {
    const id = ids.get(stage.stage)!;
    for (const lines of sourcesOf(stage)) {
      const source = `f${nodes.length}`;
      nodes.push({ id: source, kind: "source", lines });
      arrows.push({ from: source, to: id, lines: [] });
    }
    nodes.push({ id, kind: "stage", lines: stageLines(stage) });
    for (const { stage: from, output, digest } of Object.values(stage.inputs)) {
      arrows.push({ from: ids.get(from)!, to: id, lines: [output, digest.slice(0, DIGITS)] });
    }
  });
  const last = stages[0];
  for (const output of last === undefined ? [] : outputs) {
    const id = `a${nodes.length}`;
    const { digest } = last!.outputs[output]!;
    nodes.push({
      id,
      kind: "artifact",
      lines: [`${last!.stage}.${output}`, digest.slice(0, DIGITS)],
    });
    arrows.push({ from: ids.get(last!.stage)!, to: id, lines: [] });
  }
  return { nodes, arrows };
}

function sourcesOf({ files, net }: RecordedStage): string[][] {
  return [
    ...Object.values(files).map(({ path, sha256 }) => [printable(path), sha256.slice(0, DIGITS)]),
    ...net.map((host) => [host]),
  ];
}

function stageLines({ stage, key, elapsedMs, madeAt }: RecordedStage): string[] {
  return [stage, `key ${key.slice(0, DIGITS)}`, `${instant(madeAt)}, ${duration(elapsedMs)}`];
}

/** A Mermaid flowchart. */
export function mermaidChain(
  stages: readonly RecordedStage[],
  outputs: readonly string[],
): string[] {
  const { nodes, arrows } = graphOf(stages, outputs);
  const shapes = { source: ["[/", "/]"], stage: ["[", "]"], artifact: ["([", "])"] } as const;
  return [
    "flowchart LR",
    ...nodes.map(({ id, kind, lines }) => {
      const [open, close] = shapes[kind];
      return `  ${id}${open}"${lines.map(mermaidText).join("<br>")}"${close}`;
    }),
    ...arrows.map(({ from, to, lines }) =>
      lines.length === 0
        ? `  ${from} --> ${to}`
        : `  ${from} -->|"${lines.map(mermaidText).join("<br>")}"| ${to}`
    ),
  ];
}

/** Mermaid reads `#…;` as a character's number. */
function mermaidText(text: string): string {
  return text.replace(/[#"<>&;]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** A Graphviz digraph. */
export function dotChain(stages: readonly RecordedStage[], outputs: readonly string[]): string[] {
  const { nodes, arrows } = graphOf(stages, outputs);
  const shapes = { source: "note", stage: "box", artifact: "ellipse" } as const;
  return [
    "digraph provenance {",
    "  rankdir=LR;",
    ...nodes.map(({ id, kind, lines }) =>
      `  ${id} [shape=${shapes[kind]}, label="${dotText(lines)}"];`
    ),
    ...arrows.map(({ from, to, lines }) =>
      `  ${from} -> ${to}${lines.length === 0 ? "" : ` [label="${dotText(lines)}"]`};`
    ),
    "}",
  ];
}

function dotText(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/["\\]/g, "\\$&")).join("\\n");
}
