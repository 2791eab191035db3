import { assertEquals, assertStringIncludes } from "@std/assert";
import { outputOn } from "../../lib/cli/output.ts";
import { terminalView } from "../../lib/cli/terminal_view.ts";
import { done, resultOf } from "./sample_program.ts";
import { KeptStream, Machine } from "./terminal.ts";

/** What a terminal shows after `text`: knows what the view sends, and nothing else. */
function screen(text: string): string[] {
  const lines = [""];
  for (const part of text.replaceAll("\x1b[", "␛").split(/(␛\??\d*[A-Za-z]|\n)/)) {
    const up = /^␛(\d+)A$/.exec(part);
    if (part === "\n") lines.push("");
    else if (up !== null) lines.splice(lines.length - 1 - Number(up[1]), Infinity, "");
    else if (!part.startsWith("␛")) lines[lines.length - 1] += part;
  }
  return lines;
}

function view(width: number) {
  const people = new KeptStream(true, width);
  const stderr = new KeptStream(true, width);
  const clock = { ms: 0 };
  const settings = { json: false, quiet: false, verbose: false };
  const output = outputOn({ stdout: people, stderr, noColor: true }, settings);
  return { people, stderr, clock, ...terminalView(output, () => clock.ms) };
}

const PROGRESS = { done: 12, total: 30, unit: "epoch", note: "loss 0.2744" } as const;

Deno.test("a terminal has a line for each running stage, with bar, note and time left", () => {
  const { observe, close, people, clock } = view(90);
  observe({ type: "run-started", stages: ["fetch", "train"] });
  observe({ type: "stage-started", stage: "fetch", reasons: [] });
  observe({ type: "stage-started", stage: "train", reasons: [] });
  clock.ms = 4_000;
  observe({ type: "stage-progress", stage: "train", progress: PROGRESS });
  assertEquals(screen(people.text), [
    "fetch  running, 4.0 s",
    "train  █████████░░░░░░░░░░░░░░░  40 %  epoch 12 of 30, loss 0.2744, 6.0 s left",
    "",
  ]);
  close();
  assertEquals(screen(people.text), [""]);
});

Deno.test("time left is counted down between two reports of progress", () => {
  const { observe, close, people, clock } = view(90);
  observe({ type: "stage-started", stage: "train", reasons: [] });
  clock.ms = 4_000;
  observe({ type: "stage-progress", stage: "train", progress: PROGRESS });
  clock.ms = 5_000;
  observe({ type: "stage-started", stage: "fetch", reasons: [] });
  assertStringIncludes(screen(people.text)[0]!, "5.0 s left");
  close();
});

Deno.test("lines never reach the edge of the window, whatever a stage says", () => {
  for (const width of [1, 2, 10, 20, 40, 60, 200]) {
    const { observe, close, people, clock } = view(width);
    observe({ type: "stage-started", stage: "train", reasons: [] });
    clock.ms = 1_000;
    const note = `${"a long note ".repeat(50)}\n\x1b[2J`;
    observe({ type: "stage-progress", stage: "train", progress: { ...PROGRESS, note } });
    const lines = screen(people.text);
    assertEquals(lines.length, 2);
    assertEquals(lines.every((line) => line.length < width), true, `${width}: ${lines[0]}`);
    close();
  }
});

Deno.test("more stages than lines are counted", () => {
  const { observe, close, people } = view(80);
  for (let i = 0; i < 32; i++) {
    observe({ type: "stage-started", stage: `s${i}`, reasons: [] });
  }
  assertEquals(screen(people.text).slice(9), ["s9   running, 0 ms", "and 22 others", ""]);
  close();
});

Deno.test("lines that stay are written above those that are redrawn", () => {
  const { observe, close, people, stderr } = view(80);
  observe({ type: "run-started", stages: ["source", "total"] });
  observe({ type: "stage-started", stage: "source", reasons: [] });
  observe({ type: "stage-started", stage: "total", reasons: [] });
  observe({ type: "stage-finished", result: done("source", "ran", 80) });
  assertEquals(screen(people.text), ["source  ran      80 ms", "total  running, 0 ms", ""]);
  observe({ type: "warning", message: "odd" });
  assertEquals(stderr.text, "warning: odd\n");
  close();
});

Deno.test("the cursor is shown again when the view is closed, and only hidden while lines are drawn", () => {
  const { observe, close, people } = view(80);
  observe({ type: "run-started", stages: ["source"] });
  assertEquals(people.text, "");
  observe({ type: "stage-started", stage: "source", reasons: [] });
  assertStringIncludes(people.text, "\x1b[?25l");
  close();
  assertEquals(people.text.endsWith("\x1b[?25h"), true);
});

Deno.test("frames are at most ten a second", () => {
  const { observe, close, people, clock } = view(80);
  observe({ type: "stage-started", stage: "train", reasons: [] });
  const before = people.text.length;
  for (clock.ms = 1; clock.ms < 100; clock.ms++) {
    observe({ type: "stage-progress", stage: "train", progress: PROGRESS });
  }
  assertEquals(people.text.length, before);
  close();
});

Deno.test("the report is a link on a terminal, a URL under NO_COLOR, a path elsewhere", async () => {
  const result = resultOf([done("source", "hit"), done("total", "hit"), done("page", "hit")]);
  await using machine = await Machine.create({ results: [result] });
  const last = async () => (await machine.run()).stdout.trimEnd().split("\n").at(-1);
  assertEquals(await last(), "artifacts/report.html");
  machine.isTerminal = true;
  const url = "file:///project/artifacts/report.html";
  assertEquals(await last(), url);
  machine.colour = true;
  assertEquals(await last(), `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\`);
});

Deno.test("colours are there on a terminal only, and not under NO_COLOR", async () => {
  const result = resultOf([done("source", "ran", 5), done("total", "hit"), done("page", "hit")]);
  await using machine = await Machine.create({ results: [result] });
  machine.isTerminal = true;
  assertEquals((await machine.run()).stdout.includes("\x1b["), false);
  machine.colour = true;
  assertStringIncludes((await machine.run()).stdout, "\x1b[32mran");
  machine.isTerminal = false;
  assertEquals((await machine.run()).stdout.includes("\x1b"), false);
});
