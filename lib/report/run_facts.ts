/**
 * Inserts facts of a run into a finished page: its stages with state, time, reasons, params and digests, and
 * the command that reproduces it. It adds only markup, no script and no style, so the page's
 * Content-Security-Policy stays valid. It refuses a page without the placeholder.
 *
 * @module
 */
import { dagPicture } from "./dag.ts";
import { byteSize, duration, MISSING } from "./format.ts";
import { type Html, html } from "./html.ts";
import { RUN_FACTS_BEGIN, RUN_FACTS_END } from "./run_facts_place.ts";
import { scrollable } from "./section.ts";
import { type Span, timeline } from "./timeline.ts";

/** One stage of a run. */
export interface StageFacts {
  readonly name: string;
  readonly state: string;
  readonly key: string;
  readonly elapsedMs: number;
  /** Milliseconds since the start of the run; `null` or absent if this run did not execute it. */
  readonly startMs?: number | null;
  /** Names of its upstream stages; absent if they are unknown. */
  readonly needs?: readonly string[];
  readonly reasons: readonly string[];
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly outputs: readonly {
    readonly name: string;
    readonly digest: string;
    readonly sizeBytes: number;
  }[];
}

/** The facts of a run. */
export interface RunFacts {
  /** Run id; `null` if nothing was executed. */
  readonly run: string | null;
  /** ISO 8601. */
  readonly finishedAt: string;
  readonly elapsedMs: number;
  /** The command that reproduces the run. */
  readonly command: string;
  readonly versions: {
    readonly deno: string;
    readonly v8: string;
    readonly typescript: string;
  };
  readonly machine: { readonly os: string; readonly arch: string; readonly cores: number };
  readonly stages: readonly StageFacts[];
}

/**
 * Returns `page` with `facts` in the placeholder. They replace earlier facts.
 *
 * @example
 * ```ts
 * import { withRunFacts } from "./run_facts.ts";
 * import { RUN_FACTS_BEGIN, RUN_FACTS_END } from "./run_facts_place.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const page = `<p>${RUN_FACTS_BEGIN}${RUN_FACTS_END}</p>`;
 * assertMatch(
 *   withRunFacts(page, {
 *     run: null,
 *     finishedAt: "2026-01-31T12:00:00Z",
 *     elapsedMs: 1500,
 *     command: "deno task pipeline",
 *     versions: { deno: "2", v8: "14", typescript: "5" },
 *     machine: { os: "linux", arch: "x86_64", cores: 2 },
 *     stages: [],
 *   }),
 *   /<code>deno task pipeline<\/code>/,
 * );
 * ```
 *
 * @throws {RangeError} if the page does not have exactly one placeholder.
 */
export function withRunFacts(page: string, facts: RunFacts): string {
  const begin = page.indexOf(RUN_FACTS_BEGIN);
  const end = page.indexOf(RUN_FACTS_END);
  const once = begin === page.lastIndexOf(RUN_FACTS_BEGIN) &&
    end === page.lastIndexOf(RUN_FACTS_END);
  if (begin === -1 || end < begin || !once) {
    throw new RangeError(
      `Cannot add the run's facts to the page: found "${RUN_FACTS_BEGIN}" at ${begin} and ` +
        `"${RUN_FACTS_END}" at ${end}, expected each once, in this order; make the page again with ` +
        "--force=report",
    );
  }
  const head = page.slice(0, begin + RUN_FACTS_BEGIN.length);
  return head + runFactsMarkup(facts) + page.slice(end);
}

function runFactsMarkup(facts: RunFacts): Html {
  const { versions, machine } = facts;
  return html`
    <dl class="facts">
      <div>
        <dt>Run</dt>
        <dd>${facts.run ?? "everything was up to date"}</dd>
      </div>
      <div>
        <dt>Finished</dt>
        <dd><time>${facts.finishedAt}</time>, after ${duration(facts.elapsedMs)}</dd>
      </div>
      <div>
        <dt>Machine</dt>
        <dd>${machine.os}, ${machine.arch}, ${machine.cores} cores</dd>
      </div>
      <div>
        <dt>Versions</dt>
        <dd>Deno ${versions.deno}, V8 ${versions.v8}, TypeScript ${versions.typescript}</dd>
      </div>
    </dl>
    <p>This command makes the same artifacts again, with the digests below:</p>
    <pre class="command"><code>${facts.command}</code></pre>
    ${scrollable("Graph of the run", graph(facts.stages))}
    ${times(facts)}
    ${scrollable("Stages of the run", stageTable(facts.stages))}
    ${facts.stages.map(stageDetails)}
  `;
}

function graph(stages: readonly StageFacts[]): Html {
  return dagPicture(stages.map((stage) => ({ ...stage, needs: stage.needs ?? [] })));
}

/** The timeline; `null` if nothing was executed. */
function times({ stages, elapsedMs }: RunFacts): Html | null {
  const spans = stages.flatMap(({ name, startMs, elapsedMs }): Span[] =>
    typeof startMs === "number" ? [{ name, startMs, elapsedMs }] : []
  );
  return spans.length === 0 ? null : html`
    <figure>
      <figcaption><strong>Timeline</strong> of ${duration(elapsedMs)}</figcaption>
      ${timeline(spans, elapsedMs)}
    </figure>
  `;
}

function stageTable(stages: readonly StageFacts[]): Html {
  return html`
    <table id="run-stages">
      <caption>Stages in the order of the pipeline</caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">State</th>
          <th scope="col" class="number">Time</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>${stages.map(({ name, state, elapsedMs, reasons }) =>
        html`
          <tr>
            <th scope="row"><bdi>${name}</bdi></th>
            <td><span class="state">${state}</span></td>
            <td class="number">${state === "hit" ? MISSING : duration(elapsedMs)}</td>
            <td>${reasons.map((reason) => html`<div><bdi>${reason}</bdi></div>`)}</td>
          </tr>
        `
      )}
      </tbody>
    </table>
  `;
}

function stageDetails({ name, key, params, outputs }: StageFacts): Html {
  return html`
    <details>
      <summary><bdi>${name}</bdi>: params, key and digests</summary>
      <dl class="facts">
        ${Object.entries(params).map(([param, value]) =>
          html`
            <div>
              <dt><bdi>${param}</bdi></dt>
              <dd>${value === ""
                ? html`<span class="note">empty</span>`
                : html`<bdi>${String(value)}</bdi>`}</dd>
            </div>
          `
        )}
        <div><dt>cache key</dt><dd><code>${key}</code></dd></div>
        ${outputs.map((output) =>
          html`
            <div>
              <dt>output <bdi>${output.name}</bdi></dt>
              <dd>${byteSize(output.sizeBytes)}, SHA-256
              <code>${output.digest}</code></dd>
            </div>
          `
        )}
      </dl>
    </details>
  `;
}
