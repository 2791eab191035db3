/**
 * What stands after a command: stages, their outputs, files.
 *
 * @module
 */
import type { UsageProblem } from "../engine/errors.ts";
import type { Node } from "../engine/graph.ts";
import type { Program } from "./program.ts";
import { unknownName } from "./unknown_name.ts";

/** One operand of a command. */
export interface Operand {
  /** How help writes it. */
  readonly name: string;
  /**
   * `artifact` is `STAGE` or `STAGE.OUTPUT`, `output` the latter; fields may follow. A `run` is looked
   * up later, in the store. `axes` are any number of swept params, which `sweep` reads itself.
   */
  readonly kind: "stage" | "artifact" | "output" | "file" | "run" | "axes";
  /** What a file's name may end in, without the point. */
  readonly extensions?: (program: Program) => readonly string[];
}

/** A stage, an output, or a field within it, as `train.model.weights` names them. */
export interface Target {
  readonly stage: string;
  readonly output: string | null;
  readonly fields: readonly string[];
}

/**
 * Splits the name of a stage, an output or a field.
 *
 * @example
 * ```ts
 * import { targetOf } from "./operands.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(targetOf("train"), { stage: "train", output: null, fields: [] });
 * assertEquals(targetOf("train.model.bias").fields, ["bias"]);
 * ```
 */
export function targetOf(text: string): Target {
  const [stage = "", output = null, ...fields] = text.split(".");
  return { stage, output, fields };
}

/** What is wrong with the operands of a command: too few, too many, unknown names. */
export function checkOperands(
  command: string,
  expected: readonly Operand[],
  operands: readonly string[],
  program: Program,
): UsageProblem[] {
  if (expected.some(({ kind }) => kind === "axes")) return [];
  const missing = expected.slice(operands.length, operands.length + 1).map(({ name }) => ({
    subject: name,
    message: `"${command}" needs ${wanted(expected)}${onlyGot(operands)}`,
  }));
  const extra = operands.slice(expected.length).map((text) => ({
    subject: text,
    message: `"${command}" takes ${wanted(expected)}, got ${quoted(text)} too`,
  }));
  const wrong = expected.flatMap(({ kind, extensions }, i) => {
    const text = operands[i];
    if (text === undefined || kind === "run" || kind === "axes") return [];
    return kind === "file"
      ? checkFile(text, extensions?.(program))
      : checkTarget(kind, text, program.pipeline.nodes);
  });
  return [...missing, ...extra, ...wrong];
}

function wanted(expected: readonly Operand[]): string {
  return expected.length === 0 ? "no argument" : expected.map(({ name }) => name).join(" ");
}

function onlyGot(operands: readonly string[]): string {
  return operands.length === 0 ? "" : `, got only ${operands.map(quoted).join(" ")}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function checkFile(file: string, extensions: readonly string[] = []): UsageProblem[] {
  if (extensions.includes(extensionOf(file))) return [];
  const fitting = extensions.map((extension) => `.${extension}`).join(", ");
  return [{
    subject: file,
    message: `Cannot tell the format of "${file}"; end its name in one of ${fitting}`,
  }];
}

/** What a file's name ends in, in lower case and without the point; empty where there is none. */
export function extensionOf(file: string): string {
  return /[^/\\]\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
}

function checkTarget(
  kind: "stage" | "artifact" | "output",
  text: string,
  nodes: readonly Node[],
): UsageProblem[] {
  if (kind === "stage") {
    const names = nodes.map(({ name }) => name);
    return names.includes(text) ? [] : [unknownName("stage", text, names)];
  }
  const { stage, output } = targetOf(text);
  const node = nodes.find(({ name }) => name === stage);
  if (node === undefined) return [unknownName("stage", stage, nodes.map(({ name }) => name))];
  const outputs = Object.keys(node.stage.outputs);
  if (output === null) {
    return kind === "artifact"
      ? []
      : [{ subject: text, message: `"${text}" names no output; known: ${namesOf(node)}` }];
  }
  if (!outputs.includes(output)) {
    return [unknownName("output", `${stage}.${output}`, outputs.map((name) => `${stage}.${name}`))];
  }
  return [];
}

function namesOf({ name, stage }: Node): string {
  return Object.keys(stage.outputs).map((output) => `${name}.${output}`).join(", ");
}
