/**
 * Checks a command line against a pipeline, all of it before anything is done.
 *
 * @module
 */
import type { Request } from "../engine/engine.ts";
import type { UsageProblem } from "../engine/errors.ts";
import type { Node } from "../engine/graph.ts";
import { resolvePath } from "../engine/paths.ts";
import { checkRequest } from "../engine/request.ts";
import type { Command, Session } from "./command.ts";
import { COMMON_FLAGS, FLAG_NAMES, flagSpec } from "./flags.ts";
import { ALL, type Given, valueOf, valuesOf } from "./given.ts";
import type { GivenFiles } from "./given_files.ts";
import { checkOperands } from "./operands.ts";
import type { Output } from "./output.ts";
import { paramsFromFlags } from "./params_from_flags.ts";
import { type Program, projectFolder } from "./program.ts";
import type { Surroundings } from "./surroundings.ts";
import { unknownName } from "./unknown_name.ts";

/** A session, and what is wrong with it; it may be used if nothing is. */
export interface CheckedSession {
  readonly session: Session;
  readonly problems: readonly UsageProblem[];
}

/** The session that `given` asks for. Without a command only what all have in common is checked. */
export function checkedSession(
  program: Program,
  surroundings: Surroundings,
  given: Given,
  files: GivenFiles,
  output: Output,
  command: Command | null,
): CheckedSession {
  const { nodes } = program.pipeline;
  const root = projectFolder(program);
  const base = surroundings.folder ?? root;
  const { params, problems } = paramsFromFlags(program, given, files.params.json);
  const request = { params, ...stageRequest(given) };
  const found = [
    ...(command === null ? [] : checkFlags(command, given)),
    ...(command === null
      ? []
      : checkOperands(command.name, command.operands, given.operands, program)),
    ...checkStageFlags(given, nodes),
    ...files.params.problems,
    ...problems,
  ];
  const artifacts = resolvePath(base, valueOf(given, "artifacts") ?? `${root}/artifacts`);
  const session = { program, surroundings, given, files, output, root, artifacts, request };
  const all = [...found, ...command?.check?.(session) ?? []];
  return { session, problems: all.length > 0 ? all : checkForced(program, request) };
}

function stageRequest(given: Given): Pick<Request, "force" | "until" | "only"> {
  const force = valuesOf(given, "force");
  const until = valueOf(given, "until");
  const only = valueOf(given, "only");
  return {
    ...(force.length === 0 ? {} : { force: force.includes(ALL) ? "all" : force }),
    ...(until === undefined ? {} : { until }),
    ...(only === undefined ? {} : { only }),
  };
}

function checkFlags(command: Command, given: Given): UsageProblem[] {
  const taken: readonly string[] = [...command.flags, ...COMMON_FLAGS];
  return [...given.flags.keys()].filter((name) => !taken.includes(name)).map((name) => ({
    subject: `--${name}`,
    message: `"${command.name}" does not take --${name}`,
  }));
}

function checkStageFlags(given: Given, nodes: readonly Node[]): UsageProblem[] {
  const names = nodes.map(({ name }) => name);
  return FLAG_NAMES
    .filter((flag) => flagSpec(flag).value?.kind === "stage")
    .flatMap((flag) => valuesOf(given, flag))
    .filter((stage) => stage !== "" && stage !== ALL && !names.includes(stage))
    .map((stage) => unknownName("stage", stage, names));
}

/** A stage that is forced and yet left out by `--until` or `--only` would silently not run. */
function checkForced({ pipeline }: Program, request: Request): UsageProblem[] {
  if (request.force === undefined || request.force === "all") return [];
  const { nodes } = checkRequest(pipeline, request);
  const limit = request.until === undefined ? "--only" : "--until";
  return request.force.filter((stage) => !nodes.some(({ name }) => name === stage)).map((
    stage,
  ) => ({
    subject: "--force",
    message: `--force=${stage} and ${limit} contradict each other: ${limit} leaves "${stage}" out`,
  }));
}
