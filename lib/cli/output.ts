/**
 * Where text goes. People's text is on stdout, or on stderr under `--json`; errors and warnings are
 * always on stderr; under `--json` stdout holds one JSON document and nothing else.
 *
 * @module
 */
import { type Style, styleOf } from "./style.ts";
import type { Stream, Surroundings } from "./surroundings.ts";

/** How much is said. */
export interface OutputSettings {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** The program's mouth. */
export interface Output extends OutputSettings {
  /** The stream of people's text, and how text is marked there. */
  readonly people: Stream;
  readonly style: Style;
  /** Lines about the course of things; nothing under `--quiet`. */
  say(...lines: readonly string[]): void;
  /** Lines that were asked for, also under `--quiet`. */
  answer(...lines: readonly string[]): void;
  /** Lines that may not be missed. */
  warn(...lines: readonly string[]): void;
  /** The one JSON document of a command; nothing without `--json`. */
  document<D extends { readonly schema: string }>(document: D): void;
}

/** An output on the two streams. */
export function outputOn(
  { stdout, stderr, noColor }: Pick<Surroundings, "stdout" | "stderr" | "noColor">,
  settings: OutputSettings,
): Output {
  const people = settings.json ? stderr : stdout;
  const to = (stream: Stream) => (...lines: readonly string[]) => {
    if (lines.length > 0) stream.write(lines.join("\n") + "\n");
  };
  return {
    ...settings,
    people,
    style: styleOf(people.isTerminal && !noColor),
    say: settings.quiet ? () => {} : to(people),
    answer: to(people),
    warn: to(stderr),
    document: (document) => {
      if (settings.json) stdout.write(JSON.stringify(document, null, 2) + "\n");
    },
  };
}
