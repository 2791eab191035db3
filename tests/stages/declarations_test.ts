/**
 * Pins the params and settings of the five stages with their defaults and bounds, and their metrics: users
 * and recorded results rely on them.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { AnyStage } from "../../lib/engine/graph.ts";
import type { ParamSchema, ParamSpec } from "../../lib/engine/params.ts";
import { program } from "../../pipeline.ts";
import { train } from "../../stages/train.ts";

const STAGES = new Map(program.pipeline.nodes.map(({ name, stage }) => [name, stage]));

function stageOf(name: string): AnyStage {
  const stage = STAGES.get(name);
  if (stage === undefined) throw new Error(`The pipeline has no stage ${name}`);
  return stage;
}

/** Default and bounds of a param as text. */
function boundsOf(spec: ParamSpec): string {
  switch (spec.type) {
    case "number":
    case "integer":
      return `${spec.default}, ${spec.type} ${spec.min ?? ""}..${spec.max ?? ""}`;
    case "choice":
      return `${spec.default}, of ${spec.choices.join(" ")}`;
    case "string":
      return `"${spec.default}", up to ${spec.maxLength ?? "any length"}`;
    case "boolean":
      return `${spec.default}`;
    default:
      return spec satisfies never;
  }
}

function table(schema: ParamSchema = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(schema).map(([name, spec]) => [name, boundsOf(spec)]));
}

Deno.test("the pipeline has these five stages, in this order", () => {
  assertEquals([...STAGES.keys()], ["fetch", "preprocess", "train", "evaluate", "report"]);
});

Deno.test("the params have these defaults and bounds", () => {
  assertEquals(table(stageOf("fetch").params), {
    dataset: '"mnist", up to 100',
    source: "package, of package mirror directory",
    directory: '"", up to any length',
    mirrors: '"", up to any length',
    classNames: '"", up to any length',
  });
  assertEquals(table(stageOf("preprocess").params), {
    normalization: "unit, of unit centered standardized",
    validation: "5000, integer 0..",
    seed: "1, integer 0..9007199254740991",
  });
  assertEquals(table(stageOf("train").params), {
    optimizer: "sgd, of sgd lbfgs",
    seed: "1, integer 0..9007199254740991",
    epochs: "20, integer 1..10000",
    batchSize: "128, integer 1..1000000",
    learningRate: "1, number 1e-9..1000",
    schedule: "cosine, of constant step cosine",
    stepEpochs: "1, integer 1..10000",
    stepFactor: "0.9, number 0.000001..1",
    l2: "0.0001, number 0..1000",
    momentum: "0, number 0..0.999",
    patience: "0, integer 0..10000",
    maxIterations: "1000, integer 1..100000",
    gradientTolerance: "0.0001, number 0.000001..1",
  });
  assertEquals([stageOf("evaluate").params, stageOf("report").params], [{}, {}]);
});

Deno.test("the execution settings have these defaults and bounds", () => {
  assertEquals(table(stageOf("fetch").settings), {
    tries: "4, integer 1..20",
    tryTimeoutMs: "120000, integer 1..3600000",
    stallTimeoutMs: "15000, integer 1..3600000",
    backoffMs: "500, integer 0..3600000",
    maxWaitMs: "30000, integer 0..3600000",
  });
  assertEquals(table(stageOf("train").settings), {
    backend: "kernel, of kernel twin",
    threads: "0, integer 0..64",
  });
  for (const name of ["preprocess", "evaluate", "report"]) {
    assertEquals(table(stageOf(name).settings), {});
  }
});

Deno.test("the metrics have these better ends, and those of the test split are for judging only", () => {
  const metricsOf = (name: string) =>
    Object.entries(stageOf(name).metrics ?? {}).map(([metric, { better, judges = false }]) =>
      `${metric}: ${better}${judges ? ", judges" : ""}`
    );
  assertEquals(metricsOf("train"), [
    "validation.loss: lower",
    "validation.accuracy: higher",
    "train.loss: lower",
    "train.accuracy: higher",
  ]);
  assertEquals(metricsOf("evaluate"), [
    "test.accuracy: higher, judges",
    "test.loss: lower, judges",
    "test.errors: lower, judges",
    "test.expectedCalibrationError: lower, judges",
  ]);
});

Deno.test("train asks for one thread fewer than set, because it computes itself", () => {
  const extra = (threads: number) => train.threads?.({ backend: "kernel", threads });
  assertEquals([1, 2, 64].map(extra), [0, 1, 63]);
  assertEquals(extra(0), navigator.hardwareConcurrency - 1);
});
