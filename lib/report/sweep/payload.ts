/**
 * The data of the sweep page's script.
 *
 * @module
 */
import { tensor } from "../../codec/value.ts";
import { type Pack, pack } from "../pack.ts";
import type { Learned, SweepData } from "./data.ts";
import { valuesText } from "./words.ts";

/** Metrics that have curves. */
const CURVE_KINDS = [
  { name: "validationLoss", title: "Validation loss", unit: "nats" },
  { name: "validationAccuracy", title: "Validation accuracy", unit: "share" },
  { name: "trainLoss", title: "Training loss", unit: "nats" },
] as const satisfies readonly {
  readonly name: keyof Learned;
  readonly title: string;
  readonly unit: "nats" | "share";
}[];

/** A metric that has curves. */
export type CurveKind = typeof CURVE_KINDS[number];

/** The script's data. */
export interface SweepPayload {
  /** Names of the M combinations, the best first. */
  readonly names: readonly string[];
  /** E: epochs of the longest training. */
  readonly epochs: number;
  /** Metrics with curves. The pack has (M, E) values of each, NaN where a value is missing. */
  readonly kinds: readonly CurveKind[];
  readonly pack: Pack;
}

/** The metrics whose curve at least one combination has. */
export function kindsOf({ learned }: SweepData): CurveKind[] {
  return CURVE_KINDS.filter(({ name }) =>
    learned.some((one) => one !== null && one[name].some((value) => value !== null))
  );
}

/** Makes the payload of a sweep. */
export function sweepPayload(data: SweepData): SweepPayload {
  const { shown, learned, swept } = data;
  const epochs = Math.max(0, ...learned.map((one) => one?.trainLoss.length ?? 0));
  const kinds = kindsOf(data);
  const tensors = kinds.map(({ name }) => {
    const values = new Float32Array(shown.length * epochs).fill(NaN);
    learned.forEach((one, i) =>
      one?.[name].forEach((value, epoch) => {
        values[i * epochs + epoch] = value ?? NaN;
      })
    );
    return [name, tensor("float32", [shown.length, epochs], values)] as const;
  });
  return {
    names: shown.map((combination) => valuesText(combination, swept)),
    epochs,
    kinds,
    pack: pack(Object.fromEntries(tensors)),
  };
}
