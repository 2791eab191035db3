/**
 * The chain behind an artifact as text: an execution after the other, back to the files and hosts that
 * everything comes from.
 *
 * @module
 */
import type { RecordedStage } from "../engine/engine.ts";
import { printable } from "./printable.ts";
import { courseOf } from "./stage_lines.ts";
import type { Style } from "./style.ts";
import { duration, instant, size } from "./units.ts";
import { valueWords } from "./words.ts";

/** Lines of a log that are shown, unless all are wanted. */
const LOG_SHOWN = 5;
const LABEL_WIDTH = "package".length;

/** How a chain is written. */
export interface ProvenanceSettings {
  readonly style: Style;
  /** Also all lines of logs, and progress. */
  readonly verbose: boolean;
}

/** The lines of one execution, of its outputs those that are asked for. Digests stand before what they are of, as `sha256sum` writes them. */
export function provenanceLines(
  stage: RecordedStage,
  outputs: readonly string[],
  settings: ProvenanceSettings,
): string[] {
  const { style, verbose } = settings;
  const { sources, code, runtime, key, net } = stage;
  const own = sources.filter(({ version }) => version === null);
  const made = `ran in ${duration(stage.elapsedMs)} until ${
    instant(stage.madeAt)
  }, run ${stage.run}`;
  return [
    `${style.mark("bold", stage.stage)}  ${made}`,
    ...labelled("key", [key]),
    ...labelled("output", outputLines(stage, outputs)),
    ...labelled(
      "figure",
      Object.entries(stage.metrics).map(([name, value]) => `${printable(name)} = ${value}`),
    ),
    ...labelled("input", inputLines(stage)),
    ...labelled("file", fileLines(stage)),
    ...labelled("host", net.map(printable)),
    ...labelled(
      "param",
      Object.entries(stage.params).map(([name, value]) => `${name} = ${valueWords(value)}`),
    ),
    ...labelled("code", [
      `${code}  bundle of`,
      ...own.map(({ path, textDigest }) => `${textDigest}  ${printable(path)}`),
    ]),
    ...labelled("package", packageLines(stage)),
    ...labelled("runtime", [runtime]),
    ...labelled("log", logLines(stage, verbose)),
  ];
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `  ${(i === 0 ? label : "").padEnd(LABEL_WIDTH)}  ${line}`);
}

function outputLines({ stage, outputs }: RecordedStage, wanted: readonly string[]): string[] {
  return Object.entries(outputs).filter(([name]) => wanted.includes(name)).map((
    [name, { digest, sizeBytes }],
  ) => `${digest}  ${stage}.${name}  ${size(sizeBytes)}`);
}

function inputLines({ inputs }: RecordedStage): string[] {
  return Object.values(inputs).map(({ stage, output, digest }) => `${digest}  ${stage}.${output}`);
}

function fileLines({ files }: RecordedStage): string[] {
  return Object.entries(files).map(([role, { path, sha256 }]) =>
    `${sha256}  ${printable(path)}  (${printable(role)})`
  );
}

/** Each package once, whatever the number of its files. */
function packageLines({ sources }: RecordedStage): string[] {
  const packages = sources.flatMap(({ subject, version }) =>
    version === null ? [] : [`${subject.replace(/^npm:/, "")} ${version}`]
  );
  return [...new Set(packages)];
}

function logLines(stage: RecordedStage, verbose: boolean): string[] {
  if (verbose) {
    return courseOf(stage).map(({ type, text }) => type === "line" ? text : `· ${text}`);
  }
  const shown = stage.log.slice(0, LOG_SHOWN).map(printable);
  const rest = stage.log.length - shown.length;
  return rest > 0
    ? [...shown, `${rest} more; --verbose or "log ${stage.stage}" shows them`]
    : shown;
}
