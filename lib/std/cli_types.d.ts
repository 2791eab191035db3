/**
 * Types of `parseArgs`. They tell less than std's, and nothing else: flags with a dot in their name
 * and undeclared flags are `unknown`. Code that compiles here compiles against std.
 *
 * @module
 */

/** What a flag's name must be for its type to be told: known beforehand, without a dot. */
export type Told<Name extends string> = string extends Name ? never
  : Exclude<Name, `${string}.${string}`>;

/** Names given one by one or in a list. */
export type Names<Name extends string> = Name | readonly Name[];

/** The type of a flag that may be given as `--no-name`, too. */
export type OrFalse<Name, Negatable, Type> = Name extends Negatable ? Type | false : Type;

/** What is there if the flag is not given. */
export type DefaultOf<Name, Defaults> = Name extends keyof Defaults ? Defaults[Name] : never;

/** Names whose value is there even if the flag is not given. */
export type Sure<Collected extends string, Defaults> = Collected | Extract<keyof Defaults, string>;

/** The flags, before their aliases. */
export type Flags<
  Booleans extends string,
  Strings extends string,
  Collected extends string,
  Negatable extends string,
  Defaults,
> =
  & {
    [N in Told<Booleans>]:
      | (N extends Collected ? boolean[] : boolean)
      | DefaultOf<N, Defaults>;
  }
  & {
    [N in Extract<Told<Strings>, Sure<Collected, Defaults>>]:
      | OrFalse<N, Negatable, N extends Collected ? string[] : string>
      | DefaultOf<N, Defaults>;
  }
  & {
    [N in Exclude<Told<Strings>, Sure<Collected, Defaults>>]?: OrFalse<N, Negatable, string>;
  }
  & {
    [N in Exclude<Told<Collected>, Booleans | Strings>]:
      | OrFalse<N, Negatable, unknown[]>
      | DefaultOf<N, Defaults>;
  };

/** The same values again, under their aliases. */
export type WithAliases<Told, Aliases> = {
  [
    N in keyof Told as N extends keyof Aliases ?
        | N
        | (Aliases[N] extends readonly (infer A extends string)[] ? A : Extract<Aliases[N], string>)
      : N
  ]: Told[N];
};

/** What `parseArgs` returns. */
export type Args<
  TArgs extends Record<string, unknown> = Record<string, unknown>,
  TDoubleDash extends boolean | undefined = undefined,
> =
  & TArgs
  & {
    /** Arguments that belong to no flag. Those that look like numbers are numbers, unless `string` names `_`. */
    _: (string | number)[];
  }
  & (true extends TDoubleDash ? {
      /** Arguments after `--`. */
      "--": string[];
    }
    : unknown);

/** How to read the arguments. */
export interface ParseOptions<
  TBooleans extends string = string,
  TStrings extends string = string,
  TCollectable extends string = string,
  TNegatable extends string = string,
  TDefault extends Record<string, unknown> = Record<string, unknown>,
  TAliases extends Record<string, string | readonly string[]> = Record<
    string,
    string | readonly string[]
  >,
  TDoubleDash extends boolean | undefined = boolean | undefined,
> {
  /** Whether what stands after `--` goes into `--` rather than `_`. Default false. */
  "--"?: TDoubleDash;
  /** Other names of a flag. */
  alias?: TAliases;
  /** Flags without a value, false unless given; `true` makes all flags such. */
  boolean?: boolean | Names<TBooleans>;
  /** Values of flags that are not given. */
  default?: TDefault;
  /** Whether all from the first argument on that is no flag goes into `_`. Default false. */
  stopEarly?: boolean;
  /** Flags whose value stays text. */
  string?: Names<TStrings>;
  /** Flags that may be given several times, and become a list. Of others the last one wins. */
  collect?: Names<TCollectable>;
  /** Flags that may be given as `--no-name`, which makes them false. */
  negatable?: Names<TNegatable>;
  /** Called with each flag that is not declared; it is left out if this returns false. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/**
 * Reads command-line arguments.
 *
 * @example
 * ```ts
 * import { parseArgs } from "@std/cli";
 * import { assertEquals } from "@std/assert";
 *
 * const args = parseArgs(["run", "--json", "--set", "a=1", "--set=b=2"], {
 *   boolean: ["json"],
 *   string: ["set"],
 *   collect: ["set"],
 * });
 * assertEquals(args, { _: ["run"], json: true, set: ["a=1", "b=2"] });
 * ```
 */
export function parseArgs<
  const TBooleans extends string = never,
  const TStrings extends string = never,
  const TCollectable extends string = never,
  const TNegatable extends string = never,
  TDefault extends Record<string, unknown> = Record<never, never>,
  const TAliases extends Record<string, string | readonly string[]> = Record<never, never>,
  TDoubleDash extends boolean | undefined = undefined,
>(
  args: string[],
  options?: ParseOptions<
    TBooleans,
    TStrings,
    TCollectable,
    TNegatable,
    TDefault,
    TAliases,
    TDoubleDash
  >,
): Args<
  & Record<string, unknown>
  & WithAliases<Flags<TBooleans, TStrings, TCollectable, TNegatable, TDefault>, TAliases>,
  TDoubleDash
>;
