/**
 * The command line of a pipeline: reads what was typed, finds the command, turns what goes wrong
 * into an exit code. Holds no command's work and never ends the process itself.
 *
 * @module
 */
import { EXIT, UsageError } from "../engine/errors.ts";
import { parseArguments } from "./arguments.ts";
import { COMMANDS } from "./command_table.ts";
import { tellFailure } from "./failure.ts";
import { isGiven } from "./given.ts";
import { outputOn } from "./output.ts";
import type { Program } from "./program.ts";
import { checkedSession } from "./session.ts";
import { type Surroundings, thisProcess } from "./surroundings.ts";
import { unknownName } from "./unknown_name.ts";

export type { Preset, Program, ReportPage } from "./program.ts";
export type { OutputFacts, RunFacts, StageFacts } from "./run_facts.ts";
export type { Stream, Surroundings } from "./surroundings.ts";

/**
 * Does what `args` ask for and resolves to the exit code. Never rejects.
 *
 * @param surroundings The machine. Default: this process.
 */
export async function main(
  program: Program,
  args: readonly string[],
  surroundings: Surroundings = thisProcess(),
): Promise<number> {
  const { given, problems } = parseArguments(args);
  const output = outputOn(surroundings, {
    json: isGiven(given, "json"),
    quiet: isGiven(given, "quiet"),
    verbose: isGiven(given, "verbose"),
  });
  try {
    const load = Object.hasOwn(COMMANDS, given.command) ? COMMANDS[given.command] : undefined;
    const command = load === undefined ? null : await load();
    if (isGiven(given, "version")) return tellVersion();
    if (isGiven(given, "help") && command !== null) return await tellHelp();
    const checked = checkedSession(program, surroundings, given, output, command);
    const all = [...problems, ...checked.problems];
    if (command === null) all.unshift(unknownName("command", given.command, Object.keys(COMMANDS)));
    if (command === null || all.length > 0) throw new UsageError(all);
    return await command.execute(checked.session);
  } catch (error) {
    return tellFailure(error, output);
  }

  function tellVersion(): number {
    output.answer(program.version);
    output.document({ schema: "version/1", version: program.version });
    return EXIT.done;
  }

  async function tellHelp(): Promise<number> {
    const { helpText } = await import("./help.ts");
    const isGeneral = given.operands.length === 0 && !given.args.includes(given.command);
    const text = await helpText(program, isGeneral ? null : given.command);
    output.answer(text);
    output.document({ schema: "help/1", text });
    return EXIT.done;
  }
}
