/**
 * Markdown pages as tests read them: code blocks, transcripts of commands, links and headings.
 *
 * @module
 */

/** A command of a transcript, and the lines that it prints. */
export interface TranscriptStep {
  /** As typed, without the prompt. */
  readonly command: string;
  /** Lines of output; `…` stands for any number of lines. */
  readonly output: readonly string[];
}

/** Texts of the page's code blocks in this language, in their order. */
export function codeBlocks(page: string, language: string): string[] {
  const blocks = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm");
  return [...page.matchAll(blocks)].map(([, text]) => text!);
}

/** The commands of the page's `console` blocks with their output, and of its `sh` blocks without. */
export function transcriptOf(page: string): TranscriptStep[] {
  const blocks = page.matchAll(/^```(console|sh)\n([^]*?)^```$/gm);
  return [...blocks].flatMap(([, language, text]) =>
    language === "sh" ? commandsOf(text!) : stepsOf(text!)
  );
}

function commandsOf(block: string): TranscriptStep[] {
  return block.split("\n")
    .map((line) => line.replace(/\s+#.*/, "").trim())
    .filter((command) => command !== "")
    .map((command) => ({ command, output: ["…"] }));
}

function stepsOf(block: string): TranscriptStep[] {
  return block.split(/^\$ /m).slice(1).map((step) => {
    const [command, ...output] = step.trimEnd().split("\n");
    return { command: command!, output };
  });
}

/** Targets of the page's links and pictures that lead to files of the repository. */
export function localLinks(page: string): string[] {
  const links = page.replaceAll(/```[^]*?```|`[^`\n]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g);
  return [...links].map(([, target]) => target!).filter((target) => !/^[a-z]+:/.test(target));
}

/** The fragments that links may name: GitHub's form of the page's headings. */
export function headingAnchors(page: string): string[] {
  return [...page.replaceAll(/```[^]*?```/g, "").matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
  );
}

/**
 * What stays the same from run to run: without times, run ids, dates, colours, and the width of
 * columns.
 */
export function stableText(line: string): string {
  return line
    .replaceAll(/\b\d{8}T\d{6}-[0-9a-f]{6}(-\d+)?\b/g, "RUN$1")
    .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\b/g, "DATE")
    .replaceAll(/\b(\d+ (h|min) )?[\d.]+ (ms|s|min)\b/g, "TIME")
    .replaceAll(/\b[\d.]+ (kB|MB)\b/g, "SIZE")
    .replaceAll(/\s+/g, " ").trim();
}

/**
 * Whether `actual` is what a page shows, times and run ids aside. A stage that works for more than five
 * seconds also prints lines of progress; no page shows them, and only a slow machine prints them.
 */
export function printsAsShown(shown: readonly string[], actual: readonly string[]): boolean {
  return matches(shown, actual.filter((line) => !PROGRESS.test(line)));
}

/** A stage and how far it is: `train       epoch 7 of 20, loss 0.2624`. */
const PROGRESS = /^\S+ {2,}(\S+ \d+ of \d+|[\d.]+ k?[A-Z]+ of [\d.]+ k?[A-Z]+)(,|$)/;

function matches(shown: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return actual.every((line) => line.trim() === "");
  if (first.trim() === "…") {
    return Array.from({ length: actual.length + 1 }, (_, skipped) => actual.slice(skipped))
      .some((remaining) => matches(rest, remaining));
  }
  return actual.length > 0 && stableText(first) === stableText(actual[0]!) &&
    matches(rest, actual.slice(1));
}
