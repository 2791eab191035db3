/**
 * How a stage is declared. This is all of the engine that a stage file imports, and none of it ends
 * up in the stage's bundle: `defineStage` only gives its argument back, typed.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import type { ParamSchema, ParamValues } from "./params.ts";

export type { ParamSchema, ParamValues } from "./params.ts";
export { type Dtype, type Tensor, tensor, type Value } from "../codec/value.ts";

/** A stage without execution settings. */
export type NoSettings = Record<never, never>;

/** The extra workers that a stage asked for. They run the `thread` that its module exports. */
export interface Threads {
  /** How many there are; 0 for a stage that asks for none. */
  readonly count: number;
  /**
   * Starts them, once, each with `message` and its index from 0; a second call throws. `message` is
   * cloned; memory in it that is shared stays shared. They start while `run` goes on computing, and
   * end when `run` does.
   *
   * @param count how many; default and most: all
   */
  start(message: unknown, count?: number): void;
}

/** How far a stage has come. `note` is a short text beside the bar, such as `loss 0.2744`. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is counted, in the singular: `epoch`, `byte`. */
  readonly unit: string;
  readonly note?: string;
}

/**
 * What `run` is given: everything that it may depend on, and nothing that its cache key does not
 * hold. Inputs, params, settings and files stand in code-unit order of their names.
 */
export interface StageContext<
  Inputs,
  Params extends ParamSchema,
  Files extends string = never,
  Assets extends string = never,
  Settings extends ParamSchema = NoSettings,
> {
  /** Decoded artifacts by input name. Owned by this call: they may be overwritten. */
  readonly inputs: Inputs;
  readonly params: ParamValues<Params>;
  /** How to execute; whatever these are, the outputs must have the same bytes. */
  readonly settings: ParamValues<Settings>;
  readonly threads: Threads;
  /** Bytes of the declared external files that these params ask for, by role. */
  readonly files: { readonly [F in Files]?: Uint8Array<ArrayBuffer> };
  /** Text of the declared assets, by name. */
  readonly assets: { readonly [A in Assets]: string };
  /** Adds a line to the stage's log. */
  log(line: string): void;
  /** Reports progress; also the point where a cancelled stage stops, by throwing. */
  progress(progress: Progress): void;
  /** Records a headline figure with the run, such as `test.accuracy`. Throws if it is not finite. */
  metric(name: string, value: number): void;
}

/** A headline figure that a stage records. */
export interface MetricSpec {
  readonly description: string;
  /** Which of two values is the better one. */
  readonly better: "lower" | "higher";
  /**
   * Whether it is there to judge what was chosen, as a figure on test examples is. Chosen by it, a
   * result would look better than it is. Default: false.
   */
  readonly judges?: boolean;
}

/**
 * A source that the engine prepares and hands to `run` as text: `script` is bundled for browsers,
 * `text` is taken as it is. A path relative to the stage's module, or a package path such as
 * `uplot/dist/uPlot.min.css`.
 */
export type AssetSource = { readonly script: string } | { readonly text: string };

/** All files of a folder whose names end so, each by the role `ROLE/NAME`; folders in it are left out. */
export interface FolderSource {
  /** Relative to the project, or a `file:` URL. */
  readonly folder: string;
  /** Such as `.txt`. */
  readonly ending: string;
}

/** Where files come from, by role; a file of the role `texts/…` from the folder declared as `texts`. */
export type FileSources<Files extends string> = {
  readonly [F in Files as F extends `${infer Role}/${string}` ? Role : F]?: F extends
    `${string}/${string}` ? FolderSource : string | readonly string[];
};

/** The declaration of a stage. */
export interface StageDefinition<
  Inputs,
  Params extends ParamSchema,
  Outputs,
  Files extends string = never,
  Assets extends string = never,
  Settings extends ParamSchema = NoSettings,
