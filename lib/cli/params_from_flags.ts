/**
 * Params from `--preset`, `--params` and `--set`, each going before the one named before it. Values
 * are checked here, once; unknown names and values out of bounds are collected, never dropped.
 *
 * @module
 */
import type { UsageProblem } from "../engine/errors.ts";
import { type Node, settable } from "../engine/graph.ts";
import { checkParam, type ParamSpec, type ParamValue } from "../engine/params.ts";
import { type Given, valueOf, valuesOf } from "./given.ts";
import type { Program } from "./program.ts";
import { typedValue } from "./typed_value.ts";
import { unknownName, unknownParam } from "./unknown_name.ts";

/** Checked params that differ from the defaults, and what is wrong with the others. */
export interface ParamsFromFlags {
  readonly params: { readonly [stage: string]: { readonly [param: string]: ParamValue } };
  readonly problems: readonly UsageProblem[];
}

/** One param as some source has it. */
interface Setting {
  readonly stage: string;
  readonly param: string;
  /** Its value, given the declaration of the param. */
  readonly read: (spec: ParamSpec) => unknown;
  /** Where it comes from; `null` where that needs no words. */
  readonly source: string | null;
}

/** A source's settings, and what is wrong with its form. */
type Source = readonly (Setting | UsageProblem)[];

/**
 * Gathers the params of a command line.
 *
 * @param paramsJson What the `--params` file holds; `undefined` if there is none to look at.
 */
export function paramsFromFlags(
  { pipeline, presets = {} }: Pick<Program, "pipeline" | "presets">,
  given: Given,
  paramsJson: unknown,
): ParamsFromFlags {
  const file = valueOf(given, "params");
  const source: Source = [
    ...fromPreset(presets, valueOf(given, "preset")),
    ...(file === undefined || paramsJson === undefined ? [] : fromFile(file, paramsJson)),
    ...fromSets(valuesOf(given, "set").filter((text) => text !== "")),
  ];
  const byStage = new Map<string, Map<string, ParamValue>>();
  const problems: UsageProblem[] = [];
  for (const setting of source) {
    const checked = "message" in setting ? setting : checkSetting(setting, pipeline.nodes);
    if ("message" in checked) {
      problems.push(checked);
      continue;
    }
    const { stage, param, value } = checked;
    byStage.set(stage, (byStage.get(stage) ?? new Map<string, ParamValue>()).set(param, value));
  }
  const params = [...byStage].map(([stage, values]) =>
    [stage, Object.fromEntries(values)] as const
  );
  return { params: Object.fromEntries(params), problems };
}

function fromPreset(presets: NonNullable<Program["presets"]>, name: string | undefined): Source {
  if (name === undefined || name === "") return [];
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset === undefined) return [unknownName("preset", name, Object.keys(presets))];
  return Object.entries(preset.params).flatMap(([stage, values]) =>
    Object.entries(values).map(([param, value]) => ({
      stage,
      param,
      read: () => value,
      source: `preset "${name}"`,
    }))
  );
}

function fromFile(file: string, document: unknown): Source {
  if (!isRecord(document)) {
    const message = `"${file}" must hold { "stage": { "param": value } }`;
    return [{ subject: "--params", message }];
  }
  return Object.entries(document).flatMap(([stage, values]): Source => {
    if (!isRecord(values)) {
      return [{ subject: stage, message: `"${stage}" in "${file}" must hold { "param": value }` }];
    }
    return Object.entries(values).map(([param, value]) => ({
      stage,
      param,
      read: () => value,
      source: `"${file}"`,
    }));
  });
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fromSets(texts: readonly string[]): Source {
  const seen = new Map<string, string>();
  return texts.flatMap((text): Source => {
    const [, stage, param, value] = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text) ?? [];
    if (stage === undefined || param === undefined || value === undefined) {
      return [{
        subject: "--set",
        message: `--set takes STAGE.PARAM=VALUE, got ${JSON.stringify(text)}`,
      }];
    }
    const subject = `${stage}.${param}`;
    const before = seen.get(subject);
    seen.set(subject, value);
    if (before !== undefined && before !== value) {
      return [{ subject, message: `${subject} is set twice, to "${before}" and to "${value}"` }];
    }
    return [{ stage, param, read: (spec) => typedValue(spec, value), source: null }];
  });
}

type Checked = { readonly stage: string; readonly param: string; readonly value: ParamValue };

function checkSetting(setting: Setting, nodes: readonly Node[]): Checked | UsageProblem {
  const { stage, param, source } = setting;
  const subject = `${stage}.${param}`;
  const where = source === null ? "" : ` (in ${source})`;
  const node = nodes.find(({ name }) => name === stage);
  const schema = node === undefined ? {} : settable(node.stage);
  const spec = Object.hasOwn(schema, param) ? schema[param] : undefined;
  if (spec === undefined) {
    const problem = unknownParam(stage, param, nodes);
    return { ...problem, message: problem.message + where };
  }
  const value = setting.read(spec);
  const problem = checkParam(spec, value);
  if (problem !== null) return { subject, message: `${subject} ${problem}${where}` };
  return { stage, param, value: value as ParamValue };
}
