/**
 * `why STAGE`: why it would run, or why it is fresh, down to the leaf. Changes nothing.
 *
 * @module
 */
import { EXIT } from "../../engine/errors.ts";
import type { StagePlan } from "../../engine/result.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS } from "../flags.ts";
import { openStore } from "../open_store.ts";
import { whyLines } from "../why_lines.ts";

/** The command. */
export const why: Command = {
  name: "why",
  summary: "says why a stage would run, or why it is fresh; changes nothing",
  operands: [{ name: "STAGE", kind: "stage" }],
  flags: PLAN_FLAGS,
  execute,
};

async function execute(session: Session): Promise<number> {
  const { output, given, request } = session;
  const name = given.operands[0]!;
  using engine = await openStore(session, { executes: false });
  const { stages } = await engine.plan({ ...request, until: name });
  const stage = stages.find((stage) => stage.name === name)!;
  output.document({
    schema: "why/1",
    stage: name,
    action: stage.action,
    reasons: stage.reasons,
    key: stage.key,
    origin: stage.action === "fresh" ? stage.origin : null,
    params: stage.params,
    upstream: stages.filter((other) => other !== stage && other.action !== "fresh").map(reasonsOf),
  });
  output.answer(...whyLines(stage, stages));
  return EXIT.done;
}

function reasonsOf({ name, action, reasons }: StagePlan) {
  return { name, action, reasons };
}
