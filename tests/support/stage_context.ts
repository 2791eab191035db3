/**
 * A stage context made by hand, to run a stage without the engine.
 *
 * @module
 */
import type {
  NoSettings,
  ParamSchema,
  ParamValues,
  Progress,
  StageContext,
} from "../../lib/engine/stage.ts";

/** A context that keeps what the stage reports. */
export interface RecordingContext<
  I,
  P extends ParamSchema,
  F extends string,
  A extends string,
  S extends ParamSchema = NoSettings,
> extends StageContext<I, P, F, A, S> {
  readonly lines: string[];
  readonly progressed: Progress[];
  readonly metrics: Map<string, number>;
}

/** A context for one call of a stage's `run`. */
export function stageContext<
  I,
  P extends ParamSchema,
  F extends string = never,
  A extends string = never,
  S extends ParamSchema = NoSettings,
>(
  given: {
    readonly inputs: I;
    readonly params: ParamValues<P>;
    readonly settings: ParamValues<S>;
    readonly files?: { readonly [R in F]?: Uint8Array<ArrayBuffer> };
    readonly assets: { readonly [N in A]: string };
  },
): RecordingContext<I, P, F, A, S> {
  const lines: string[] = [];
  const progressed: Progress[] = [];
  const metrics = new Map<string, number>();
  return {
    inputs: given.inputs,
    params: given.params,
    settings: given.settings,
    threads: { count: 0, start: () => {} },
    files: given.files ?? {},
    assets: given.assets,
    lines,
    progressed,
    metrics,
    log: (line) => void lines.push(line),
    progress: (progress) => void progressed.push(progress),
    metric: (name, value) => void metrics.set(name, value),
  };
}
