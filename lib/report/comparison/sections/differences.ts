/**
 * The differences between two runs: params, code, packages, inputs, runtime, and the time of each stage.
 *
 * @module
 */
import { duration, integer, MISSING } from "../../format.ts";
import { type Html, html, type HtmlValue } from "../../html.ts";
import { scrollable, type Section } from "../../section.ts";
import type { ComparisonData } from "../data.ts";
import type { Change, CodeChange, ComparisonFacts, StageTime } from "../facts.ts";
import { breakable } from "../words.ts";

/** Tables of all differences. */
export const differences: Section<ComparisonData> = {
  id: "differences",
  title: "What was done otherwise",
  short: "Causes",
  render: ({ facts }) => render(facts),
};

interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly HtmlValue[])[];
}

function render(facts: ComparisonFacts): Html {
  const tables = tablesOf(facts);
  const differing = tables.filter(({ rows }) => rows.length > 0);
  const same = tables.filter(({ rows }) => rows.length === 0).map(({ title }) =>
    title.toLowerCase()
  );
  return html`
    ${same.length > 0 && html`<p>The same in both runs: ${same.join(", ")}.</p>`}
    ${differing.map(tableMarkup)}
    ${otherFiles(facts.code)}
    ${tableMarkup(times(facts.stages))}
  `;
}

function tablesOf(facts: ComparisonFacts): Table[] {
  return [
    { title: "Params", head: ["Param", "A", "B"], rows: facts.params.map(valueRow) },
    {
      title: "Code",
      head: ["File", "Change", "Stages"],
      rows: facts.code.filter(isInBundle).map(codeRow),
    },
    { title: "Packages", head: ["Package", "A", "B"], rows: facts.packages.map(valueRow) },
    { title: "Files", head: ["File", "A", "B"], rows: facts.files.map(digestRow) },
    { title: "Hosts", head: ["Stage", "A", "B"], rows: facts.hosts.map(hostRow) },
    {
      title: "Runtime",
      head: ["Runtime", "A", "B"],
      rows: facts.runtime.before === facts.runtime.after ? [] : [valueRow(facts.runtime)],
    },
  ];
}

function valueRow({ name, before, after }: Change<string | number | boolean>): HtmlValue[] {
  const text = (value: string | number | boolean | null): string =>
    value === null ? MISSING : typeof value === "string" && value === "" ? '""' : String(value);
  return [name.replace(/^npm:/, ""), text(before), text(after)];
}

function isInBundle({ inBundle }: CodeChange): boolean {
  return inBundle;
}

function codeRow({ name, change, stages }: CodeChange): HtmlValue[] {
  return [name, change, stages.join(", ")];
}

/** Files that changed, but whose part of a bundle did not. */
function otherFiles(code: readonly CodeChange[]): Html | null {
  const files = code.filter((change) => !isInBundle(change));
  if (files.length === 0) return null;
  return html`
    <details class="others">
      <summary>Files of which types, comments, or constants used elsewhere changed:
      ${integer(files.length)}</summary>
      <ul>${files.map(({ name }) => html`<li>${breakable(name)}</li>`)}</ul>
    </details>
  `;
}

/** Hexadecimal digits of a digest that the page shows. */
const SHOWN_DIGITS = 12;

function digestRow({ name, before, after }: Change<string>): HtmlValue[] {
  const text = (digest: string | null): HtmlValue =>
    digest === null ? MISSING : html`<code>${digest.slice(0, SHOWN_DIGITS)}…</code>`;
  return [name, text(before), text(after)];
}

function hostRow({ name, before, after }: Change<readonly string[]>): HtmlValue[] {
  const text = (hosts: readonly string[] | null): string =>
    hosts === null || hosts.length === 0 ? "none" : hosts.join(", ");
  return [name, text(before), text(after)];
}

function times(stages: ComparisonFacts["stages"]): Table {
  return {
    title: "Time",
    head: ["Stage", "A", "B"],
    rows: stages.map(({ name, before, after }) => [name, timeText(before), timeText(after)]),
  };
}

/** The time of a stage. For a stage that the run did not execute: the time of the earlier execution. */
function timeText(time: StageTime | null): string {
  if (time === null) return MISSING;
  const { state, elapsedMs, executionMs } = time;
  if (state === "ran") return duration(elapsedMs ?? executionMs ?? 0);
  return executionMs === null ? state : `${state} (${duration(executionMs)})`;
}

function tableMarkup({ title, head, rows }: Table): Html {
  return scrollable(
    title,
    html`
      <table class="changes">
        <caption>${title}</caption>
        <thead>
          <tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr>
        </thead>
        <tbody>${rows.map(([first = "", ...others]) =>
          html`<tr><th scope="row">${typeof first === "string" ? breakable(first) : first}</th>${
            others.map((cell) => html`<td><bdi>${cell}</bdi></td>`)
          }</tr>`
        )}
        </tbody>
      </table>
    `,
  );
}
