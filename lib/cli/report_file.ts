/**
 * `report.html` in the store's folder: the page artifact with the facts of the run that wrote it.
 *
 * It is written if a stage ran, and otherwise only if it is missing or shows another page, as it does
 * after going back to earlier params. Which page a file shows stands in its last line, so that a run
 * in which nothing changed reads no artifact.
 *
 * @module
 */
import type { Engine } from "../engine/engine.ts";
import { publish } from "../engine/publish.ts";
import type { ArtifactInfo, RunResult } from "../engine/result.ts";
import type { Session } from "./command.ts";
import { printable } from "./printable.ts";
import { typedLine } from "./program.ts";
import { runFacts } from "./run_facts.ts";

const REPORT = "report.html";

/** A run with its report. */
export interface Reported {
  readonly result: RunResult;
  /** Absolute path; `null` if this run has no report. */
  readonly path: string | null;
}

/**
 * Writes the report of `result` where that is needed.
 *
 * @param again Brings the stages up to date once more, for a page whose object turns out damaged.
 * @throws {EnvironmentError} if a stage ran and its report cannot be written. Where nothing ran, as
 * on a store that can only be read, that is a warning.
 */
export async function reportFile(
  session: Session,
  engine: Engine,
  result: RunResult,
  again: () => Promise<RunResult>,
): Promise<Reported> {
  const path = `${session.artifacts}/${REPORT}`;
  const artifact = pageOf(session, result);
  if (artifact === null) return { result, path: null };
  const ran = result.stages.some((stage) => stage.state === "ran");
  if (!ran && isReportOf(artifact, path)) return { result, path };
  const page = await engine.read(artifact).catch((error: unknown) => {
    if (error instanceof Error && error.name === "IntegrityError") return null;
    throw error;
  });
  if (page === null) {
    const repaired = merged(result, await again());
    const artifact = pageOf(session, repaired);
    if (artifact === null) return { result: repaired, path: null };
    await write(session, path, repaired, artifact, await engine.read(artifact));
    return { result: repaired, path };
  }
  try {
    await write(session, path, result, artifact, page);
    return { result, path };
  } catch (error) {
    if (ran || !(error instanceof Error)) throw error;
    session.output.warn(`warning: ${printable(error.message)}`);
    return { result, path: null };
  }
}

function pageOf({ program }: Session, result: RunResult): ArtifactInfo | null {
  if (program.report === undefined) return null;
  const { node, output } = program.report.page;
  const stage = result.stages.find(({ name }) => name === node);
  return stage !== undefined && "outputs" in stage ? stage.outputs[output] ?? null : null;
}

/** What a second run found; of stages that it found fresh, what the first one did with them. */
function merged(first: RunResult, second: RunResult): RunResult {
  return {
    ...second,
    run: second.run ?? first.run,
    elapsedMs: first.elapsedMs + second.elapsedMs,
    stages: second.stages.map((stage) =>
      stage.state === "hit" ? first.stages.find(({ name }) => name === stage.name) ?? stage : stage
    ),
  };
}

function lastLineFor({ digest }: ArtifactInfo): Uint8Array {
  return new TextEncoder().encode(`<!-- page ${digest} -->\n`);
}

function isReportOf(artifact: ArtifactInfo, path: string): boolean {
  const expected = lastLineFor(artifact);
  try {
    using file = Deno.openSync(path);
    file.seekSync(-expected.length, Deno.SeekMode.End);
    const found = new Uint8Array(expected.length);
    return file.readSync(found) === found.length && found.every((byte, i) => byte === expected[i]);
  } catch {
    return false;
  }
}

async function write(
  { program, given, artifacts }: Session,
  path: string,
  result: RunResult,
  artifact: ArtifactInfo,
  page: unknown,
): Promise<void> {
  if (program.report === undefined || typeof page !== "string") {
    throw new TypeError(`Cannot write "${path}": the page is ${typeof page}, expected a text`);
  }
  const command = typedLine(program, given.args);
  const facts = runFacts(result, command, program.pipeline);
  const text = await program.report.withRunFacts(page, facts);
  const body = new TextEncoder().encode(text.endsWith("\n") ? text : `${text}\n`);
  const end = lastLineFor(artifact);
  const bytes = new Uint8Array(body.length + end.length);
  bytes.set(body);
  bytes.set(end, body.length);
  await publish(artifacts, REPORT, bytes);
}
