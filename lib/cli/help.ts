/**
 * Help text, read from the tables of commands and flags and from the pipeline itself.
 *
 * @module
 */
import { EXIT } from "../engine/errors.ts";
import type { AnyStage } from "../engine/graph.ts";
import type { ParamSchema, ParamSpec } from "../engine/params.ts";
import { columnsOf, padded, readyToMeasure } from "./columns.ts";
import type { Command } from "./command.ts";
import { COMMANDS } from "./command_table.ts";
import { COMMON_FLAGS, FLAG_NAMES, type FlagName, flagSpec } from "./flags.ts";
import type { Output } from "./output.ts";
import { commandOf, type Program } from "./program.ts";
import { valueWords } from "./words.ts";

/** Prints the help of a command, or of the whole program. */
export async function tellHelp(
  program: Program,
  command: Command | null,
  output: Output,
): Promise<number> {
  await readyToMeasure(Object.keys(program.presets ?? {}).join());
  const lines = command === null ? await programHelp(program) : commandHelp(program, command);
  output.answer(...lines);
  output.document({ schema: "help/1", text: lines.join("\n") });
  return EXIT.done;
}

async function programHelp(program: Program): Promise<string[]> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return [
    `Usage: ${commandOf(program)} [COMMAND] [FLAGS]`,
    "",
    ...section("Commands (run, if none is named)", commands.map((c) => [usageOf(c), c.summary])),
    ...section("Flags", FLAG_NAMES.map(flagRow)),
    ...pipelineSections(program),
    ...EXIT_CODES,
    "",
    `${commandOf(program)} COMMAND --help says which flags a command takes.`,
  ];
}

function commandHelp(program: Program, command: Command): string[] {
  const taken: readonly FlagName[] = [...command.flags, ...COMMON_FLAGS];
  return [
    `Usage: ${commandOf(program)} ${usageOf(command)} [FLAGS]`,
    "",
    `${command.name} ${command.summary}.`,
    "",
    ...(command.notes === undefined ? [] : [...command.notes, ""]),
    ...section("Flags", FLAG_NAMES.filter((name) => taken.includes(name)).map(flagRow)),
    `${commandOf(program)} --help lists commands, stages, presets and params.`,
  ];
}

function pipelineSections({ presets = {}, pipeline, exporters = [] }: Program): string[] {
  const presetRows = Object.entries(presets).map(([name, { description }]) => [name, description]);
  const stageRows = pipeline.nodes.map(({ name, stage }) => [name, stage.description]);
  const rowsOf = (schemaOf: (stage: AnyStage) => ParamSchema): string[][] =>
    pipeline.nodes.flatMap(({ name, stage }) =>
      Object.entries(schemaOf(stage)).flatMap(([param, spec]) => [
        [`${name}.${param}`, spec.description],
        ["", paramWords(spec)],
      ])
    );
  const formatRows = exporters.map(({ output, extension, description }) => [
    `${output.node}.${output.output} FILE.${extension}`,
    description,
  ]);
  const settingRows = rowsOf(({ settings }) => settings ?? {});
  return [
    ...section("Stages", stageRows),
    ...section("Presets", presetRows),
    ...section("Params", rowsOf(({ params }) => params)),
    ...(settingRows.length === 0
      ? []
      : section("Execution settings (set like params; they change no result)", settingRows)),
    ...section("Formats of export, beside .msgpack, .json and .npy", formatRows),
  ];
}

function usageOf({ name, operands }: Command): string {
  return [name, ...operands.map((operand) => operand.name)].join(" ");
}

function flagRow(name: FlagName): string[] {
  const { short, placeholder, valueOptional, summary } = flagSpec(name);
  const value = placeholder === undefined
    ? ""
    : valueOptional
    ? `[=${placeholder}]`
    : ` ${placeholder}`;
  return [`${short === undefined ? "" : `-${short}, `}--${name}${value}`, summary];
}

/** Type, bounds and default. */
function paramWords(spec: ParamSpec): string {
  const words = spec.type === "choice"
    ? `one of ${spec.choices.join(", ")}`
    : spec.type === "boolean"
    ? "true or false"
    : spec.type === "string"
    ? "a text"
    : `${spec.type === "integer" ? "a whole number" : "a number"}${boundsWords(spec)}`;
  return `${words}; default ${valueWords(spec.default)}`;
}

function boundsWords({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` from ${min}`;
  return max === undefined ? "" : ` up to ${max}`;
}

/** Rows of two columns below a title; nothing without rows. */
function section(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([left = ""]) => columnsOf(left)));
  return [
    `${title}:`,
    ...rows.map(([left = "", right]) => `  ${padded(left, width)}  ${right}`),
    "",
  ];
}

const EXIT_CODES = [
  "Exit codes:",
  `  ${EXIT.done}    done`,
  `  ${EXIT.stage}    a stage failed`,
  `  ${EXIT.usage}    usage or configuration; nothing was run`,
  `  ${EXIT.environment}    environment: disk, network, permissions`,
  `  ${EXIT.integrity}    integrity: wrong bytes in the store, a download or a data file; reproduce found a difference`,
  `  ${EXIT.work}   plan --exit-code found work`,
  `  ${EXIT.interrupted}  SIGINT`,
  `  ${EXIT.terminated}  SIGTERM`,
];
