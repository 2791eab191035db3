/**
 * `plan`: what `run` would do and why. Changes nothing.
 *
 * @module
 */
import { EXIT } from "../../engine/errors.ts";
import type { StagePlan } from "../../engine/result.ts";
import type { Command, Session } from "../command.ts";
import { PLAN_FLAGS, STAGE_FLAGS } from "../flags.ts";
import { isGiven } from "../given.ts";
import { openStore } from "../open_store.ts";
import { planLines } from "../plan_lines.ts";

/** The command. */
export const plan: Command = {
  name: "plan",
  summary: "says what run would do and why; changes nothing",
  operands: [],
  flags: [...PLAN_FLAGS, ...STAGE_FLAGS, "exit-code"],
  execute,
};

async function execute(session: Session): Promise<number> {
  const { output, given, request } = session;
  using engine = await openStore(session, { executes: false });
  const plan = await engine.plan(request);
  output.document({ schema: "plan/1", stages: plan.stages.map(stageDocument) });
  output.answer(...planLines(plan, output.style, output.verbose));
  const hasWork = plan.stages.some(({ action }) => action !== "fresh");
  return isGiven(given, "exit-code") && hasWork ? EXIT.work : EXIT.done;
}

function stageDocument({ name, action, reasons, key, params }: StagePlan) {
  return { name, action, reasons, key, params };
}
