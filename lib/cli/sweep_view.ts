/**
 * The course of a sweep: a line for each combination that was executed, and on a terminal below them
 * how far the whole has come and which stages work.
 *
 * @module
 */
import type { SweepEvent, SweptRun } from "../engine/engine.ts";
import { assignments } from "../engine/grid.ts";
import { compareMetric, type DeclaredMetric } from "../engine/metrics.ts";
import { LinesBelow } from "./lines_below.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import { progressLine } from "./progress_words.ts";
import type { View } from "./supervise.ts";
import { errorOf, timeOf } from "./swept_run.ts";
import { follow, type Running, runningLines } from "./terminal_view.ts";
import { count, duration, figure } from "./units.ts";

/** Milliseconds between two drawings. */
const FRAME_MS = 100;

/** How far a sweep has come. */
interface Course {
  total: number;
  finished: number;
  /** Combinations that executed something. */
  executed: number;
  best: SweptRun | null;
  startedAt: number;
}

/** A view of a sweep by `metric` on `output`, until it is closed. */
export function sweepView(
  output: Output,
  metric: DeclaredMetric | null,
  now: () => number,
): View<SweepEvent> {
  const course: Course = { total: 0, finished: 0, executed: 0, best: null, startedAt: now() };
  const isDrawn = output.people.isTerminal && !output.quiet;
  const running = new Map<string, Running>();
  const below = new LinesBelow(output);
  const told = new Set<string>();
  let drawnAt = -Infinity;
  const draw = (): void => {
    const columns = output.people.columns() - 1;
    const whole = wholeLine(course, metric, now(), columns);
    below.draw([...whole, ...runningLines(running, now(), columns)]);
    drawnAt = now();
  };
  const warn = (message: string): void => {
    if (told.size === told.add(message).size) return;
    below.warn(`warning: ${printable(message)}`);
  };
  const observe = (event: SweepEvent): void => {
    tell(event, course, metric, { ...output, say: below.say, warn: below.warn }, warn);
    if (!isDrawn) return;
    if (event.type === "run-event") {
      follow(running, event.event, now(), (stage) => `${stage} ${event.place + 1}`);
    }
    if (now() - drawnAt >= FRAME_MS) draw();
  };
  const timer = isDrawn ? setInterval(draw, 2 * FRAME_MS) : undefined;
  return {
    observe,
    close: () => {
      clearInterval(timer);
      below.erase();
    },
  };
}

/** A run that was told to stop, and what it says on the way, would look like a fault. */
export function isStoppedRun(event: SweepEvent): boolean {
  return event.type === "run-finished" && event.run.outcome !== "ok";
}

function tell(
  event: SweepEvent,
  course: Course,
  metric: DeclaredMetric | null,
  output: Output,
  warn: (message: string) => void,
): void {
  switch (event.type) {
    case "sweep-started":
      course.total = event.combinations.length;
      return output.say(`${count(course.total, "combination")} to look at`);
    case "run-event":
      if (event.event.type === "warning") warn(event.event.message);
      else if (event.event.type === "stage-retry") warn(event.event.message);
      else if (event.event.type === "stage-log" && output.verbose) {
        output.say(`  ${event.event.stage} ${event.place + 1} | ${printable(event.event.line)}`);
      }
      return;
    case "run-finished":
      return finished(event.run, course, metric, output);
    case "warning":
      return warn(event.message);
    default:
      return event satisfies never;
  }
}

function finished(
  run: SweptRun,
  course: Course,
  metric: DeclaredMetric | null,
  output: Output,
): void {
  course.finished += 1;
  if (run.outcome === "cancelled") return;
  if (run.run !== null) course.executed += 1;
  if (metric !== null && isBetter(run, course.best, metric)) course.best = run;
  const error = errorOf(run);
  // What was found done goes without saying: a sweep that goes on would begin with a page of it.
  if (run.run === null && error === null) return;
  const width = String(course.total).length;
  const value = metric === null ? undefined : run.metrics[metric.name];
  const found = error !== null
    ? `failed: ${printable(error.message.split("\n", 1)[0] ?? "")}`
    : value === undefined
    ? duration(timeOf(run) ?? 0)
    : `${metric!.name} ${figure(value)}  ${duration(timeOf(run) ?? 0)}`;
  const place = `${String(course.finished).padStart(width)} of ${course.total}`;
  output.say(`${place}  ${printable(assignments(run.params).join(" "))}  ${found}`);
}

function isBetter(run: SweptRun, best: SweptRun | null, { name, better }: DeclaredMetric): boolean {
  const value = run.metrics[name];
  return value !== undefined && compareMetric(better, value, best?.metrics[name]) < 0;
}

function wholeLine(
  { total, finished, executed, best, startedAt }: Course,
  metric: DeclaredMetric | null,
  now: number,
  columns: number,
): string[] {
  if (total === 0) return [];
  const value = metric === null ? undefined : best?.metrics[metric.name];
  const note = value === undefined ? {} : { note: `best ${metric!.name} ${figure(value)}` };
  const left = executed === 0 ? null : (now - startedAt) / executed * (total - finished);
  return [progressLine({ done: finished, total, unit: "combination", ...note }, left, columns)];
}
