/**
 * The command line of a pipeline: reads what was typed, finds the command, turns what goes wrong
 * into an exit code. Holds no command's work and never ends the process itself.
 *
 * @module
 */
import { EXIT, UsageError } from "../engine/errors.ts";
import { fromFileUrl, resolvePath } from "../engine/paths.ts";
import { parseArguments } from "./arguments.ts";
import { COMMANDS } from "./command_table.ts";
import { tellBrokenProgram, tellFailure } from "./failure.ts";
import { type Given, isGiven, valueOf } from "./given.ts";
import type { GivenFiles } from "./given_files.ts";
import { type Output, outputOn } from "./output.ts";
import { type Need, ownNeeds, packageNeeds, requireRights } from "./permissions.ts";
import { type Program, programProblems, projectFolder } from "./program.ts";
import { checkedSession } from "./session.ts";
import { type Surroundings, thisProcess } from "./surroundings.ts";
import { unknownName } from "./unknown_name.ts";

export {
  type Compared,
  type Comparison,
  type ComparisonPage,
  defineComparison,
} from "./comparison.ts";
export { defineExporter, type Exporter } from "./exporter.ts";
export { defineSweepPage, type SweptParts } from "./sweep_page.ts";
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
  const code = await execute(program, args, surroundings);
  const problem = surroundings.stdout.problem();
  if (problem === null) return code;
  surroundings.stderr.write(
    `error: Cannot write to standard output: ${problem}; what was done is kept. Make room or send ` +
      "the output elsewhere, then run the same command again\n",
  );
  return code === EXIT.done ? EXIT.environment : code;
}

async function execute(
  program: Program,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { given, problems } = parseArguments(args);
  const output = outputOn(surroundings, {
    json: isGiven(given, "json"),
    quiet: isGiven(given, "quiet"),
    verbose: isGiven(given, "verbose"),
  });
  try {
    if (isGiven(given, "version")) return tellVersion(program, output);
    const broken = programProblems(program);
    if (broken.length > 0) return tellBrokenProgram(broken, output);
    const name = given.command ?? "run";
    if (name !== "run" || isGiven(given, "help")) requireOwnFiles(program, surroundings, given);
    const command = Object.hasOwn(COMMANDS, name) ? await COMMANDS[name]!() : null;
    if (isGiven(given, "help") && command !== null) {
      const { tellHelp } = await import("./help.ts");
      return await tellHelp(program, given.command === null ? null : command, output);
    }
    const files = await filesOf(program, surroundings, given);
    const checked = checkedSession(program, surroundings, given, files, output, command);
    const all = [...problems, ...checked.problems];
    if (command === null) all.unshift(unknownName("command", name, Object.keys(COMMANDS)));
    if (command === null || all.length > 0) throw new UsageError(all);
    return await command.execute(checked.session);
  } catch (error) {
    return tellFailure(error, output);
  }
}

const NO_FILES: GivenFiles = {
  params: { json: undefined, problems: [] },
  grid: { json: undefined, problems: [] },
};

/** Leaves files alone if their reader may not be loaded: `openStore` refuses to go on then. */
async function filesOf(
  program: Program,
  surroundings: Surroundings,
  given: Given,
): Promise<GivenFiles> {
  const { isGranted, engineFolder, folder } = surroundings;
  const root = projectFolder(program);
  const isNamed = isGiven(given, "params") || isGiven(given, "grid");
  if (!isNamed || !ownNeeds(root, engineFolder).every(isGranted)) return NO_FILES;
  const { readGivenFiles } = await import("./given_files.ts");
  return await readGivenFiles(surroundings, given, folder ?? root);
}

/** What is loaded only now must be readable. All but help read more. */
function requireOwnFiles(
  program: Program,
  { isGranted, folder, engineFolder, packagesFolder }: Surroundings,
  given: Given,
): void {
  const root = projectFolder(program);
  const start = { script: fromFileUrl(program.module), folder, packagesFolder, args: given.args };
  const files = [valueOf(given, "artifacts"), valueOf(given, "params"), valueOf(given, "grid")];
  const wanted = files.flatMap((file): Need[] =>
    file === undefined || file === ""
      ? []
      : [{ kind: "read", path: resolvePath(folder ?? root, file) }]
  );
  const more = isGiven(given, "help") ? [] : [...packageNeeds(root, packagesFolder), ...wanted];
  requireRights(ownNeeds(root, engineFolder), isGranted, start, more);
}

function tellVersion({ version }: Program, output: Output): number {
  output.answer(version);
  output.document({ schema: "version/1", version });
  return EXIT.done;
}
