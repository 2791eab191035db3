/**
 * Prints the mutants of the files that are its arguments, as JSON. The only module that uses Stryker,
 * and a program of its own: `deno.json` beside it keeps the package out of the project's dependencies.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result

/** Rules whose changes no test should have to notice: the wording of messages. */
const EXCLUDED = ["StringLiteral"];

/** What is used of Stryker's instrumenter. Lines and columns count from 0. */
interface StrykerInstrumenter {
  instrument(
    files: readonly { readonly name: string; readonly content: string; readonly mutate: true }[],
    options: {
      readonly plugins: null;
      readonly ignorers: readonly never[];
      readonly excludedMutations: readonly string[];
    },
  ): Promise<{
    readonly mutants: readonly {
      readonly fileName: string;
      readonly mutatorName: string;
      readonly replacement: string;
      readonly status?: string;
      readonly location: { readonly start: Position; readonly end: Position };
    }[];
  }>;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

// Not a literal: type checks of the project do not know the package.
const name = "@stryker-mutator/instrumenter";
const { Instrumenter } = await import(name);
const silent = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };
const instrumenter: StrykerInstrumenter = new Instrumenter(silent);

const files = await Promise.all(
  Deno.args.map(async (name) =>
    ({ name, content: await Deno.readTextFile(name), mutate: true }) as const
  ),
);
const { mutants } = await instrumenter.instrument(files, {
  plugins: null,
  ignorers: [],
  excludedMutations: EXCLUDED,
});
console.log(JSON.stringify(
  mutants.filter(({ status }) => status !== "Ignored").map((mutant) => ({
    file: mutant.fileName,
    rule: mutant.mutatorName,
    after: mutant.replacement,
    ...mutant.location,
  })),
));
