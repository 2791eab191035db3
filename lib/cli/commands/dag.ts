/**
 * `dag`: the graph, with what a run would do with each stage. Changes nothing.
 *
 * @module
 */
import { EXIT } from "../../engine/errors.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { valueOf } from "../given.ts";
import { dotLines, graphLines, type GraphNode, mermaidLines } from "../graph_text.ts";
import { openStore } from "../open_store.ts";

/** The command. */
export const dag: Command = {
  name: "dag",
  summary: "draws the graph, with what run would do with each stage",
  operands: [],
  flags: [...PLAN_FLAGS, "format"],
  execute,
};

async function execute(session: Session): Promise<number> {
  const { output, given, program, request } = session;
  using engine = await openStore(session, { executes: false });
  const { stages } = await engine.plan(request);
  const actions = new Map(stages.map(({ name, action }) => [name, action]));
  const graph = program.pipeline.nodes.map((node) => ({ node, action: actions.get(node.name)! }));
  output.document({ schema: "dag/1", stages: graph.map(nodeDocument) });
  output.answer(...linesIn(valueOf(given, "format") ?? "text", graph, session));
  return EXIT.done;
}

function linesIn(format: string, graph: readonly GraphNode[], { output }: Session): string[] {
  if (format === "mermaid") return mermaidLines(graph);
  return format === "dot" ? dotLines(graph) : graphLines(graph, output.style);
}

function nodeDocument({ node, action }: GraphNode) {
  const inputs = Object.entries(node.inputs).map(([input, edge]) =>
    [input, `${edge.node}.${edge.output}`] as const
  );
  return {
    name: node.name,
    description: node.stage.description,
    action,
    inputs: Object.fromEntries(inputs),
    outputs: Object.keys(node.stage.outputs),
  };
}