> {
  /** `import.meta.url` of the file that exports `run`. */
  readonly module: string;
  /** The default name of its node in a pipeline: lower case, `a-z 0-9 -`. */
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** What each input is, by name. */
  readonly inputs: { readonly [I in keyof Inputs]: string };
  readonly params: Params;
  /** What is wrong with params that are each within their bounds, one text a problem. Default: nothing. */
  readonly check?: (params: ParamValues<Params>) => readonly string[];
  /** What each output is, by name. */
  readonly outputs: { readonly [O in keyof Outputs]: string };
  /** Headline figures that `run` may record, by name: what runs are compared and sorted by. */
  readonly metrics?: { readonly [metric: string]: MetricSpec };
  /**
   * External files to read, by role. Each is a path relative to the project, or a `file:` URL, or
   * several such, of which the first that exists is taken, or a folder. Roles and the files' SHA-256
   * are part of the key.
   */
  readonly files?: (params: ParamValues<Params>) => FileSources<Files>;
  readonly assets?: { readonly [A in Assets]: AssetSource };
  /** Hosts (`name` or `name:port`) that the stage may reach. Default: none. */
  readonly net?: (params: ParamValues<Params>) => readonly string[];
  /**
   * Execution settings, set like params and recorded with the run, but no part of the key: they must
   * not change a byte of any output.
   */
  readonly settings?: Settings;
  /** How many extra workers to offer. A stage that asks for any may share memory. Default: none. */
  readonly threads?: (settings: ParamValues<Settings>) => number;
  /** What an extra worker runs; exported by the module under this name, like `run`. */
  readonly thread?: (message: never, index: number) => void | Promise<void>;
  /** How often to try again when `run` throws. Default 0. */
  readonly retries?: number;
  /** Milliseconds after which a try counts as failed. Default: no limit. */
  readonly timeoutMs?: number;
  readonly run: (
    context: StageContext<Inputs, Params, Files, Assets, Settings>,
  ) => Outputs | Promise<Outputs>;
}

/** A declared stage; its type parameters are what `connect` checks edges against. */
export type Stage<
  Inputs,
  Params extends ParamSchema,
  Outputs,
  Files extends string = never,
  Assets extends string = never,
  Settings extends ParamSchema = NoSettings,
> = StageDefinition<Inputs, Params, Outputs, Files, Assets, Settings>;

/** Outputs must be encodable; anything else is mapped to `never` and does not compile. */
type Encodable<Outputs> = {
  readonly [O in keyof Outputs]: Outputs[O] extends Value ? Outputs[O] : never;
};

/**
 * Declares a stage. Its inputs, outputs, files and assets are inferred from the signature of `run`,
 * and the declared names are held against it.
 *
 * @example
 * ```ts
 * import { defineStage, type ParamSchema, type StageContext } from "./stage.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const schema = {
 *   factor: { type: "number", default: 2, min: 0, description: "what to multiply by" },
 * } as const satisfies ParamSchema;
 *
 * function run({ inputs, params }: StageContext<{ x: number }, typeof schema>) {
 *   return { y: inputs.x * params.factor };
 * }
 *
 * const scale = defineStage({
 *   module: import.meta.url,
 *   name: "scale",
 *   description: "multiplies a number",
 *   inputs: { x: "a number" },
 *   params: schema,
 *   outputs: { y: "x times factor" },
 *   run,
 * });
 * assertEquals(scale.name, "scale");
 * ```
 */
export function defineStage<
  Inputs,
  const Params extends ParamSchema,
  Outputs,
  Files extends string = never,
  Assets extends string = never,
  const Settings extends ParamSchema = NoSettings,
>(
  definition:
    & StageDefinition<Inputs, Params, Outputs, Files, Assets, Settings>
    & { readonly run: (context: never) => Encodable<Outputs> | Promise<Encodable<Outputs>> },
): Stage<Inputs, Params, Outputs, Files, Assets, Settings> {
  return definition;
}
