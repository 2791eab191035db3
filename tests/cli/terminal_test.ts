import { assertEquals, assertStringIncludes } from "@std/assert";
import { outputOn } from "../../lib/cli/output.ts";
import { terminalView } from "../../lib/cli/terminal_view.ts";
import { readyToMeasure } from "../../lib/cli/columns.ts";
import { REPOSITORY } from "../support/project.ts";
import { screenOf } from "./screen.ts";
import { done, resultOf } from "./sample_program.ts";
import { KeptStream, Machine } from "./terminal.ts";

/** A view on a terminal that errors go to as well. */
function view(width: number) {
  const people = new KeptStream(true, width);
  const clock = { ms: 0 };
  const settings = { json: false, quiet: false, verbose: false };
  const output = outputOn({ stdout: people, stderr: people, noColor: true }, settings);
  const screen = () => screenOf(people.text, width);
  return { people, clock, screen, ...terminalView(output, () => clock.ms) };
}

const PROGRESS = { done: 12, total: 30, unit: "epoch", note: "loss 0.2744" } as const;

Deno.test("a terminal has a line for each running stage, with bar, note and time left", async () => {
  const { observe, close, screen, clock } = view(90);
  observe({ type: "run-started", stages: ["fetch", "train"] });
  observe({ type: "stage-started", stage: "fetch", reasons: [] });
  observe({ type: "stage-started", stage: "train", reasons: [] });
  clock.ms = 4_000;
  observe({ type: "stage-progress", stage: "train", progress: PROGRESS });
  assertEquals(await screen(), [
    "fetch  running, 4.0 s",
    "train  █████████░░░░░░░░░░░░░░░  40 %  epoch 12 of 30, loss 0.2744, 6.0 s left",
    "",
  ]);
  close();
  assertEquals(await screen(), [""]);
});

Deno.test("time left is counted down between two reports of progress", async () => {
  const { observe, close, screen, clock } = view(90);
  observe({ type: "stage-started", stage: "train", reasons: [] });
  clock.ms = 4_000;
  observe({ type: "stage-progress", stage: "train", progress: PROGRESS });
  clock.ms = 5_000;
  observe({ type: "stage-started", stage: "fetch", reasons: [] });
  assertStringIncludes((await screen())[0]!, "5.0 s left");
  close();
});

Deno.test("lines never reach the edge of the window, whatever a stage says", async () => {
  for (const width of [1, 2, 10, 20, 40, 60, 200]) {
    const { observe, close, screen, clock } = view(width);
    observe({ type: "stage-started", stage: "train", reasons: [] });
    clock.ms = 1_000;
    const note = `${"a long note ".repeat(50)}\n\x1b[2J`;
    observe({ type: "stage-progress", stage: "train", progress: { ...PROGRESS, note } });
    const lines = await screen();
    assertEquals(lines.length, 2);
    assertEquals(lines.every((line) => line.length < width), true, `${width}: ${lines[0]}`);
    close();
  }
});

const WIDE = "学習率 0.5、損失 0.2744、e\u0301poque";

Deno.test("case 27: wide and combining characters never make a line wrap, and all of it is taken away", async () => {
  await readyToMeasure(WIDE);
  for (const width of [1, 2, 3, 10, 20, 21, 40, 41, 60, 98, 200]) {
    const { observe, close, screen, clock } = view(width);
    observe({ type: "stage-started", stage: "train", reasons: [] });
    observe({ type: "stage-started", stage: "fetch", reasons: [] });
    for (clock.ms = 1_000; clock.ms <= 3_000; clock.ms += 1_000) {
      const note = `${WIDE}`.repeat(clock.ms / 1_000);
      observe({ type: "stage-progress", stage: "train", progress: { ...PROGRESS, note } });
      const lines = await screen();
      assertEquals(lines.length, 3, `${width}: ${lines.join("|")}`);
    }
    close();
    assertEquals(await screen(), [""], String(width));
  }
});

Deno.test("case 27: a wide note is cut where the window ends, and between characters", async () => {
  await readyToMeasure(WIDE);
  const { observe, close, screen, clock } = view(40);
  observe({ type: "stage-started", stage: "train", reasons: [] });
  clock.ms = 1_000;
  observe({ type: "stage-progress", stage: "train", progress: { ...PROGRESS, note: WIDE } });
  assertEquals((await screen())[0], "train   40 %  epoch 12 of 30, 学習率 0…");
  close();
});

Deno.test("before wide characters can be measured they count for more than they take, never less", async () => {
  const code = `
    import { columnsOf } from "./lib/cli/columns.ts";
    import { terminalView } from "./lib/cli/terminal_view.ts";
    import { outputOn } from "./lib/cli/output.ts";
    let text = "";
    const stream = {
      isTerminal: true, columns: () => 40, problem: () => null, write: (more) => { text += more; },
    };
    const settings = { json: false, quiet: false, verbose: false };
    const view = terminalView(outputOn({ stdout: stream, stderr: stream, noColor: true }, settings), () => 0);
    view.observe({ type: "stage-started", stage: "train", reasons: [] });
    view.observe({ type: "stage-progress", stage: "train", progress: ${
    JSON.stringify({ ...PROGRESS, note: WIDE.repeat(3) })
  } });
    view.observe({ type: "stage-started", stage: "fetch", reasons: [] });
    view.close();
    console.log(JSON.stringify([text, columnsOf("精度")]));
  `;
  const { code: exit, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", code],
    cwd: REPOSITORY,
  }).output();
  const [text, columns]: [string, number] = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals([exit, columns], [0, 4]);
  for (const frame of text.split("\x1b[J")) {
    const lines = await screenOf(frame, 40);
    assertEquals(lines.length <= 3, true, frame);
  }
  assertEquals(await screenOf(text, 40), [""]);
});

Deno.test("case 26: what the terminal itself writes for Ctrl-C is taken away with the lines that stand above", async () => {
  const { observe, close, people, screen, clock } = view(80);
  observe({ type: "stage-started", stage: "train", reasons: [] });
  people.write("^C");
  observe({ type: "warning", message: "SIGINT: stopping" });
  clock.ms = 1_000;
  observe({ type: "stage-progress", stage: "train", progress: { ...PROGRESS, note: "" } });
  people.write("^C");
  assertEquals(await screen(), [
    "warning: SIGINT: stopping",
    "train  █████████░░░░░░░░░░░░░░░  40 %  epoch 12 of 30, 1.5 s left",
    "^C",
  ]);
  close();
  assertEquals(await screen(), ["warning: SIGINT: stopping", ""]);
});

Deno.test("more stages than lines are counted", async () => {
  const { observe, close, screen } = view(80);
  for (let i = 0; i < 32; i++) {
    observe({ type: "stage-started", stage: `s${i}`, reasons: [] });
  }
  assertEquals((await screen()).slice(9), ["s9   running, 0 ms", "and 22 others", ""]);
  close();
});

Deno.test("lines that stay are written above those that are redrawn", async () => {
  const { observe, close, screen } = view(80);
  observe({ type: "run-started", stages: ["source", "total"] });
  observe({ type: "stage-started", stage: "source", reasons: [] });
  observe({ type: "stage-started", stage: "total", reasons: [] });
  observe({ type: "stage-finished", result: done("source", "ran", 80) });
  assertEquals(await screen(), ["source  ran      80 ms", "total  running, 0 ms", ""]);
  observe({ type: "warning", message: "odd" });
  assertEquals(await screen(), [
    "source  ran      80 ms",
    "warning: odd",
    "total  running, 0 ms",
    "",
  ]);
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
