/**
 * Measures time and memory by the number of images and by the share of pixels that are not black. Prints
 * tables and draws a picture in `docs/`.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { machine } from "../machine.ts";
import { measure } from "../processes.ts";
import { numberIn } from "./fields.ts";
import { FOLDER } from "./peer.ts";
import { type Panel, plot } from "./plot.ts";

const PICTURE = fromFileUrl(new URL("../../docs/training-growth.svg", import.meta.url));

const COUNTS = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
const DENSITIES = [0.02, 0.05, 0.1, 0.19, 0.3, 0.5, 0.75, 1];
/** Number and density of the images in MNIST. */
const USUAL = { N: 60_000, density: 0.19 };

/** One measurement. */
interface Point {
  readonly N: number;
  readonly density: number;
  readonly packSeconds: number;
  /** Processor time of an epoch with batches of 128, including the measuring after it. */
  readonly epochSeconds: number;
  /** Of the whole process, including the images as bytes. */
  readonly peakMegabytes: number;
}

/** Measures, prints the tables and draws the picture. */
export async function measureGrowth(scratch: string): Promise<void> {
  const byCount = await points(COUNTS.map((N) => ({ ...USUAL, N })), scratch);
  printPoints("Growth with the number of images (784 pixels, 19 % not black)", byCount);
  const byDensity = await points(DENSITIES.map((density) => ({ ...USUAL, density })), scratch);
  printPoints("Growth with the share of pixels not black (60,000 images)", byDensity);
  const title = `Training, one thread, batches of 128 · ${await machine()}`;
  await Deno.writeTextFile(PICTURE, plot(title, panels(byCount, byDensity)));
  await measure([Deno.execPath(), "fmt", "--quiet", PICTURE], FOLDER);
  console.log("\nThis run is drawn in docs/training-growth.svg");
}

async function points(
  settings: readonly { readonly N: number; readonly density: number }[],
  cwd: string,
): Promise<Point[]> {
  const measured: Point[] = [];
  for (const { N, density } of settings) {
    const deno = [Deno.execPath(), "run", "--no-prompt", "--allow-all"];
    const command = [...deno, `${FOLDER}ours_growth.ts`, `${N}`, `${density}`];
    const { stdout, peakBytes } = await measure(command, cwd);
    const answer: unknown = JSON.parse(stdout);
    measured.push({
      N,
      density,
      packSeconds: numberIn(answer, "packSeconds"),
      epochSeconds: numberIn(answer, "epochSeconds"),
      peakMegabytes: (peakBytes ?? NaN) / 1e6,
    });
  }
  return measured;
}

function printPoints(title: string, list: readonly Point[]): void {
  console.log(`\n${title}\n`);
  console.log("   images  not black    packing      epoch  ns per entry   memory");
  for (const { N, density, packSeconds, epochSeconds, peakMegabytes } of list) {
    const entries = N * density * 784;
    console.log([
      `${N}`.padStart(9),
      `${(100 * density).toFixed(0)} %`.padStart(10),
      `${packSeconds.toFixed(3)} s`.padStart(10),
      `${epochSeconds.toFixed(4)} s`.padStart(10),
      (1e9 * epochSeconds / entries).toFixed(1).padStart(13),
      `${peakMegabytes.toFixed(0)} MB`.padStart(9),
    ].join(" "));
  }
}

function panels(byCount: readonly Point[], byDensity: readonly Point[]): Panel[] {
  const seconds = { title: "seconds per epoch", y: (point: Point) => point.epochSeconds };
  const memory = { title: "megabytes", y: (point: Point) => point.peakMegabytes };
  return [
    panel(`${seconds.title}, by images`, byCount, ({ N }) => N, seconds.y, true),
    panel(`${memory.title}, by images`, byCount, ({ N }) => N, memory.y, true),
    panel(`${seconds.title}, by % not black`, byDensity, byPercent, seconds.y, false),
    panel(`${memory.title}, by % not black`, byDensity, byPercent, memory.y, false),
  ];
}

function byPercent({ density }: Point): number {
  return 100 * density;
}

function panel(
  title: string,
  list: readonly Point[],
  x: (point: Point) => number,
  y: (point: Point) => number,
  isLogarithmic: boolean,
): Panel {
  return { title, isLogarithmic, points: list.map((point) => [x(point), y(point)]) };
}
