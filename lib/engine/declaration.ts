/**
 * What can be wrong with the declaration of a stage by itself and is not seen by the type checker.
 *
 * @module
 */
import { checkSchema, type ParamSchema } from "./params.ts";
import { UsageError, type UsageProblem } from "./errors.ts";
import type { AssetSource, MetricSpec } from "./stage.ts";

/** What is looked at. */
export interface Declaration {
  readonly module: string;
  readonly inputs: { readonly [input: string]: string };
  readonly params: ParamSchema;
  readonly outputs: { readonly [output: string]: string };
  readonly metrics?: { readonly [metric: string]: MetricSpec };
  readonly assets?: { readonly [asset: string]: AssetSource };
  readonly settings?: ParamSchema;
  readonly retries?: number;
  readonly timeoutMs?: number;
  readonly threads?: (settings: never) => number;
  readonly thread?: (message: never, index: number) => void | Promise<void>;
}

/**
 * What a function of a stage's declaration gives, such as `net`.
 *
 * @throws {UsageError} with its name, if it throws: then the pipeline is wrong, and not the program.
 */
export function declaredBy<T>(stage: string, name: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const message = `\`${name}\` of stage "${stage}" failed for these params: ${found}`;
    throw new UsageError([{ subject: stage, message }]);
  }
}

/** What a timer can wait, in milliseconds: 24 days. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** All problems of a stage that stands in a graph under `name`. */
export function declarationProblems(name: string, stage: Declaration): UsageProblem[] {
  const { settings = {}, params } = stage;
  const texts = [
    ...nameProblems(name, stage),
    ...sourceProblems(name, stage),
    ...executionProblems(name, stage),
  ];
  for (const setting of Object.keys(settings)) {
    if (Object.hasOwn(params, setting)) texts.push(`"${name}.${setting}" is a param and a setting`);
  }
  return [
    ...checkSchema(name, { ...params, ...settings }),
    ...texts.map((message) => ({ subject: name, message })),
  ];
}

/** Names end up as keys of objects, where some have a meaning of their own, and in `STAGE.NAME`. */
function nameProblems(stage: string, declaration: Declaration): string[] {
  const { inputs, params, outputs, settings = {}, assets = {}, metrics = {} } = declaration;
  const problems: string[] = [];
  if (!/^[a-z][a-z0-9-]*$/.test(stage) || isInherited(stage)) {
    problems.push(
      `Stage name ${
        JSON.stringify(stage)
      } must start with a-z and go on with a-z, 0-9 or "-", and be no name ` +
        "that every object has",
    );
  }
  const names = Object.entries({
    Input: inputs,
    Param: params,
    Output: outputs,
    Setting: settings,
  });
  for (const [kind, given] of names) {
    for (const name of Object.keys(given)) {
      if (/^[A-Za-z_][\w-]*$/.test(name) && !isInherited(name)) continue;
      problems.push(
        `${kind} name ${
          JSON.stringify(name)
        } of stage "${stage}" must start with a letter and go ` +
          `on with letters, digits, "_" or "-", and be no name that every object has`,
      );
    }
  }
  for (const [kind, given] of Object.entries({ Metric: metrics, Asset: assets })) {
    for (const name of Object.keys(given)) {
      if (isOneLine(name) && !isInherited(name)) continue;
      problems.push(
        `${kind} name ${
          JSON.stringify(name)
        } of stage "${stage}" must be a text on one line, and no ` +
          "name that every object has",
      );
    }
  }
  return problems;
}

/** Whether a name can be shown: it has a visible character and no control character. */
export function isOneLine(name: string): boolean {
  return /^[!-~]+$/.test(name) || (/\S/.test(name) && !/\p{Cc}/u.test(name));
}

/** Such as `constructor`. */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** Where code and assets come from. */
function sourceProblems(name: string, { module, assets = {} }: Declaration): string[] {
  const problems: string[] = [];
  if (!module.startsWith("file:")) {
    problems.push(
      `Stage "${name}" has the module "${module}", expected the \`import.meta.url\` of a file`,
    );
  }
  for (const [asset, source] of Object.entries(assets)) {
    const path = "script" in source ? source.script : source.text;
    if (path === "") problems.push(`Asset "${asset}" of stage "${name}" has no path`);
  }
  return problems;
}

function executionProblems(name: string, stage: Declaration): string[] {
  const { retries = 0, timeoutMs = 1, threads, thread } = stage;
  const problems: string[] = [];
  if (threads !== undefined && thread === undefined) {
    problems.push(`Stage "${name}" asks for threads but has no \`thread\` for them to run`);
  }
  if (!Number.isSafeInteger(retries) || retries < 0) {
    problems.push(`Stage "${name}" has ${retries} retries, expected a whole number from 0`);
  }
  if (!(timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS)) {
    problems.push(
      `Stage "${name}" has a timeoutMs of ${timeoutMs}, expected more than 0 and at most ` +
        `${LONGEST_TIMEOUT_MS}; leave it out for no limit`,
    );
  }
  return problems;
}
