/**
 * Types of `parseArgs`. They are less precise than std's: flags with a dot in their name and undeclared
 * flags are `unknown`. Code that compiles here compiles against std.
 *
 * @module
 */

/** The names of flags whose type is known: literals without a dot. */
export type KnownNames<Name extends string> = string extends Name ? never
  : Exclude<Name, `${string}.${string}`>;

/** One name or a list of names. */
export type Names<Name extends string> = Name | readonly Name[];

/** The type of a flag that may also be written `--no-name`. */
export type OrFalse<Name, Negatable, Type> = Name extends Negatable ? Type | false : Type;

/** The type of a flag's default value; `never` without a default. */
export type DefaultOf<Name, Defaults> = Name extends keyof Defaults ? Defaults[Name] : never;

/** Names of flags that always have a value, even if they are not on the command line. */
export type AlwaysSet<Collected extends string, Defaults> =
  | Collected
  | Extract<keyof Defaults, string>;

/** The flags without their aliases. */
export type Flags<
  Booleans extends string,
  Strings extends string,
  Collected extends string,
  Negatable extends string,
  Defaults,
> =
  & {
    [N in KnownNames<Booleans>]:
      | (N extends Collected ? boolean[] : boolean)
      | DefaultOf<N, Defaults>;
  }
  & {
    [N in Extract<KnownNames<Strings>, AlwaysSet<Collected, Defaults>>]:
      | OrFalse<N, Negatable, N extends Collected ? string[] : string>
      | DefaultOf<N, Defaults>;
  }
  & {
    [N in Exclude<KnownNames<Strings>, AlwaysSet<Collected, Defaults>>]?: OrFalse<
      N,
      Negatable,
      string
    >;
  }
  & {
    [N in Exclude<KnownNames<Collected>, Booleans | Strings>]:
      | OrFalse<N, Negatable, unknown[]>
      | DefaultOf<N, Defaults>;
  };

/** The flags, and the same values under their aliases. */
export type WithAliases<Known, Aliases> = {
  [
    N in keyof Known as N extends keyof Aliases ?
        | N
        | (Aliases[N] extends readonly (infer A extends string)[] ? A : Extract<Aliases[N], string>)
      : N
  ]: Known[N];
};

/** What `parseArgs` returns. */
export type Args<
  TArgs extends Record<string, unknown> = Record<string, unknown>,
  TDoubleDash extends boolean | undefined = undefined,
> =
  & TArgs
  & {
    /** Arguments that belong to no flag. Numeric ones are numbers, unless `string` contains `_`. */
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
  /** Whether arguments after `--` go into `--` rather than `_`. Default false. */
  "--"?: TDoubleDash;
  /** Other names of a flag. */
  alias?: TAliases;
  /** Flags without a value; false unless set. `true` makes all flags boolean. */
  boolean?: boolean | Names<TBooleans>;
  /** Values of flags that are not set. */
  default?: TDefault;
  /** Whether the first argument that belongs to no flag, and all after it, go into `_`. Default false. */
  stopEarly?: boolean;
  /** Flags whose value stays text. */
  string?: Names<TStrings>;
  /** Flags that may be repeated and become a list. Of other flags the last value counts. */
  collect?: Names<TCollectable>;
  /** Flags that may be written `--no-name`, which makes them false. */
  negatable?: Names<TNegatable>;
  /** Called with each undeclared flag, which is left out if this returns false. */
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
